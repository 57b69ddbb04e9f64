/** Colours that a company's accent gives, `#rrggbb` each. */
export interface Tones {
  /** As text and as ground of buttons. */
  accent: string;
  hover: string;
  /** Ground of what is chosen. */
  soft: string;
  line: string;
  /** Text on the accent. */
  on: string;
}

/** What the accent stands on, as in web/core/look/tokens.css; a test compares them. */
export const grounds = {
  light: ['#f6f6f4', '#efefec', '#ffffff', '#f0f1ee'],
  dark: ['#131617', '#0f1213', '#1b1f20', '#23282a', '#2b3235'],
} as const;

/** WCAG 2.2 AA for text. */
export const leastContrast = 4.5;

interface Oklch {
  lightness: number;
  chroma: number;
  /** Radians. */
  hue: number;
}

const linearOf = (hex: string): number[] =>
  [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = linearOf(hex);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The contrast of two colours by WCAG, 1 … 21. */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

// Björn Ottosson's OKLab: equal steps of lightness look equal, whatever the hue.
function toOklch(hex: string): Oklch {
  const [r = 0, g = 0, b = 0] = linearOf(hex);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const [green, blue] = [1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s, 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s];
  return { lightness: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s, chroma: Math.hypot(green, blue), hue: Math.atan2(blue, green) };
}

function channels({ lightness, chroma, hue }: Oklch): number[] {
  const [a, b] = [chroma * Math.cos(hue), chroma * Math.sin(hue)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

/** The colour on a screen: where it knows none so strong, the strongest of this lightness and hue. */
function toHex(colour: Oklch): string {
  let chroma = colour.chroma;
  let found = channels(colour);
  while (chroma > 0 && found.some((value) => value < -0.0005 || value > 1.0005)) {
    chroma = Math.max(0, chroma - 0.004);
    found = channels({ ...colour, chroma });
  }
  const byte = (value: number): string => {
    const held = Math.min(1, Math.max(0, value));
    const shown = held <= 0.0031308 ? held * 12.92 : 1.055 * held ** (1 / 2.4) - 0.055;
    return Math.round(shown * 255)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${found.map(byte).join('')}`;
}

function tonesOn(theme: 'light' | 'dark', chosen: Oklch): Tones {
  const isLight = theme === 'light';
  const at = (lightness: number, chroma: number): string => toHex({ ...chosen, lightness: Math.min(1, Math.max(0, lightness)), chroma });
  const soft = isLight ? at(0.945, Math.min(chosen.chroma, 0.03)) : at(0.315, Math.min(chosen.chroma, 0.045));
  const all = [...grounds[theme], soft];
  // The colour as it was chosen where it can be read, else the nearest that can.
  let lightness = isLight ? Math.min(chosen.lightness, 0.6) : Math.max(chosen.lightness, 0.6);
  const strength = isLight ? chosen.chroma : Math.min(chosen.chroma, 0.15);
  while (all.some((ground) => contrast(at(lightness, strength), ground) < leastContrast)) lightness += isLight ? -0.005 : 0.005;
  const accent = at(lightness, strength);
  return {
    accent,
    hover: at(lightness + (isLight ? -0.06 : 0.05), strength),
    soft,
    line: isLight ? at(0.78, chosen.chroma * 0.5) : at(0.48, chosen.chroma * 0.6),
    on: isLight ? '#ffffff' : at(0.2, Math.min(chosen.chroma, 0.03)),
  };
}

/**
 * The tones of an accent in the light and in the dark: its hue, as light or dark as it takes to be read on every ground in use.
 * @param chosen `#rrggbb`
 */
export function tonesOf(chosen: string): { light: Tones; dark: Tones } {
  const colour = toOklch(chosen);
  return { light: tonesOn('light', colour), dark: tonesOn('dark', colour) };
}

/** The custom properties of the tones, for the root of a page; empty for the portal's own accent. */
export function accentProperties(chosen: string | null): Record<string, string> {
  if (chosen === null) return {};
  const { light, dark } = tonesOf(chosen);
  const pair = (name: keyof Tones): string => `light-dark(${light[name]}, ${dark[name]})`;
  return {
    '--accent': pair('accent'),
    '--accent-hover': pair('hover'),
    '--accent-soft': pair('soft'),
    '--accent-line': pair('line'),
    '--on-accent': pair('on'),
    '--paper-accent': light.accent,
    '--paper-accent-soft': light.soft,
  };
}
