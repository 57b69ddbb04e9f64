import { runSede } from '../../server/cli/commands.js';
import type { Finished } from './process.js';

const asText = (values: unknown[]) => `${values.map((value) => (value instanceof Error ? value.stack : String(value))).join(' ')}\n`;

/** Runs `sede` within this process, which is nearly free; not two at once, and nothing that ends the process. */
export async function sedeHere(args: readonly string[]): Promise<Pick<Finished, 'code' | 'out' | 'err'>> {
  const { log, error } = console;
  const said: Record<'out' | 'err', string[]> = { out: [], err: [] };
  console.log = (...values: unknown[]) => void said.out.push(asText(values));
  console.error = (...values: unknown[]) => void said.err.push(asText(values));
  try {
    const code = await runSede(args);
    return { code, out: said.out.join(''), err: said.err.join('') };
  } finally {
    Object.assign(console, { log, error });
  }
}
