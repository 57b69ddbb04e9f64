import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type ImportState, importEndpoints } from '../../../server/contracts/core/imports.js';
import { Owner } from '../../ui/cells.js';
import { Link } from '../../ui/link.js';
import { When } from '../../ui/ui-context.js';
import { call } from '../api.js';
import { usePath } from '../navigation.js';
import { useCounted } from './counted.js';
import { FaultyRows } from './faulty-rows.js';
import s from './import-page.module.css';
import { UndoImport, UndoOutcome } from './undo-import.js';

const isBusy = (state: ImportState): boolean => state.state === 'running' || state.undo?.state === 'running';

/** What was imported in the last thirty days: who, when, what came of it, and the way back. */
export function ImportHistory() {
  const { t } = useTranslation('core');
  const counted = useCounted();
  const path = usePath();
  const query = useQuery({
    queryKey: ['core.import', 'list'],
    queryFn: () => call(importEndpoints.list),
    refetchInterval: (latest) => (latest.state.data?.items.some(isBusy) ? 1000 : false),
  });
  const items = query.data?.items.filter((one) => one.state !== 'uploaded') ?? [];
  if (items.length === 0) return null;
  return (
    <section className={s.step} aria-labelledby="import-history">
      <h2 id="import-history">{t('imports.history.title')}</h2>
      <p className={s.hint}>{t('imports.history.hint')}</p>
      <ul className={s.history}>
        {items.map((one) => (
          <li key={one.id} className={s.past}>
            <div className={s.pastHead}>
              <Link to={`${path}?import=${one.id}`}>{one.fileName}</Link>
              <span className={s.quiet}>
                {t(`imports.kind.${one.kind}`)} · <When at={one.at} />
              </span>
              {one.personId === null ? <span className={s.quiet}>{t('imports.history.commandLine')}</span> : <Owner id={one.personId} />}
            </div>
            <p>{one.state === 'running' ? t('imports.state.running', { file: one.fileName }) : counted(one)}</p>
            {one.failure && <p className={s.error}>{one.failure}</p>}
            <FaultyRows state={one} most={3} />
            <UndoOutcome state={one} />
            <div className={s.row}>
              <UndoImport state={one} quiet />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
