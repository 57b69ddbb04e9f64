import type { Field, RecordDeclaration } from '../../contracts/core/fields.js';

/** A field that a column of a file may be put into. */
export interface ImportTarget {
  name: string;
  field: Field;
  required: boolean;
  /** Other names of the field in the languages of the product, the likelier first; compared folded. */
  synonyms: readonly string[];
  /** Names that mean this field, and no other, where `field` has a column and this one has none yet. */
  beside?: { field: string; synonyms: readonly string[] };
  /** Not required when all of these are matched: a name that is made of first and last name. */
  unless?: readonly string[];
}

/**
 * The importable fields of a record as targets, in the order of the declaration.
 * @param optional required fields that the import makes itself when the file has no column for them.
 */
export function targetsOf(
  declaration: RecordDeclaration,
  synonyms: Readonly<Record<string, readonly string[]>>,
  optional: readonly string[] = [],
): ImportTarget[] {
  return Object.entries(declaration.fields)
    .filter(([, field]) => field.importable)
    .map(([name, field]) => ({ name, field, required: field.required === true && !optional.includes(name), synonyms: synonyms[name] ?? [] }));
}

/** The required fields that no column is put into. */
export function missingTargets(targets: readonly ImportTarget[], matched: Iterable<string>): string[] {
  const present = new Set(matched);
  return targets
    .filter((target) => target.required && !present.has(target.name) && !(target.unless?.every((name) => present.has(name)) ?? false))
    .map((target) => target.name);
}
