import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type ImportState, importEndpoints } from '../../../server/contracts/core/imports.js';
import { Button } from '../../ui/button.js';
import { confirm, showError } from '../../ui/feedback.js';
import { ProgressLine } from '../../ui/progress-line.js';
import { useFormat } from '../../ui/ui-context.js';
import { call } from '../api.js';
import { useProblemWords } from '../words.js';
import s from './import-page.module.css';

/** Whether there is something that could be taken back; of the staff nothing is. */
const isUndoable = (state: ImportState): boolean =>
  (state.state === 'done' || state.state === 'failed') && state.undo === null && state.created + state.updated > 0 && state.kind !== 'people';

/** Takes a whole import back, after asking; nothing where that cannot be. */
export function UndoImport({ state, quiet }: { state: ImportState; quiet?: boolean }) {
  const { t } = useTranslation('core');
  const client = useQueryClient();
  const words = useProblemWords();
  if (!isUndoable(state)) return null;
  const undo = async () => {
    const file = state.fileName;
    if (!(await confirm({ title: t('imports.undo.title', { file }), text: t('imports.undo.text'), action: t('imports.undo.action'), danger: true }))) return;
    try {
      await call(importEndpoints.undo, { params: { id: state.id } });
    } catch (error) {
      showError({ text: words(error) });
    }
    await client.invalidateQueries({ queryKey: ['core.import'] });
  };
  return (
    <Button look={quiet ? 'quiet' : 'default'} icon="undo" aria-label={t('imports.undo.of', { file: state.fileName })} onClick={() => void undo()}>
      {t('imports.undo.action')}
    </Button>
  );
}

/** How far the taking back is, or what came of it: what was left, and why. */
export function UndoOutcome({ state }: { state: ImportState }) {
  const { t } = useTranslation('core');
  const f = useFormat();
  const { undo } = state;
  if (!undo) return null;
  if (undo.state === 'running')
    return <ProgressLine title={t('imports.undo.running', { file: state.fileName })} done={undo.done} total={undo.total} note={t('imports.leaveIt')} />;
  const left = Object.entries(undo.left).map(([reason, count]) => t(`imports.undo.left.${reason}`, { count, formatted: f.number(count) }));
  return (
    <div className={s.outcome} role="status">
      <p>
        {t(`imports.undo.${undo.state}`, { removed: f.number(undo.removed), restored: f.number(undo.restored) })}
        {left.length > 0 && ` ${t('imports.undo.leftAs', { what: left.join(' · ') })}`}
      </p>
    </div>
  );
}
