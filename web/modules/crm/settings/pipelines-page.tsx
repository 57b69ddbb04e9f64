import { Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pipelineEndpoints, stageEndpoints } from '../../../../server/contracts/crm/endpoints.js';
import type { Stage, StageRule } from '../../../../server/contracts/crm/records.js';
import { ApiProblem, call } from '../../../core/api.js';
import { PageHead } from '../../../core/settings/page-head.js';
import { Button, IconButton } from '../../../ui/button.js';
import { confirm, showError, showNote } from '../../../ui/feedback.js';
import { StageDot } from '../../../ui/tag.js';
import { usePipelines, useStages } from '../dictionaries.js';
import s from './pipelines-page.module.css';

const words = (error: unknown) => (error instanceof ApiProblem ? (error.errors[0]?.message ?? error.detail ?? error.message) : String(error));

/** What happens by itself when a record enters the stage. */
function RuleEditor({ rule, onChange }: { rule: StageRule; onChange(rule: StageRule | null): void }) {
  const { t } = useTranslation('crm');
  const set = (change: Partial<StageRule>) => onChange({ ...rule, ...change });
  return (
    <fieldset className={s.rule}>
      <legend>{t('rule.legend')}</legend>
      <NativeSelect
        label={t('rule.kind')}
        value={rule.kind}
        data={(['call', 'meeting', 'mail', 'todo'] as const).map((kind) => ({ value: kind, label: t(`option.kind.${kind}`) }))}
        onChange={(event) => set({ kind: event.currentTarget.value as StageRule['kind'] })}
      />
      <TextInput label={t('rule.title')} value={rule.title} maxLength={250} onChange={(event) => set({ title: event.currentTarget.value })} />
      <NumberInput
        label={t('rule.dueInHours')}
        value={rule.dueInHours}
        min={0}
        max={8760}
        allowDecimal={false}
        onChange={(value) => set({ dueInHours: Number(value) || 0 })}
      />
      <Checkbox
        className={s.notify as string}
        label={t('rule.notify')}
        checked={rule.notify}
        onChange={(event) => set({ notify: event.currentTarget.checked })}
      />
      <Button look="quiet" onClick={() => onChange(null)}>
        {t('rule.remove')}
      </Button>
    </fieldset>
  );
}

function StageRow({ stage, others }: { stage: Stage; others: readonly Stage[] }) {
  const { t } = useTranslation('crm');
  const client = useQueryClient();
  const [name, setName] = useState(stage.name);
  const [colour, setColour] = useState(stage.colour ?? 1);
  const [rule, setRule] = useState(stage.rule as StageRule | null);
  const [failure, setFailure] = useState<string | null>(null);
  const at = others.findIndex((one) => one.id === stage.id);
  const changed = name !== stage.name || colour !== stage.colour || JSON.stringify(rule) !== JSON.stringify(stage.rule);
  const refresh = () => client.invalidateQueries({ queryKey: ['crm.stage'] });
  const save = async () => {
    try {
      await call(stageEndpoints.change, { params: { id: stage.id }, body: { name, colour, rule, version: stage.version } });
      setFailure(null);
      await refresh();
      showNote({ text: t('settings.saved') });
    } catch (error) {
      setFailure(words(error));
    }
  };
  const swap = async (by: number) => {
    const other = others[at + by];
    if (!other) return;
    try {
      await call(stageEndpoints.change, { params: { id: stage.id }, body: { position: other.position, version: stage.version } });
      await call(stageEndpoints.change, { params: { id: other.id }, body: { position: stage.position, version: other.version } });
    } catch (error) {
      showError({ text: words(error) });
    }
    await refresh();
  };
  const remove = async () => {
    if (
      !(await confirm({
        title: t('settings.removeStage', { name: stage.name }),
        text: t('settings.removeStageText'),
        action: t('delete.action'),
        danger: true,
      }))
    )
      return;
    try {
      await call(stageEndpoints.remove, { params: { id: stage.id } });
      await refresh();
    } catch (error) {
      showError({ text: words(error) });
    }
  };
  return (
    <li className={s.stage}>
      <div className={s.line}>
        <StageDot colour={colour}>{t(`settings.semantic.${stage.semantic}`)}</StageDot>
        <TextInput
          aria-label={t('settings.stageName')}
          value={name}
          maxLength={120}
          onChange={(event) => setName(event.currentTarget.value)}
          className={s.name as string}
        />
        <NativeSelect
          aria-label={t('settings.colour')}
          value={String(colour)}
          data={Array.from({ length: 8 }, (_, n) => ({ value: String(n + 1), label: t(`settings.colours.${n + 1}`) }))}
          onChange={(event) => setColour(Number(event.currentTarget.value))}
        />
        <IconButton icon="up" label={t('settings.up')} onClick={() => void swap(-1)} />
        <IconButton icon="down" label={t('settings.down')} onClick={() => void swap(1)} />
        <IconButton icon="trash" label={t('settings.removeStageShort')} onClick={() => void remove()} />
      </div>
      {rule ? (
        <RuleEditor rule={rule} onChange={setRule} />
      ) : (
        <Button look="quiet" icon="plus" onClick={() => setRule({ kind: 'call', title: t('rule.example'), dueInHours: 24, notify: true })}>
          {t('rule.add')}
        </Button>
      )}
      {failure && (
        <p className={s.error} role="alert">
          {failure}
        </p>
      )}
      {changed && (
        <Button look="primary" onClick={() => void save()}>
          {t('settings.save')}
        </Button>
      )}
    </li>
  );
}

