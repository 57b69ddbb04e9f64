import { verifyChain } from '../core/audit/chain.js';
import { configOf, dataOption, parsed, WrongUsage, withDatabase } from './command.js';

export const usage = `sede audit verify [--noted ID:HASH] [--json] [--data DIR]

Reads the whole audit log and computes every hash anew. Changes nothing; works while the portal runs. Ends with 1 and names
the first entry that does not fit. At its end it prints the newest entry with its hash: noted down elsewhere and given with
--noted another time, it also proves that the log was not written anew as a whole, or shortened.`;

function readNoted(text: string | undefined): { id: number; hash: string } | undefined {
  if (text === undefined) return undefined;
  const [, id, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (id === undefined || hash === undefined) throw new WrongUsage('--noted is the number of an entry, a colon and its hash.');
  return { id: Number(id), hash };
}

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parsed({
    args,
    allowPositionals: true,
    options: { ...dataOption, noted: { type: 'string' }, json: { type: 'boolean' } },
  });
  if (positionals.length !== 1 || positionals[0] !== 'verify') throw new WrongUsage('There is one thing to do with the audit log here: verify.');
  const noted = readNoted(values.noted);
  const found = await withDatabase(configOf(values.data), (db) => verifyChain(db.readAside, noted));
  if (values.json) console.log(JSON.stringify(found));
  else if (found.broken) {
    const { id, at } = found.broken;
    console.log(
      at === ''
        ? `Entry ${id}, which was noted, is not there any more.`
        : `Entry ${id} of ${at} does not fit: it was changed, or what stood before it was changed or removed. The ${found.entries} entries before it are as they were written.`,
    );
  } else {
    console.log(`${found.entries} entries, each as it was written.`);
    if (found.last) console.log(`The newest: ${found.last.id}:${found.last.hash}`);
  }
  return found.broken ? 1 : 0;
}
