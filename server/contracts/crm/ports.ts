import type { Expression, RawBuilder } from 'kysely';
import type { Actor } from '../../core/access/actor.js';
import type { Queries, Tx } from '../../core/db/database.js';
import { definePoint, definePort } from '../../core/kernel/tokens.js';
import type { Money } from '../core/fields.js';
import type { Deal, Stage } from './records.js';

/** Whom a document is made out to; `name` is the company's, or the contact's where there is no company. */
export interface Client {
  name: string | null;
  companyId: number | null;
  contactId: number | null;
  companyName: string | null;
  contactName: string | null;
  /** The contact's addresses first, then the company's, each once. */
  emails: string[];
  phones: string[];
  address: string | null;
  taxId: string | null;
}

/**
 * Deals for the modules that work on top of them. Every function that takes an actor asks the deal's rights and throws
 * Refusal 404 outside the actor's read scope; call with core's system actor where the portal itself acts (a client's page).
 */
export interface Deals {
  /** Reads a deal. @param q `db.read`, or `tx.q` inside a transaction. */
  read(q: Queries, actor: Actor, dealId: number): Promise<Deal>;
  /** The same, locked until the transaction ends. @throws Refusal 403 when `action` is `change` and the actor may only read. */
  lock(tx: Tx, actor: Actor, dealId: number, action: 'read' | 'change'): Promise<Deal>;
  /**
   * A condition for statements of others: the deal of this id is open and the actor may change it.
   * @param ownerId of this responsible alone.
   */
  isOpenToChange(actor: Actor, dealId: Expression<unknown>, ownerId?: number): RawBuilder<boolean>;
  /** Stores the deal's amount with history and word to the open browsers; needs the right to change it. Null: no amount. */
  setAmount(tx: Tx, actor: Actor, dealId: number, amount: Money | null): Promise<Deal>;
  /**
   * Writes onto the deal's timeline. The caller has checked the rights.
   * @param entry.kind dotted code of the caller's own, such as `sales.quote.sent`.
   */
  note(tx: Tx, actor: Actor, dealId: number, entry: { kind: string; text?: string; data?: Record<string, unknown> }): Promise<void>;
  /**
   * The company and contact of a document, whoever asks: the caller has checked that the actor may name them.
   * Ids that point at nothing (or into the bin) give nulls.
   */
  client(q: Queries, of: { companyId: number | null; contactId: number | null }): Promise<Client>;
  /**
   * Moves the deal to the first stage with `semantic` of its pipeline; stays where it is when it has the semantic already.
   * Rights, history, timeline and events as of a move by hand; needs the right to change the deal. The lost reason may be missing.
   */
  moveTo(tx: Tx, actor: Actor, dealId: number, semantic: Stage['semantic'], lostReasonId?: number | null): Promise<Deal>;
}
export const Deals = definePort<Deals>()('crm', 'deals');

/**
 * A condition for statements of this module: that another one asks the actor, on "My day", to close the open deal of this id. It is not asked
 * for a next step as well.
 */
export const DealsToClose = definePoint<(actor: Actor, dealId: Expression<unknown>) => RawBuilder<boolean>>()('crm', 'deals-to-close');

/** Names of products, for an import of deals to take the catalogue's spelling of them; called once for some hundred deals. */
export const ProductNames = definePoint<() => Promise<string[]>>()('crm', 'product-names');
