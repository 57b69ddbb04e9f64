import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BringBackPreview, BroughtBack, KeptRef, Undone } from '../../../../../server/contracts/core/time-machine.js';
import { timeMachineEndpoints } from '../../../../../server/contracts/core/time-machine.js';
import { Button } from '../../../../ui/button.js';
import { Dialog } from '../../../../ui/dialog.js';
import { showError, showNote, showUndo } from '../../../../ui/feedback.js';
import { ProgressLine } from '../../../../ui/progress-line.js';
import { useFormat } from '../../../../ui/ui-context.js';
import { call } from '../../../api.js';
import { Tick } from '../../../form/field.js';
import { fieldName } from '../../../module-words.js';
import { queryClient } from '../../../query.js';
import { useProblemWords } from '../../../words.js';
import { Loaded } from '../../loaded.js';
import s from '../../settings.module.css';
import { refreshInside } from './data.js';
import i from './inside.module.css';

/** So many records are asked for together, so that one sees how far it is and can stop. */
const atOnce = 20;
/** Of what an undo had to leave, so many are named. */
const mostTold = 3;
/** As many as a preview may be asked for. */
const mostShown = 200;

/** Why a record stays as it was brought back. */
const staysWords = (t: TFunction<'core'>, { type, title, why, fields }: Undone['left'][number]): string =>
  fields.length > 0
    ? t('backups.inside.stays.fields', { title, fields: fields.map((name) => fieldName(type, name) ?? name).join(', ') })
    : t(`backups.inside.stays.${why}`, { title });

