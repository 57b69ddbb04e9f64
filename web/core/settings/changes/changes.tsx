import { useTranslation } from 'react-i18next';
import { FieldView } from '../../../ui/fields/field-view.js';
import { Link } from '../../../ui/link.js';
import { EmptyState } from '../../../ui/states.js';
import { useFormat, When } from '../../../ui/ui-context.js';
import { recordsName } from '../../module-words.js';
import { useRouteParams } from '../../navigation.js';
import { useRunWords } from '../../records/bulk/use-run-words.js';
import { Waiting } from '../../states/waiting.js';
import { useProblemWords } from '../../words.js';
import bin from '../bin/bin.module.css';
import { PageHead } from '../page-head.js';
import s from '../settings.module.css';
import { More, Table } from '../table.js';
import { useRuns, useRunsLive } from './data.js';
import { Run } from './run.js';
import { RunTag } from './run-tag.js';
import { shownValues } from './run-values.js';

function Recent() {
  const { t } = useTranslation('core');
  const words = useRunWords();
  const f = useFormat();
  const problem = useProblemWords();
  const query = useRuns();
  const runs = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <PageHead title={t('settings.changes')} text={t('changes.text')} />
      <div className={`${s.card} ${s.plain}`}>
        {query.isPending && <Waiting />}
        {query.isError && <p className={s.card}>{problem(query.error)}</p>}
        {query.isSuccess && runs.length === 0 && (
          <div className={bin.empty}>
            <EmptyState icon="edit" title={t('changes.none')} text={t('changes.noneText')} />
          </div>
        )}
        {runs.length > 0 && (
          <Table label={t('settings.changes')} columns={['what', 'when', 'left'].map((key) => t(`changes.${key}`))}>
            {runs.map((run) => (
              <tr key={run.id}>
                <td className={bin.what}>
                  <Link to={`/settings/changes/${run.id}`}>{words.done(run)}</Link>
                  <small>{recordsName(run.recordType)}</small>
                  {shownValues(run).map(({ def, value }) => (
                    <small key={def.name}>
                      {run.action === 'undo' && `${t('changes.tookBack')} `}
                      {def.label} → <FieldView def={def} value={value} plain />
                    </small>
                  ))}
                </td>
                <td data-label={t('changes.when')}>
                  <When at={run.at} />
                </td>
                <td data-label={t('changes.left')}>{f.number(run.left.reduce((sum, { count }) => sum + count, 0))}</td>
                <td className={s.end}>
                  <RunTag run={run} />
                </td>
              </tr>
            ))}
          </Table>
        )}
        <More query={query} />
      </div>
    </>
  );
}

/** What one has changed for many records at once: the list, and one of them at its own address. */
export default function ChangesPage() {
  const { id } = useRouteParams();
  useRunsLive();
  return id === undefined ? <Recent /> : <Run key={id} id={Number(id)} />;
}
