/**
 * Every table of the portal by name. Core declares its own here below; a module adds its tables by declaration merging in its
 * `tables.ts`, so that one typed Kysely serves all without core knowing any module.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging, see core-tables.ts
export interface Tables {}
