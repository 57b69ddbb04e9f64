import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type ImportState, importEndpoints } from '../../../server/contracts/core/imports.js';
import { useFormat } from '../../ui/ui-context.js';
import { addressOf, call } from '../api.js';
import s from './import-page.module.css';

/** Why rows were not taken in: the first of them here, all of them in a file to mend. @param most rows that are told here. */
export function FaultyRows({ state, most }: { state: ImportState; most: number }) {
  const { t } = useTranslation('core');
  const f = useFormat();
  const { id, failed, fileName } = state;
  const isEnded = state.state === 'done' || state.state === 'failed';
  const told = useQuery({
    queryKey: ['core.import', 'faults', id],
    queryFn: ({ signal }) => call(importEndpoints.faults, { params: { id }, signal }),
    enabled: isEnded && failed > 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!isEnded || failed === 0) return null;
  const file = t('imports.errors', { count: failed, formatted: f.number(failed) });
  const rows = told.data?.items.slice(0, most) ?? [];
  const left = failed - rows.length;
  return (
    <div className={s.faults}>
      {rows.length > 0 && (
        <ul className={s.notes} aria-label={t('imports.faults.title')}>
          {rows.map(({ row, faults }) => (
            <li key={row}>
              <b>{t('imports.faults.row', { row: f.number(row) })}</b>
              {faults.map(({ column, reason }) => (
                <span key={`${column} ${reason}`}>
                  {' · '}
                  {column !== null && <bdi>{column}: </bdi>}
                  {reason}
                </span>
              ))}
            </li>
          ))}
          {left > 0 && <li>{t('imports.faults.more', { count: left, formatted: f.number(left) })}</li>}
        </ul>
      )}
      <a href={addressOf(importEndpoints.errors, { params: { id } })} aria-label={`${file}: ${fileName}`}>
        {file}
      </a>
    </div>
  );
}
