import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type ReportGroup, type ReportRow, reportGroups, type TimeFilter, timeEndpoints } from '../../../../server/contracts/tasks/time.js';
import { addressOf, call } from '../../../core/api.js';
import { download } from '../../../core/download.js';
import { Labelled, SelectField } from '../../../core/form/field.js';
import { DayField } from '../../../core/form/read-fields.js';
import { useAddressQuery } from '../../../core/navigation.js';
import { useMay, useSession } from '../../../core/session.js';
import { Loaded } from '../../../core/settings/loaded.js';
import { ActionMenu } from '../../../ui/action-menu.js';
import { Button } from '../../../ui/button.js';
import { cx } from '../../../ui/cx.js';
import { clockDuration } from '../../../ui/duration.js';
import { RefEdit } from '../../../ui/fields/ref-edit.js';
import { dayOf } from '../../../ui/format.js';
import { Icon } from '../../../ui/icon.js';
import { Link } from '../../../ui/link.js';
import p from '../../../ui/pieces.module.css';
import { EmptyState } from '../../../ui/states.js';
import { useFormat, useReference } from '../../../ui/ui-context.js';
import figures from './figures.module.css';
import s from './report.module.css';
import { daysOfPeriod, type Period, periods } from './week-days.js';

const isGroup = (text: string | undefined): text is ReportGroup => reportGroups.includes(text as ReportGroup);
const isPeriod = (text: string | undefined): text is Period => periods.includes(text as Period);

/** The filter as the address has it. */
function useReportFilter() {
  const [query, setQuery] = useAddressQuery();
  const { timeZone } = useFormat();
  const { company } = useSession();
  const period = isPeriod(query.period) ? query.period : 'month';
  const today = dayOf(new Date(), timeZone);
  const given = daysOfPeriod(period === 'custom' ? 'month' : period, today, company.weekStart);
  const span = period === 'custom' ? { from: query.from ?? given.from, to: query.to ?? given.to } : given;
  const [, aboutType, aboutId] = /^([a-z]+\.[a-z-]+):(\d+)$/.exec(query.client ?? '') ?? [];
  const number = (text: string | undefined) => (/^\d{1,12}$/.test(text ?? '') ? Number(text) : undefined);
  const [personId, projectId] = [number(query.person), number(query.project)];
  const filter: TimeFilter = {
    ...span,
    ...(personId === undefined ? {} : { personId }),
    ...(projectId === undefined ? {} : { projectId }),
    ...(aboutType === undefined ? {} : { aboutType, aboutId: Number(aboutId) }),
  };
  return {
    filter,
    period,
    by: isGroup(query.by) ? query.by : ('person' as const),
    query,
    set: (change: Record<string, string | undefined>) => setQuery({ ...query, ...change }),
  };
}

function ClientChip({ type, id, onClear }: { type: string; id: number; onClear(): void }) {
  const { t } = useTranslation('tasks');
  const title = useReference(type, id)?.title ?? t('time.report.client');
  return (
    <Button icon="x" onClick={onClear} aria-label={t('time.report.without', { title })}>
      {title}
    </Button>
  );
}

