import { useQueries } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type ModuleCard, type ModuleNumbers, moduleEndpoints } from '../../../../server/contracts/core/modules.js';
import { useFormat } from '../../../ui/ui-context.js';
import { call } from '../../api.js';
import s from '../settings.module.css';
import m from './modules.module.css';

type Shown = (numbers: ModuleNumbers) => string | number | null;

/** What there is of each module: the proof that nothing is left of what is off. */
export function Numbers({ cards }: { cards: ModuleCard[] }) {
  const { t } = useTranslation('core');
  const f = useFormat();
  const found = useQueries({
    queries: cards.map(({ id }) => ({
      queryKey: ['core.module', 'numbers', id],
      queryFn: () => call(moduleEndpoints.numbers, { params: { id } }),
      staleTime: 0,
    })),
  });
  const size = (bytes: number | null) => (bytes ? f.size(bytes) : bytes);
  const columns: [string, Shown][] = [
    ['routes', (n) => n.routes],
    ['jobs', (n) => n.timers],
    ['handlers', (n) => n.handlers],
    ['topics', (n) => n.topics],
    ['tables', (n) => n.tables],
    ['rows', (n) => n.rows],
    ['onDisk', (n) => size(n.bytes)],
    ['coreRows', (n) => n.coreRows],
    ['rights', (n) => n.rights],
    ['filesColumn', (n) => (n.files === 0 ? 0 : `${f.number(n.files)} · ${f.size(n.fileBytes)}`)],
    ['startMs', (n) => (n.startMs === 0 ? 0 : t('modules.ms', { shown: f.number(Math.max(1, Math.round(n.startMs))) }))],
    ['memory', (n) => (n.memory === null ? t('modules.tooLittle') : size(n.memory))],
  ];
  const cell = (value: string | number | null) => {
    if (value === null) return <span className={s.quiet}>{t('modules.unknown')}</span>;
    if (value === 0) return <span className={s.quiet}>0</span>;
    return typeof value === 'number' ? f.number(value) : value;
  };
  return (
    <section className={s.section}>
      <h3>{t('modules.numbers')}</h3>
      <p>{t('modules.numbersText')}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className={`${s.card} ${s.plain} ${m.numbers}`} tabIndex={0} aria-label={t('modules.numbers')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('modules.module')}</th>
              {columns.map(([name]) => (
                <th key={name} scope="col">
                  {t(`modules.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {cards.map(({ id, name }, at) => {
              const numbers = found[at]?.data;
              return (
                <tr key={id}>
                  <th scope="row">{name}</th>
                  {columns.map(([column, shown]) => (
                    <td key={column}>{numbers ? cell(shown(numbers)) : '…'}</td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
    </section>
  );
}
