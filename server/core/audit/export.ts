import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import type { AuditFilter } from '../../contracts/core/audit.js';
import type { Actor } from '../access/actor.js';
import { cellStyle, csvLine, guarded } from '../exports/cells.js';
import { texts } from '../i18n/texts.js';
import type { RecordContext } from '../records/context.js';
import { entriesWith } from './matching.js';
import { entriesBelow, inWords } from './read.js';

const atOnce = 200;

/** The entries that a filter leaves as CSV: in words, and beside them exactly what the hashes are made of. */
export function auditCsv(records: RecordContext, actor: Actor, usualCurrency: string, filter: AuditFilter): Readable {
  const style = cellStyle(actor.language, actor.timeZone, usualCurrency);
  const t = texts(actor.language);
  const heads = ['when', 'who', 'what', 'record', 'id', 'at', 'actorId', 'action', 'target', 'data', 'hash'];
  async function* lines(): AsyncGenerator<string> {
    yield `\ufeff${csvLine(
      heads.map((head) => t(`core:auditFile.${head}`)),
      style,
    )}`;
    const matching = await entriesWith(records, actor, filter.q ?? '');
    for (let before: number | null = null; ; ) {
      const rows = await entriesBelow(records.db.readAside, before, atOnce, filter, matching);
      const entries = await inWords(records, actor, rows);
      yield entries
        .map((one, at) => {
          const who = one.actor ?? (one.actorId === null ? t('core:auditFile.portal') : '');
          const said = [style.moment(one.at), who, one.what, one.record ?? one.target ?? ''].map(guarded);
          return csvLine([...said, String(one.id), one.at, String(one.actorId ?? ''), one.action, one.target ?? '', rows[at]?.data ?? '', one.hash], style);
        })
        .join('');
      before = rows.at(-1)?.id ?? null;
      if (before === null || rows.length < atOnce) return;
      await turn();
    }
  }
  return Readable.from(lines(), { objectMode: false });
}