/** How much time went where: by person, project, client, day or task. */
export function Report() {
  const { t } = useTranslation('tasks');
  const f = useFormat();
  const may = useMay();
  const { filter, period, by, query, set } = useReportFilter();
  const report = useQuery({
    queryKey: ['tasks.time', 'report', by, filter],
    queryFn: ({ signal }) => call(timeEndpoints.report, { query: { ...filter, by }, signal }),
    placeholderData: (before) => before,
  });
  const fetchFile = (format: string, rows?: ReportGroup) =>
    download(addressOf(timeEndpoints.export, { query: { ...filter, format, ...(rows ? { by: rows } : {}) } }));
  const most = Math.max(1, ...(report.data?.items.map(({ minutes }) => minutes) ?? []));
  const words = ({ title, key }: ReportRow) =>
    by === 'day' && key !== null ? f.dayFull(key) : (title ?? t(key === null ? `time.report.no.${by}` : 'time.report.unseen'));
  /** What a row leads to: its own part of the report, or its task. */
  const narrower: Partial<Record<ReportGroup, (key: string) => Record<string, string | undefined>>> = {
    person: (person) => ({ person, by: 'task' }),
    project: (project) => ({ project, by: 'person' }),
    client: (client) => ({ client, by: 'task' }),
    day: (day) => ({ period: 'custom', from: day, to: day, by: 'task' }),
  };
  const named = (row: ReportRow) => {
    const { key } = row;
    if (key === null) return <span className={s.none}>{words(row)}</span>;
    if (by === 'task') return <Link to={`/tasks/tasks/${key}`}>{words(row)}</Link>;
    return (
      <button type="button" className={s.narrower} onClick={() => set(narrower[by]?.(key) ?? {})}>
        {words(row)}
      </button>
    );
  };
  return (
    <div className={s.report}>
      <div className={s.filters}>
        <SelectField
          label={t('time.report.period')}
          value={period}
          options={periods.map((one) => ({ value: one, label: t(`time.report.periods.${one}`) }))}
          onChange={(next) => set({ period: next })}
        />
        {period === 'custom' && (
          <>
            <DayField label={t('time.report.from')} tells="left" value={filter.from ?? ''} onChange={(from) => set({ from })} />
            <DayField label={t('time.report.to')} tells="left" value={filter.to ?? ''} onChange={(to) => set({ to })} />
          </>
        )}
        <SelectField
          label={t('time.report.by')}
          value={by}
          options={reportGroups.map((one) => ({ value: one, label: t(`time.report.groups.${one}`) }))}
          onChange={(next) => set({ by: next })}
        />
        <div className={s.picker}>
          <Labelled label={t('time.report.groups.person')}>
            {({ id }) => (
              <RefEdit
                id={id}
                type="core.person"
                placeholder={t('time.report.anybody')}
                value={filter.personId ?? null}
                onChange={(id) => set({ person: id === null ? undefined : String(id) })}
              />
            )}
          </Labelled>
        </div>
        <div className={s.picker}>
          <Labelled label={t('time.report.groups.project')}>
            {({ id }) => (
              <RefEdit
                id={id}
                type="tasks.project"
                placeholder={t('time.report.anyProject')}
                value={filter.projectId ?? null}
                onChange={(id) => set({ project: id === null ? undefined : String(id) })}
              />
            )}
          </Labelled>
        </div>
        {filter.aboutType !== undefined && filter.aboutId !== undefined && (
          <ClientChip key={query.client} type={filter.aboutType} id={filter.aboutId} onClear={() => set({ client: undefined })} />
        )}
        {may('tasks.task.export') && (
          <span className={s.export}>
            <ActionMenu
              label={t('time.report.export')}
              target={<Button icon="download">{t('time.report.export')}</Button>}
              entries={[
                { id: 'report-xlsx', label: t('time.report.files.report', { format: 'XLSX' }), onSelect: () => fetchFile('xlsx', by) },
                { id: 'report-csv', label: t('time.report.files.report', { format: 'CSV' }), onSelect: () => fetchFile('csv', by) },
                'line',
                { id: 'entries-xlsx', label: t('time.report.files.entries', { format: 'XLSX' }), onSelect: () => fetchFile('xlsx') },
                { id: 'entries-csv', label: t('time.report.files.entries', { format: 'CSV' }), onSelect: () => fetchFile('csv') },
              ]}
            />
          </span>
        )}
      </div>
      <Loaded query={report}>
        {({ items, minutes, entries }) =>
          items.length === 0 ? (
            <EmptyState icon="clock" title={t('time.report.none.title')} text={t('time.report.none.text')} />
          ) : (
            <table className={cx(figures.table, s.table)} aria-label={t('time.report.title')}>
              <thead>
                <tr>
                  <th scope="col">{t(`time.report.groups.${by}`)}</th>
                  <th scope="col" className={s.wide}>
                    {t('time.report.share')}
                  </th>
                  <th scope="col" className={s.wide}>
                    {t('time.report.entries')}
                  </th>
                  <th scope="col">{t('time.title')}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((row) => (
                  <tr key={row.key ?? 'none'}>
                    <th scope="row">{named(row)}</th>
                    <td className={s.wide}>
                      <span className={s.bar}>
                        <span style={{ width: `${(100 * row.minutes) / most}%` }} />
                      </span>
                      <span className={s.percent}>{f.percent(Math.round((100 * row.minutes) / Math.max(1, minutes)))}</span>
                    </td>
                    <td className={s.wide}>{f.number(row.entries)}</td>
                    <td>{clockDuration(row.minutes)}</td>
                  </tr>
                ))}
              </tbody>
              <tfoot>
                <tr>
                  <th scope="row">{t('time.week.sum')}</th>
                  <td className={s.wide} />
                  <td className={s.wide}>{f.number(entries)}</td>
                  <td>{clockDuration(minutes)}</td>
                </tr>
              </tfoot>
            </table>
          )
        }
      </Loaded>
      <p className={p.message}>
        <Icon name="eye" size={16} />
        <span>{t('time.report.seen')}</span>
      </p>
    </div>
  );
}
