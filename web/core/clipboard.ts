/** Copies a text; the clipboard of the browser exists on https only, so plain http takes the older way. */
export async function copyText(text: string): Promise<boolean> {
  if (navigator.clipboard && isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Refused by the browser's settings; the older way needs no permission.
    }
  }
  const field = document.createElement('textarea');
  field.value = text;
  field.style.position = 'fixed';
  field.style.opacity = '0';
  const holder = document.activeElement?.closest('[role="dialog"]') ?? document.body;
  holder.append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  return done;
}
