/** Whose records a right reaches, from the narrowest to the widest; each contains those before it. */
export const scopes = ['own', 'department', 'department-below', 'all'] as const;
export type Scope = (typeof scopes)[number];

/** Whether `scope` reaches further than `other`; undefined reaches nothing. */
export const isWider = (scope: Scope, other: Scope | undefined): boolean => scopes.indexOf(scope) > (other === undefined ? -1 : scopes.indexOf(other));
