import { type ChainState, verifyChain } from '../core/audit/chain.js';
import { commonOptions, configOf, parsed, say, WrongUsage, withDatabase } from './command.js';
import { withProgress } from './progress.js';

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

function inWords({ entries, last, broken }: ChainState): string {
  if (broken?.at === '') return `Entry ${broken.id}, which was noted, is not there any more.`;
  if (broken)
    return `Entry ${broken.id} of ${broken.at} does not fit: it was changed, or what stood before it was changed or removed. The ${entries} entries before it are as they were written.`;
  return [`${entries} entries, each as it was written.`, ...(last ? [`The newest: ${last.id}:${last.hash}`] : [])].join('\n');
}

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parsed({
    args,
    allowPositionals: true,
    options: { ...commonOptions, noted: { type: 'string' } },
  });
  if (positionals.length !== 1 || positionals[0] !== 'verify') throw new WrongUsage('There is one thing to do with the audit log here: verify.');
  const noted = readNoted(values.noted);
  const found = await withDatabase(configOf(values.data), (db) =>
    withProgress('Reading the audit log', async (show) => {
      const { total } = await db.readAside
        .selectFrom('audit')
        .select(({ fn }) => fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      return verifyChain(db.readAside, noted, (done) => show({ done, total }));
    }),
  );
  say(values.json, found, () => inWords(found));
  return found.broken ? 1 : 0;
}
