import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { importEndpoints, type UnknownPeople, type WayOfUnknownPeople } from '../../../server/contracts/core/imports.js';
import { peopleEndpoints } from '../../../server/contracts/core/people.js';
import { useFormat } from '../../ui/ui-context.js';
import { call } from '../api.js';
import { BareSelect, SelectField, TextField } from '../form/field.js';
import s from './import-page.module.css';

/** Whom a column of an import names that is nobody here; nothing while no column is put into such a field. @param q of those that have it in them. */
export const useUnknownPeople = (id: number, column: string | undefined, q = '') =>
  useQuery({
    queryKey: ['core.import', 'unknown', id, column, q],
    queryFn: () => call(importEndpoints.unknownPeople, { params: { id }, query: { column: column as string, ...(q ? { q } : {}) } }),
    enabled: column !== undefined,
    placeholderData: q ? keepPreviousData : undefined,
  });

type UnknownName = UnknownPeople['names'][number];

/** Says which names are nobody's before anything is stored, and asks what becomes of their lines. */
export function UnknownNames({
  id,
  column,
  unknown,
  way,
  onWay,
  meant,
  onMeant,
}: {
  id: number;
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
  const [words, setWords] = useState('');
  const [q] = useDebouncedValue(words.trim(), 250);
  const found = useUnknownPeople(id, column, q).data ?? unknown;
  /** For whom somebody was chosen, which stays in sight whatever is looked for. */
  const [settled, setSettled] = useState<UnknownName[]>([]);
  const mean = (one: UnknownName, chosen: string) => {
    const { [one.name]: _, ...others } = meant;
    onMeant(chosen === '' ? others : { ...others, [one.name]: Number(chosen) });
    setSettled((before) => [...before.filter(({ name }) => name !== one.name), one]);
  };
  if (unknown.total === 0) return null;
  const counted = (key: string, count: number) => t(`imports.unknown.${key}`, { count, formatted: f.number(count), column });
  const isLong = unknown.total > unknown.names.length;
  const rest = found.found - found.names.length;
  const kept = settled.filter(({ name }) => meant[name] !== undefined && !found.names.some((one) => one.name === name));
  return (
    <section className={s.unknown} aria-labelledby="import-unknown">
      <h3 id="import-unknown">
        {counted('title', unknown.total)} <span>({counted('rows', unknown.rows)})</span>
      </h3>
      {isLong && (
        <>
          <p className={s.hint}>{t('imports.unknown.many', { count: unknown.names.length, formatted: f.number(unknown.names.length) })}</p>
          <TextField type="search" label={t('imports.unknown.find')} maxLength={200} value={words} onChange={setWords} />
        </>
      )}
      <ul>
        {[...kept, ...found.names].map((one) => (
          <li key={one.name}>
            {one.name} <span>{f.number(one.rows)}</span>
            <BareSelect
              name={t('imports.unknown.who', { name: one.name })}
              value={String(meant[one.name] ?? '')}
              empty={t('imports.unknown.asBelow')}
              options={(staff ?? []).map(({ id, name }) => ({ value: String(id), label: name }))}
              onChange={(chosen) => mean(one, chosen)}
            />
          </li>
        ))}
        {found.found === 0 && <li>{t('imports.unknown.notFound')}</li>}
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
