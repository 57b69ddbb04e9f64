/** The last part of a name, which some browsers send with its folders, without what no file system takes; may come out empty. */
export const cleanName = (name: string): string =>
  (name.split(/[\\/]/).at(-1) ?? '')
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Surrogate}\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim()
    .slice(0, 200);

export const cleanType = (type: string): string => (/^[\w.+-]{1,60}\/[\w.+-]{1,80}$/.test(type) ? type.toLowerCase() : 'application/octet-stream');
