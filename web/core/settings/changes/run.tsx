import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BulkReason, BulkRecord, BulkRun } from '../../../../server/contracts/core/bulk.js';
import { Button } from '../../../ui/button.js';
import { FieldView } from '../../../ui/fields/field-view.js';
import { Icon } from '../../../ui/icon.js';
import { Link } from '../../../ui/link.js';
import { ProgressLine } from '../../../ui/progress-line.js';
import { When } from '../../../ui/ui-context.js';
import { recordsName } from '../../module-words.js';
import { takeBack } from '../../records/bulk/runs.js';
import { useLeftWords, useRunWords } from '../../records/bulk/use-run-words.js';
import { Waiting } from '../../states/waiting.js';
import { useProblemWords } from '../../words.js';
import { Loaded } from '../loaded.js';
import { PageHead } from '../page-head.js';
import s from '../settings.module.css';
import { More } from '../table.js';
import { useRun, useRunRecords } from './data.js';
import own from './run.module.css';
import { RunTag } from './run-tag.js';
import { shownValues } from './run-values.js';

function Title({ record: { reference } }: { record: BulkRecord }) {
  const { t } = useTranslation('core');
  if (reference.title === null) return <span className={s.quiet}>{t('changes.hidden', { id: reference.id })}</span>;
  if (reference.url) return <Link to={reference.url}>{reference.title}</Link>;
  return (
    <>
      {reference.title} <small>{t('changes.inBin')}</small>
    </>
  );
}

/** The records of one part of a run, a page at a time. */
function Records({ id, left }: { id: number; left?: BulkReason }) {
  const { t } = useTranslation('core');
  const words = useProblemWords('reading');
  const query = useRunRecords(id, left);
  const records = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.isPending) return <Waiting rows={2} />;
  if (query.isError) return <p>{words(query.error)}</p>;
  if (records.length === 0) return <p className={s.quiet}>{t('changes.notListed')}</p>;
  return (
    <>
      <ul className={s.lines}>
        {records.map((record) => (
          <li key={record.reference.id}>
            <div>
              <Title record={record} />
            </div>
          </li>
        ))}
      </ul>
      <More query={query} />
    </>
  );
}

/** A part of the run that opens to its records; those of a part are fetched when it is opened. */
function Part({ id, left, title, open = false }: { id: number; left?: BulkReason; title: string; open?: boolean }) {
  const [opened, setOpened] = useState(open);
  return (
    <details className={`${s.card} ${own.part}`} open={opened} onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary>
        <Icon name="right" size={16} />
        <h3>{title}</h3>
      </summary>
      {opened && <Records id={id} {...(left ? { left } : {})} />}
    </details>
  );
}

/** "Responsible: Bruno Dias": what the records were given. */
function Values({ run }: { run: BulkRun }) {
  const shown = shownValues(run);
  return shown.length === 0 ? null : (
    <dl className={own.values}>
      {shown.map(({ def, value }) => (
        <div key={def.name}>
          <dt>{def.label}</dt>
          <dd>
            <FieldView def={def} value={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Told({ run }: { run: BulkRun }) {
  const { t } = useTranslation('core');
  const words = useRunWords();
  const leftWords = useLeftWords();
  const [busy, setBusy] = useState(false);
  const undo = async () => {
    setBusy(true);
    await takeBack(run, words);
    setBusy(false);
  };
  return (
    <div className={own.run}>
      <PageHead title={words.done(run)} text={recordsName(run.recordType)}>
        {run.undoable && (
          <Button icon="undo" busy={busy} onClick={() => void undo()}>
            {t('changes.undo')}
          </Button>
        )}
      </PageHead>
      <section className={`${s.card} ${own.about}`}>
        <p>
          <When at={run.at} /> <RunTag run={run} />
        </p>
        {run.undoOf !== null && (
          <p>
            <Link to={`/settings/changes/${run.undoOf}`}>{t('changes.undoOf')}</Link>
          </p>
        )}
        {run.undoneBy !== null && (
          <p>
            <Link to={`/settings/changes/${run.undoneBy}`}>{t('changes.undoneBy')}</Link>
          </p>
        )}
        {run.state === 'failed' && <p role="alert">{words.failed(run)}</p>}
        <Values run={run} />
      </section>
      {run.state === 'running' && (
        <ProgressLine title={t(run.action === 'undo' ? 'bulk.undoing' : 'bulk.running')} done={run.done} total={run.total} note={t('bulk.leave')} />
      )}
      {run.changed > 0 && <Part key={`done-${run.state}`} id={run.id} title={t('changes.done')} open />}
      {run.left.map((left) => (
        <Part key={left.reason} id={run.id} left={left.reason} title={leftWords(left)} />
      ))}
    </div>
  );
}

/** One change to many records: what was done, what was left and why, record by record, and the way back. */
export function Run({ id }: { id: number }) {
  const { t } = useTranslation('core');
  return (
    <>
      <div>
        <Link to="/settings/changes" className={`${s.back} ${s.backUp}`}>
          <Icon name="left" size={16} />
          {t('settings.changes')}
        </Link>
      </div>
      <Loaded query={useRun(id)}>{(run) => <Told run={run} />}</Loaded>
    </>
  );
}
