/** What the title of a task may name of the record that it is made for. */
export const placeholders = ['title', 'company', 'contact', 'amount', 'owner'] as const;
export type Placeholder = (typeof placeholders)[number];

/** How they are written, in braces, in whatever language the portal is read in. */
const spellings: Readonly<Record<Placeholder, readonly string[]>> = {
  title: ['title', 'título', 'titulo'],
  company: ['company', 'empresa'],
  contact: ['contact', 'contato'],
  amount: ['amount', 'valor'],
  owner: ['responsible', 'responsável', 'responsavel'],
};

const inBraces = /\{([^{}]*)\}/g;

const meant = (word: string): Placeholder | undefined => placeholders.find((one) => spellings[one].includes(word.trim().toLowerCase()));

/** What stands in braces and means nothing. */
export const unknownPlaceholders = (text: string): string[] => [...text.matchAll(inBraces)].map((match) => match[1] as string).filter((word) => !meant(word));

/** The text with the values in the place of the placeholders; what has none leaves no gap. */
export function filled(text: string, values: Readonly<Record<Placeholder, string | null>>): string {
  return text
    .replace(inBraces, (all, word: string) => {
      const name = meant(word);
      return name ? (values[name] ?? '') : all;
    })
    .replace(/ {2,}/g, ' ')
    .trim();
}