function Preview({ preview }: { preview: BringBackPreview }) {
  const { t } = useTranslation('core');
  const f = useFormat();
  const { comments, files, partsBack, rowsBack } = preview;
  const shown = preview.kinds.filter(({ insert, restore, change }) => insert + restore + change > 0);
  return (
    <>
      {shown.length + preview.refused.length + comments + files + partsBack + rowsBack === 0 && <p>{t('backups.inside.nothingToDo')}</p>}
      {shown.length > 0 && (
        <table className={i.fields}>
          <thead>
            <tr>
              <th scope="col">{t('backups.inside.kinds')}</th>
              <th scope="col">{t('backups.inside.what')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((one) => (
              <tr key={one.type}>
                <th scope="row">{one.name}</th>
                <td>
                  {(['insert', 'restore', 'change'] as const)
                    .filter((what) => one[what] > 0)
                    .map((what) => t(`backups.inside.does.${what}`, { count: one[what], n: f.number(one[what]) }))
                    .join(' · ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {(preview.comments > 0 || preview.files > 0) && (
        <p className={s.quiet}>
          {t('backups.inside.withThem', {
            what: [
              ...(preview.comments > 0 ? [t('backups.inside.aroundCount.comments', { count: preview.comments, n: f.number(preview.comments) })] : []),
              ...(preview.files > 0
                ? [`${t('backups.inside.aroundCount.files', { count: preview.files, n: f.number(preview.files) })} (${f.size(preview.fileBytes)})`]
                : []),
            ].join(', '),
          })}
        </p>
      )}
      {preview.rowsBack > 0 && <p className={s.quiet}>{t('backups.inside.rowsBack', { count: preview.rowsBack, n: f.number(preview.rowsBack) })}</p>}
      {preview.partsBack > 0 && <p className={s.quiet}>{t('backups.inside.partsBack', { count: preview.partsBack, n: f.number(preview.partsBack) })}</p>}
      {preview.rowsStay > 0 && <p className={s.quiet}>{t('backups.inside.rowsStay', { count: preview.rowsStay, n: f.number(preview.rowsStay) })}</p>}
      {preview.refused.length > 0 && (
        <ul className={i.counts}>
          {preview.refused.map(({ type, id, title, why }) => (
            <li key={`${type}:${id}`}>
              <b>{title}</b>: {t(`backups.inside.refused.${why}`)}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Shows what would come back and with what, and brings it back in pieces. */
export function BringBackDialog({ set, records, onClose, onDone }: { set: string; records: readonly KeptRef[]; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('core');
  const f = useFormat();
  const words = useProblemWords();
  const [withPointing, setPointing] = useState(true);
  const [withPointed, setPointed] = useState(true);
  const [done, setDone] = useState<number | null>(null);
  const stopped = useRef(false);
  const wish = { records: records.slice(0, mostShown), withPointing, withPointed };
  const query = useQuery({
    queryKey: ['core.time-machine', 'preview', set, wish],
    queryFn: () => call(timeMachineEndpoints.preview, { params: { id: set }, body: wish }),
    staleTime: 0,
    placeholderData: (before) => before,
  });
  const counts = query.data?.kinds.reduce((sum, { insert, restore, change, same }) => sum + insert + restore + change + same, 0) ?? 0;
  const undo = async (items: readonly BroughtBack[]) => {
    const body = { items: items.map(({ type, id, run }) => ({ type, id, run: run as string })) };
    const { undone, left } = await call(timeMachineEndpoints.undo, { body });
    await queryClient.invalidateQueries();
    const text = t('backups.inside.undone', { count: undone, n: f.number(undone) });
    if (left.length === 0) showNote({ text });
    else
      showError({
        text: [...(undone > 0 ? [`${text}.`] : []), ...left.slice(0, mostTold).map((one) => staysWords(t, one)), ...(left.length > mostTold ? ['…'] : [])].join(
          ' ',
        ),
      });
  };
  const bring = async () => {
    const came: BroughtBack[] = [];
    setDone(0);
    try {
      for (let from = 0; from < records.length && !stopped.current; from += atOnce) {
        const body = { records: records.slice(from, from + atOnce), withPointing, withPointed };
        const { items } = await call(timeMachineEndpoints.bringBack, { params: { id: set }, body });
        came.push(...items.filter(({ run }) => run !== null));
        setDone(Math.min(records.length, from + atOnce));
      }
    } catch (error) {
      showError({ text: words(error) });
    }
    await Promise.all([refreshInside(), queryClient.invalidateQueries()]);
    if (came.length > 0) showUndo({ text: t('backups.inside.broughtBack', { count: came.length, n: f.number(came.length) }), onUndo: () => undo(came) });
    else showNote({ text: t('backups.inside.nothingToDo') });
    onDone();
  };
  const busy = done !== null;
  const stop = () => {
    stopped.current = true;
    if (!busy) onClose();
  };
  return (
    <Dialog
      opened
      title={t('backups.inside.bringTitle', { count: records.length, n: f.number(records.length) })}
      onClose={stop}
      footer={
        <>
          <Button onClick={stop}>{t(busy ? 'backups.inside.stop' : 'cancel')}</Button>
          <Button look="primary" icon="undo" busy={busy} disabled={!query.data || counts === 0} onClick={() => void bring()} data-autofocus>
            {t('backups.inside.bring')}
          </Button>
        </>
      }
    >
      <Loaded query={query} rows={5}>
        {(preview) => (
          <>
            {records.length > mostShown && <p>{t('backups.inside.firstOnly', { n: f.number(mostShown), all: f.number(records.length) })}</p>}
            <Preview preview={preview} />
            {preview.pointing > 0 && (
              <Tick
                label={t('backups.inside.pointing', { count: preview.pointing, n: f.number(preview.pointing) })}
                help={t('backups.inside.pointingHelp')}
                checked={withPointing}
                disabled={busy}
                onChange={setPointing}
              />
            )}
            {preview.pointed > 0 && (
              <Tick
                label={t('backups.inside.pointed', { count: preview.pointed, n: f.number(preview.pointed) })}
                help={t('backups.inside.pointedHelp')}
                checked={withPointed}
                disabled={busy}
                onChange={setPointed}
              />
            )}
          </>
        )}
      </Loaded>
      {busy && <ProgressLine title={t('backups.inside.bringing')} done={done} total={records.length} />}
    </Dialog>
  );
}
