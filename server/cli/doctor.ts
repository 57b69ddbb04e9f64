import type { HealthState } from '../contracts/core/health.js';
import { nowIso } from '../core/db/instant.js';
import { healthInWords } from '../core/health/words.js';
import { commonOptions, configOf, parsed, say } from './command.js';
import { withHealth } from './health.js';

export const usage = `sede doctor [--json] [--data DIR]

Checks database, stored files, disk, rights, backups, mail, queues, jobs, clock, port and what the running portal says of itself,
as the page Settings → Health does, and names the command that mends what it finds. Changes nothing, asks no other machine but
the database, and works while the portal runs or not.

--json  prints { at, state, checks: [{ check, title, state, text, command, page, action }], slow: [{ shape, count, worstMs, lastAt }] }

Each line is "ok", "look" (worth a look) or "BROKEN" (somebody needs to act). Ends with 1 when something is broken.`;

const marks: Record<HealthState, string> = { ok: 'ok', look: 'look', broken: 'BROKEN' };

export async function run(args: string[]): Promise<number> {
  const { values } = parsed({ args, options: commonOptions });
  return withHealth(configOf(values.data), async (findings, context) => {
    const health = healthInWords(context, findings, 'en', nowIso());
    say(values.json, health, () =>
      health.checks
        .flatMap(({ title, state, text, command }) => [
          `${marks[state].padEnd(8)}${title}: ${text}`,
          ...(state !== 'ok' && command !== null ? [`${''.padEnd(8)}→ ${command}`] : []),
        ])
        .join('\n'),
    );
    return health.state === 'broken' ? 1 : 0;
  });
}
