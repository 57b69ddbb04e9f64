import { useTranslation } from 'react-i18next';
import type { Money } from '../../../server/contracts/core/fields.js';
import type { TimelineEntry } from '../../../server/contracts/core/timeline.js';
import { shortened } from '../../ui/format.js';
import type { IconName } from '../../ui/icon.js';
import { Link } from '../../ui/link.js';
import type { EntryView } from '../../ui/timeline/entries.js';
import { useFormat, useReference } from '../../ui/ui-context.js';
import { moduleIds } from '../registry.js';

const icons: [RegExp, IconName][] = [
  [/^tasks\./, 'check'],
  [/\.(moved|(stage|pipeline)-(removed|back))$/, 'arrow'],
  [/^sales\.payment\./, 'money'],
  [/^sales\.shipment\./, 'truck'],
  [/^sales\./, 'doc'],
  [/\.created$/, 'funnel'],
  [/^crm\.activity\./, 'tasks'],
];

const isMoney = (value: unknown): value is Money => typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value;
const isNamed = (value: unknown): value is { name: string } =>
  typeof value === 'object' && value !== null && typeof (value as { name?: unknown }).name === 'string';

function Actor({ id }: { id: number | null }) {
  const { t } = useTranslation('core');
  const person = useReference('core.person', id);
  return <b>{person?.title ?? t('timeline.portal')}</b>;
}

/** The record of another module that an entry tells of, for those who may see it there. */
function Elsewhere({ type, id }: { type: string; id: number }) {
  const found = useReference(type, id);
  if (!found?.title) return null;
  return (
    <>
      {': '}
      {found.url && !found.deleted ? <Link to={found.url}>{shortened(found.title)}</Link> : shortened(found.title)}
    </>
  );
}

const moduleOf = (type: string): string => type.slice(0, type.indexOf('.'));

/** A day or a moment near to now, anything else as it is. */
function inWords(value: unknown, f: ReturnType<typeof useFormat>): unknown {
  if (/^\d{4}-\d\d-\d\d$/.test(String(value))) return f.day(String(value));
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(String(value))) return f.instant(String(value));
  return typeof value === 'string' ? shortened(value) : value;
}

/**
 * Puts entries into words: the sentence is a text of the entry's module, filled from its data; of a module that is off it only says so.
 * @param shownOn the kind of record on whose timeline they stand.
 */
export function useTimelineWords(shownOn: string): (entry: TimelineEntry) => EntryView {
  const { t } = useTranslation(['core', ...moduleIds]);
  const f = useFormat();
  return (entry) => {
    const icon = icons.find(([pattern]) => pattern.test(entry.kind))?.[1] ?? 'info';
    const words = Object.fromEntries(
      Object.entries(entry.data).map(([name, value]) => [name, isMoney(value) ? f.money(value) : isNamed(value) ? shortened(value.name) : inWords(value, f)]),
    );
    const [module = 'core', ...rest] = entry.kind.split('.');
    // Of what has several reasons each has its own sentence.
    const why = typeof entry.data.because === 'string' ? { context: entry.data.because } : {};
    const body = entry.text ?? (typeof entry.data.result === 'string' ? entry.data.result : typeof entry.data.reason === 'string' ? entry.data.reason : null);
    const sentence = (
      <>
        {t([`${module}:timeline.${rest.join('.')}`, 'core:timeline.off'], { ...words, ...why })}
        {moduleOf(entry.recordType) !== moduleOf(shownOn) && <Elsewhere type={entry.recordType} id={entry.recordId} />}
        {entry.actorId !== null && (
          <>
            {' · '}
            <Actor id={entry.actorId} />
          </>
        )}
      </>
    );
    return { icon, sentence, quiet: body === null, ...(body === null ? {} : { body }) };
  };
}
