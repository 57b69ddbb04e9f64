import type { Progress } from '../module-actions.js';

/** Says what begins now, where it does not mix with what a program reads. */
export const tellStep = (what: string): void => console.error(`${what} …`);

const onTerminal = (text: string) => process.stderr.isTTY && process.stderr.write(text);

/** Runs `work` with a line that says how far it is and goes away at the end; nothing where nobody looks. @param what said while it is not known how far it is. */
export async function withProgress<T>(what: string, work: (show: (now: Progress) => void) => Promise<T>): Promise<T> {
  onTerminal(`${what} …`);
  try {
    return await work(({ done, total }) => onTerminal(`\r${what} … ${total > 0 ? Math.min(99, Math.floor((100 * done) / total)) : 0} % `));
  } finally {
    onTerminal(`\r${' '.repeat(what.length + 8)}\r`);
  }
}
