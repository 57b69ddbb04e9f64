import type { Field, RecordDeclaration } from '../../../server/contracts/core/fields.js';

/** A declared field with its words in the person's language. */
export interface FieldDef {
  name: string;
  field: Field;
  label: string;
  /** The word for an option of a choice. */
  optionLabel?: (option: string) => string;
  /** A short list to choose a reference from, instead of searching; such as stages or sources. */
  choices?: readonly { value: number; label: string }[];
  /** A sentence under the control. */
  help?: string;
}

/** All fields of a declaration, in its order; `label(name)` and `optionLabel(name, option)` come from the module's texts. */
export function fieldDefs(declaration: RecordDeclaration, label: (name: string) => string, optionLabel?: (name: string, option: string) => string): FieldDef[] {
  return Object.entries(declaration.fields).map(([name, field]) => ({
    name,
    field,
    label: label(name),
    ...(field.kind === 'choice' && optionLabel ? { optionLabel: (option: string) => optionLabel(name, option) } : {}),
  }));
}

/** The named ones, in the order of the names. */
export function pickDefs(defs: readonly FieldDef[], names: readonly string[]): FieldDef[] {
  return names.flatMap((name) => defs.find((def) => def.name === name) ?? []);
}

/** What counts as not filled in. */
export const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
