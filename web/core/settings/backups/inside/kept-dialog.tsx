import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeptDetail, KeptField, KeptRecord } from '../../../../../server/contracts/core/time-machine.js';
import { Button } from '../../../../ui/button.js';
import { Dialog } from '../../../../ui/dialog.js';
import { type FieldDef, isEmpty } from '../../../../ui/fields/field-def.js';
import { FieldView } from '../../../../ui/fields/field-view.js';
import { useFormat, When } from '../../../../ui/ui-context.js';
import { fieldName, optionName } from '../../../module-words.js';
import { useTimelineWords } from '../../../records/timeline-words.js';
import { Loaded } from '../../loaded.js';
import s from '../../settings.module.css';
import { CalledAsThen } from './called-as-then.js';
import { useKeptRecord } from './data.js';
import i from './inside.module.css';
import { StateTag } from './state-tag.js';

function defOf(type: string, { name, field }: KeptField): FieldDef | null {
  const label = fieldName(type, name);
  if (label === undefined) return null;
  return { name, field, label, optionLabel: (option) => optionName(type, name, option) };
}

/** Fields as they were; where they are different now, both. */
function Fields({ record: { type, fields, state, names } }: { record: KeptDetail }) {
  const { t } = useTranslation('core');
  const [all, setAll] = useState(false);
  const known = fields.flatMap((field) => {
    const def = defOf(type, field);
    return def ? [{ ...field, def }] : [];
  });
  const different = known.filter(({ differs, comes }) => differs && comes);
  const shown = state === 'changed' && !all ? different : known.filter(({ was, differs }) => differs || !isEmpty(was));
  return (
    <>
      {shown.length > 0 && (
        <table className={i.fields}>
          <thead>
            <tr>
              <th scope="col">{t('backups.inside.field')}</th>
              <th scope="col">{t('backups.inside.then')}</th>
              {state === 'changed' && <th scope="col">{t('backups.inside.now')}</th>}
            </tr>
          </thead>
          <tbody>
            {shown.map(({ name, def, was, now, differs }) => (
              <tr key={name} data-differs={differs || undefined}>
                <th scope="row">{def.label}</th>
                <td>
                  <CalledAsThen names={names}>
                    <FieldView def={def} value={was} plain />
                  </CalledAsThen>
                </td>
                {state === 'changed' && (
                  <td>{differs ? <FieldView def={def} value={now} plain /> : <span className={s.quiet}>{t('backups.inside.sameNow')}</span>}</td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {state === 'changed' && known.length > different.length && (
        <Button look="quiet" onClick={() => setAll(!all)} aria-expanded={all}>
          {t(all ? 'backups.inside.onlyDifferent' : 'backups.inside.allFields')}
        </Button>
      )}
    </>
  );
}

function Around({ record }: { record: KeptDetail }) {
  const { t } = useTranslation('core');
  const f = useFormat();
  const sentence = useTimelineWords(record.type);
  const { around, timeline, files } = record;
  const counts = (['comments', 'files', 'parts', 'rows', 'mails', 'history'] as const).filter((name) => around[name] > 0);
  const missing = (['comments', 'files', 'rows'] as const).filter((name) => around.missing[name] > 0);
  return (
    <>
      {counts.length > 0 && (
        <>
          <h3>{t('backups.inside.around')}</h3>
          <ul className={i.counts}>
            {counts.map((name) => (
              <li key={name}>{t(`backups.inside.aroundCount.${name}`, { count: around[name], n: f.number(around[name]) })}</li>
            ))}
          </ul>
          {record.state !== 'gone' && missing.length > 0 && (
            <p>
              {t('backups.inside.missing', {
                what: missing
                  .map((name) => t(`backups.inside.aroundCount.${name}`, { count: around.missing[name], n: f.number(around.missing[name]) }))
                  .join(', '),
              })}
            </p>
          )}
        </>
      )}
      {files.length > 0 && (
        <ul className={i.files}>
          {files.map(({ id, name, size }) => (
            <li key={id}>
              {name} <small className={s.quiet}>{f.size(size)}</small>
            </li>
          ))}
        </ul>
      )}
      {timeline.length > 0 && (
        <details className={i.timeline}>
          <summary>{t('backups.inside.timeline')}</summary>
          <ol>
            {timeline.map((entry) => (
              <li key={entry.id}>
                <small className={s.quiet}>
                  <When at={entry.at} />
                </small>
                <div>{sentence(entry).sentence}</div>
                {entry.text && <p>{entry.text}</p>}
              </li>
            ))}
          </ol>
        </details>
      )}
    </>
  );
}

/** One record as the backup has it beside what it is now, and what hangs on it. */
export function KeptDialog({ set, record, onClose, onBring }: { set: string; record: KeptRecord; onClose: () => void; onBring: () => void }) {
  const { t } = useTranslation('core');
  const query = useKeptRecord(set, record);
  const detail = query.data;
  const missing = detail ? detail.around.missing.comments + detail.around.missing.files + detail.around.missing.rows : 0;
  const canCome = detail !== undefined && (['gone', 'bin', 'changed'].includes(detail.state) || (detail.state === 'same' && missing > 0));
  return (
    <Dialog
      opened
      title={record.title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('close')}</Button>
          {canCome && (
            <Button look="primary" icon="undo" onClick={onBring}>
              {t('backups.inside.bring')}
            </Button>
          )}
        </>
      }
    >
      <Loaded query={query} rows={6}>
        {(one) => (
          <>
            <p className={i.state}>
              <StateTag state={one.state} /> {one.since ? <When at={one.since} /> : null}
            </p>
            {(one.state === 'other' || one.state === 'erased') && <p>{t(`backups.inside.refused.${one.state}`)}</p>}
            <Fields record={one} />
            <CalledAsThen names={one.names}>
              <Around record={one} />
            </CalledAsThen>
          </>
        )}
      </Loaded>
    </Dialog>
  );
}
