/** What somebody said about a task in another system. */
export interface Said {
  /** ISO 8601. */
  at: string;
  by: string;
  text: string;
}

const head = /^— (\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z) (.*)$/;
const most = 100_000;

/** Comments as a cell: above each a line that says when and by whom. The newest are kept where not all fit. */
export function writeSaid(all: readonly Said[]): string {
  let cell = '';
  for (const { at, by, text } of [...all].sort((a, b) => (a.at < b.at ? 1 : -1))) {
    const one = `— ${at} ${by}\n${text.slice(0, 10_000)}`;
    if (cell.length + one.length >= most) break;
    cell = cell === '' ? one : `${one}\n${cell}`;
  }
  return cell;
}

/** The comments in a cell, oldest first; what stands above the first head is nobody's. */
export function readSaid(cell: string): Said[] {
  const all: (Omit<Said, 'text'> & { lines: string[] })[] = [];
  for (const line of cell.split('\n')) {
    const found = head.exec(line);
    const at = Date.parse(found?.[1] ?? '');
    if (found && !Number.isNaN(at)) all.push({ at: new Date(at).toISOString(), by: (found[2] ?? '').trim(), lines: [] });
    else all.at(-1)?.lines.push(line);
  }
  return all.map(({ at, by, lines }) => ({ at, by, text: lines.join('\n').trim() })).filter(({ text }) => text !== '');
}