/** Stages of leads and of each pipeline: names, colours, order, and what happens when a stage is entered. */
export default function PipelinesPage() {
  const { t } = useTranslation('crm');
  const client = useQueryClient();
  const pipelines = usePipelines();
  const [chosen, setChosen] = useState<string | null>(null);
  const first = pipelines.find((one) => one.isDefault) ?? pipelines[0];
  const value = chosen ?? (first ? String(first.id) : 'leads');
  const stages = useStages(value === 'leads' ? null : Number(value));
  const addStage = async () => {
    const open = stages.filter((stage) => stage.semantic === 'open');
    try {
      await call(stageEndpoints.create, {
        body: {
          name: t('settings.newStage'),
          semantic: 'open',
          pipelineId: value === 'leads' ? null : Number(value),
          colour: 1,
          position: (open.at(-1)?.position ?? 0) + 1,
        },
      });
      await client.invalidateQueries({ queryKey: ['crm.stage'] });
    } catch (error) {
      showError({ text: words(error) });
    }
  };
  const addPipeline = async () => {
    try {
      const made = await call(pipelineEndpoints.create, { body: { name: t('settings.newPipeline') } });
      await Promise.all([client.invalidateQueries({ queryKey: ['crm.pipeline'] }), client.invalidateQueries({ queryKey: ['crm.stage'] })]);
      setChosen(String(made.id));
    } catch (error) {
      showError({ text: words(error) });
    }
  };
  return (
    <div className={s.page}>
      <PageHead title={t('settings.pipelines')} />
      <div className={s.line}>
        <NativeSelect
          label={t('settings.stagesOf')}
          value={value}
          data={[...pipelines.map((one) => ({ value: String(one.id), label: one.name })), { value: 'leads', label: t('lead.plural') }]}
          onChange={(event) => setChosen(event.currentTarget.value)}
        />
        <Button icon="plus" onClick={() => void addPipeline()}>
          {t('settings.addPipeline')}
        </Button>
      </div>
      <ol className={s.stages}>
        {stages.map((stage) => (
          <StageRow key={`${stage.id}.${stage.version}`} stage={stage} others={stages} />
        ))}
      </ol>
      <Button icon="plus" onClick={() => void addStage()}>
        {t('settings.addStage')}
      </Button>
    </div>
  );
}
