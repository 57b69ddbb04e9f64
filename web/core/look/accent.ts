import { accentProperties } from '../../../server/contracts/core/accent.js';

const names = Object.keys(accentProperties('#000000'));

/** Shows the page in this accent, over the one it was sent with; null: the portal's own. */
export function showAccent(chosen: string | null): void {
  const { style } = document.documentElement;
  const properties = accentProperties(chosen);
  for (const name of names) {
    const value = properties[name];
    if (value === undefined) style.removeProperty(name);
    else style.setProperty(name, value);
  }
}
