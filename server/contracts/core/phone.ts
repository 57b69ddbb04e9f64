/** Digits with the signs people put between them, and an extension. E.164 has 15 digits at most; the extension may add some. */
export function isPhone(text: string): boolean {
  const digits = text.replace(/\D/g, '').length;
  return digits >= 3 && digits <= 20 && /^\+?[\d\s().\-/\u00a0]+(?:(?:ext|ramal|r|x|#)\.?\s*\d{1,6})?$/i.test(text);
}
