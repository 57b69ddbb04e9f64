import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { importEndpoints, type UnknownPeople, type WayOfUnknownPeople } from '../../../server/contracts/core/imports.js';
import { peopleEndpoints } from '../../../server/contracts/core/people.js';
import { useFormat } from '../../ui/ui-context.js';
import { call } from '../api.js';
import { BareSelect, SelectField } from '../form/field.js';
import s from './import-page.module.css';

/** So many names are shown, each with a choice of its own. */
const shown = 50;

/** Whom a column of an import names that is nobody here; nothing while no column is put into such a field. */
export const useUnknownPeople = (id: number, column: string | undefined) =>
  useQuery({
    queryKey: ['core.import', 'unknown', id, column],
    queryFn: () => call(importEndpoints.unknownPeople, { params: { id }, query: { column: column as string } }),
    enabled: column !== undefined,
  });

/** Says which names are nobody's before anything is stored, and asks what becomes of their lines. */
export function UnknownNames({
  column,
  unknown,
  way,
  onWay,
  meant,
  onMeant,
}: {
  column: string;
  unknown: UnknownPeople;
  way: WayOfUnknownPeople;
  onWay(way: WayOfUnknownPeople): void;
  /** Who is meant by some of the names: ids of colleagues. */
  meant: Readonly<Record<string, number>>;
  onMeant(meant: Record<string, number>): void;
}) {
  const { t } = useTranslation('core');
  const f = useFormat();
  const staff = useQuery({
    queryKey: ['core.person', 'list', 'working'],
    queryFn: async () => (await call(peopleEndpoints.list, { query: { limit: 200, status: 'active' } })).items,
    enabled: unknown.total > 0,
  }).data;
  const mean = (name: string, chosen: string) => {
    const { [name]: _, ...others } = meant;
    onMeant(chosen === '' ? others : { ...others, [name]: Number(chosen) });
  };
  if (unknown.total === 0) return null;
  const counted = (key: string, count: number) => t(`imports.unknown.${key}`, { count, formatted: f.number(count), column });
  const rest = unknown.total - Math.min(shown, unknown.names.length);
  return (
    <section className={s.unknown} aria-labelledby="import-unknown">
      <h3 id="import-unknown">
        {counted('title', unknown.total)} <span>({counted('rows', unknown.rows)})</span>
      </h3>
      <ul>
        {unknown.names.slice(0, shown).map(({ name, rows }) => (
          <li key={name}>
            {name} <span>{f.number(rows)}</span>
            <BareSelect
              name={t('imports.unknown.who', { name })}
              value={String(meant[name] ?? '')}
              empty={t('imports.unknown.asBelow')}
              options={(staff ?? []).map((one) => ({ value: String(one.id), label: one.name }))}
              onChange={(chosen) => mean(name, chosen)}
            />
          </li>
        ))}
        {rest > 0 && <li>{counted('more', rest)}</li>}
      </ul>
      {unknown.ways.length > 1 ? (
        <SelectField
          label={t('imports.unknown.what')}
          value={way}
          onChange={(chosen) => onWay(chosen as WayOfUnknownPeople)}
          options={unknown.ways.map((value) => ({ value, label: t(`imports.unknown.way.${value}`) }))}
          help={t(`imports.unknown.help.${way}`)}
        />
      ) : (
        <p className={s.hint}>{t('imports.unknown.alone')}</p>
      )}
    </section>
  );
}
