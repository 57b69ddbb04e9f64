import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ById, Endpoint, HistoryEntry } from '../../../server/contracts/core/endpoint.js';
import { Owner } from '../../ui/cells.js';
import { type FieldDef, isEmpty } from '../../ui/fields/field-def.js';
import { FieldView } from '../../ui/fields/field-view.js';
import { SkeletonRows } from '../../ui/skeleton.js';
import { When } from '../../ui/ui-context.js';
import { call } from '../api.js';
import s from './record-history.module.css';

type HistoryEndpoint = Endpoint<{ params: ById; reply: { items: HistoryEntry[] } }>;

function Value({ def, value }: { def: FieldDef | undefined; value: unknown }) {
  const { t } = useTranslation('core');
  if (isEmpty(value)) return <span className={s.none}>{t('history.empty')}</span>;
  return def ? <FieldView def={def} value={value} /> : <span>{JSON.stringify(value)}</span>;
}

interface RecordHistoryProps {
  type: string;
  endpoint: HistoryEndpoint;
  id: number;
  defs: readonly FieldDef[];
  /** Fields that say nothing to a reader, or say the same as another one. */
  untold?: readonly string[];
}

/** Every change of a record, field by field, newest first. */
export function RecordHistory({ type, endpoint, id, defs, untold = [] }: RecordHistoryProps) {
  const { t } = useTranslation('core');
  const history = useQuery({
    queryKey: [type, 'history', id],
    queryFn: () => call(endpoint, { params: { id } }),
    staleTime: 0,
  });
  if (!history.data) return <SkeletonRows rows={6} label={t('loading')} />;
  const entries = history.data.items
    .map((entry) => ({ ...entry, told: Object.entries(entry.changes).filter(([name]) => !untold.includes(name)) }))
    .filter(({ kind, told }) => kind !== 'changed' || told.length > 0);
  return (
    <ol className={s.entries}>
      {entries.map(({ told, ...entry }) => (
        <li key={entry.id} className={s.entry}>
          <div className={s.head}>
            <Owner id={entry.actorId} />
            <span>{t(`history.${entry.kind}`)}</span>
            <When at={entry.at} className={s.when as string} />
          </div>
          <dl className={s.changes}>
            {told.map(([name, { from, to }]) => {
              const def = defs.find((one) => one.name === name);
              return (
                <div key={name}>
                  <dt>{def?.label ?? name}</dt>
                  <dd>
                    <Value def={def} value={from} /> → <Value def={def} value={to} />
                  </dd>
                </div>
              );
            })}
          </dl>
        </li>
      ))}
    </ol>
  );
}
