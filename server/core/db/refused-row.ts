/** The database refuses a row for what is in it; anything else is not the row's fault and must not be taken for it. */
export const isAboutTheRow = (error: unknown): boolean => {
  const code = String((error as { code?: unknown }).code ?? '');
  return code.startsWith('SQLITE_CONSTRAINT') || code === 'SQLITE_TOOBIG' || /^2[23]\d{3}$/.test(code);
};
