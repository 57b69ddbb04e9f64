/**
 * Names by which modules reach each other without importing each other. A token is a plain value that lives in the
 * contracts of its owner; its type parameters say who owns it and what stands behind it.
 */

/** One service that its owner provides: a narrow set of functions. */
export interface Port<Owner extends string, Service> {
  readonly owner: Owner;
  readonly name: string;
  /** Never set: carries the type. */
  readonly service?: Service;
}

/** A place where others may add things that its owner uses. */
export interface Point<Owner extends string, Item> {
  readonly owner: Owner;
  readonly name: string;
  /** Never set: carries the type. */
  readonly item?: Item;
}

export const definePort =
  <Service>() =>
  <const Owner extends string>(owner: Owner, name: string): Port<Owner, Service> => ({ owner, name });

export const definePoint =
  <Item>() =>
  <const Owner extends string>(owner: Owner, name: string): Point<Owner, Item> => ({ owner, name });
