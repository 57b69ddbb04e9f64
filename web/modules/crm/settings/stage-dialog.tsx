import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { stageEndpoints } from '../../../../server/contracts/crm/endpoints.js';
import type { Stage, StageRule } from '../../../../server/contracts/crm/records.js';
import { ApiProblem, call } from '../../../core/api.js';
import { FormProblem, SelectField, TextField } from '../../../core/form/field.js';
import f from '../../../core/form/form.module.css';
import { useForm } from '../../../core/form/use-form.js';
import { RecordConflict } from '../../../core/records/record-conflict.js';
import { Button } from '../../../ui/button.js';
import { cx } from '../../../ui/cx.js';
import { Dialog } from '../../../ui/dialog.js';
import { stageColour } from '../../../ui/tag.js';
import { useStages } from '../dictionaries.js';
import { refresh } from './data.js';
import s from './pipelines-page.module.css';
import { RuleEditor } from './rule-editor.js';

interface Draft {
  name: string;
  colour: number;
  semantic: Stage['semantic'];
  rule: StageRule | null;
}
const fields = ['name', 'colour', 'semantic', 'rule'] as const;
const colours = [1, 2, 3, 4, 5, 6, 7, 8] as const;
const semantics = ['open', 'won', 'lost'] as const;

const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

function Swatches({ value, onChange }: { value: number; onChange: (colour: number) => void }) {
  const { t } = useTranslation('crm');
  return (
    <fieldset className={s.swatches}>
      <legend>{t('settings.colour')}</legend>
      {colours.map((colour) => (
        <label key={colour} className={cx(s.swatch, value === colour && s.chosen)} title={t(`settings.colours.${colour}`)}>
          <input type="radio" name="colour" checked={value === colour} aria-label={t(`settings.colours.${colour}`)} onChange={() => onChange(colour)} />
          <i style={{ background: stageColour(colour) }} />
        </label>
      ))}
    </fieldset>
  );
}

/**
 * A new stage, or another name, colour, meaning or rule for one that is there. What somebody else has changed meanwhile is put beside one's own.
 * @param stage null for a new one. @param used how many records stand in it: then it keeps its meaning.
 */
export function StageDialog({ stage, pipelineId, used, onClose }: { stage: Stage | null; pipelineId: number | null; used: number; onClose: () => void }) {
  const { t } = useTranslation('crm');
  // A rule cannot say why something is lost. A stage that it was given before stays named.
  const given = stage?.rule as StageRule | null | undefined;
  const places = useStages(pipelineId).filter(
    (one) => one.id !== stage?.id && one.movesTo === null && (one.semantic !== 'lost' || (given?.kind === 'task' && given.thenStageId === one.id)),
  );
  // As it was when the dialog was opened: what others change meanwhile is a conflict, not the ground under one's feet.
  const [before, setBefore] = useState(stage);
  const [draft, setDraft] = useState<Draft>({
    name: stage?.name ?? '',
    colour: stage?.colour ?? 1,
    semantic: stage?.semantic ?? 'open',
    rule: (stage?.rule as StageRule | null | undefined) ?? null,
  });
  const [theirs, setTheirs] = useState<Stage | null>(null);
  const set = (change: Partial<Draft>) => setDraft((now) => ({ ...now, ...change }));
  const save = async (mine: Draft, base: Stage | null) => {
    if (!base) await call(stageEndpoints.create, { body: { ...mine, pipelineId } });
    else {
      const changed = Object.fromEntries(fields.filter((name) => !same(mine[name], base[name])).map((name) => [name, mine[name]]));
      try {
        if (Object.keys(changed).length > 0) await call(stageEndpoints.change, { params: { id: base.id }, body: { ...changed, version: base.version } });
      } catch (error) {
        if (!(error instanceof ApiProblem) || error.problem.code !== 'stale-version') throw error;
        const current = error.problem.current as Stage;
        const collides = fields.some((name) => name in changed && !same(current[name], mine[name]));
        if (collides) return setTheirs(current);
        // They changed something else: mine is put on top of it.
        return save({ ...mine, ...Object.fromEntries(fields.filter((name) => !(name in changed)).map((name) => [name, current[name]])) } as Draft, current);
      }
    }
    await refresh('crm.stage');
    onClose();
  };
  const form = useForm(
    () => save(draft, before),
    () => ({ name: draft.name.trim() === '' ? t('settings.nameMissing') : undefined }),
  );
  const shown = (name: (typeof fields)[number], of: Draft | Stage): string => {
    const value = of[name];
    if (name === 'colour') return t(`settings.colours.${value}`);
    if (name === 'semantic') return t(`settings.semantic.${value}`);
    if (name === 'rule') return value ? (value as StageRule).title : t('rule.none');
    return String(value ?? '');
  };
  if (theirs && before)
    return (
      <RecordConflict
        type="crm.stage"
        id={theirs.id}
        history={stageEndpoints.history}
        fields={fields
          .filter((name) => !same(draft[name], before[name]) && !same(draft[name], theirs[name]))
          .map((name) => ({ name, label: t(`settings.field.${name}`), mine: shown(name, draft), theirs: shown(name, theirs) }))}
        onSave={(choice) => {
          const mine = { ...draft };
          for (const name of fields) if (choice[name] === 'theirs' || same(draft[name], before[name])) Object.assign(mine, { [name]: theirs[name] });
          setDraft(mine);
          setBefore(theirs);
          setTheirs(null);
          void save(mine, theirs);
        }}
        onClose={onClose}
      />
    );
  return (
    <Dialog
      opened
      title={t(before ? 'settings.editStage' : 'settings.addStage')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button look="primary" busy={form.busy} onClick={() => void form.submit()}>
            {t(before ? 'settings.save' : 'settings.addStage')}
          </Button>
        </>
      }
    >
      <form ref={form.form} className={f.form} onSubmit={(event) => void form.submit(event)}>
        <TextField
          label={t('settings.stageName')}
          value={draft.name}
          maxLength={120}
          error={form.errors.name}
          onChange={(name) => set({ name })}
          data-autofocus
        />
        <Swatches value={draft.colour} onChange={(colour) => set({ colour })} />
        <SelectField
          label={t('settings.meaning')}
          value={draft.semantic}
          disabled={used > 0}
          help={used > 0 ? t('settings.meaningKept', { count: used }) : undefined}
          error={form.errors.semantic}
          options={semantics.map((semantic) => ({ value: semantic, label: t(`settings.semantic.${semantic}`) }))}
          onChange={(semantic) => set({ semantic: semantic as Stage['semantic'] })}
        />
        <RuleEditor rule={draft.rule} errors={form.errors} places={places} onChange={(rule) => set({ rule })} />
        <FormProblem>{Object.keys(form.errors).length === 0 && form.problem}</FormProblem>
      </form>
    </Dialog>
  );
}
