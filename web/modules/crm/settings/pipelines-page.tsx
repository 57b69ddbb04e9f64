import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SelectField } from '../../../core/form/field.js';
import { useLive } from '../../../core/live.js';
import { PageHead } from '../../../core/settings/page-head.js';
import { useDefaultPipeline, usePipelines } from '../dictionaries.js';
import { Pipelines } from './pipelines.js';
import s from './pipelines-page.module.css';
import { Stages } from './stages.js';

const ofLeads = 'leads';

/** Pipelines, and the stages of each and of leads: names, colours, order, and what happens when a stage is entered. */
export default function PipelinesPage() {
  const { t } = useTranslation('crm');
  useLive('crm.stage', 'crm.pipeline');
  const pipelines = usePipelines();
  const first = useDefaultPipeline();
  const [chosen, setChosen] = useState<string | null>(null);
  const there = chosen === ofLeads || pipelines.some(({ id }) => String(id) === chosen);
  const value = there && chosen !== null ? chosen : first ? String(first.id) : ofLeads;
  const name = value === ofLeads ? t('lead.plural') : (pipelines.find(({ id }) => String(id) === value)?.name ?? '');
  return (
    <div className={s.page}>
      <PageHead title={t('settings.pipelines')} text={t('settings.pipelinesText')} />
      <SelectField
        label={t('settings.stagesOf')}
        value={value}
        options={[...pipelines.map((one) => ({ value: String(one.id), label: one.name ?? '' })), { value: ofLeads, label: t('lead.plural') }]}
        onChange={setChosen}
      />
      <Stages key={value} pipelineId={value === ofLeads ? null : Number(value)} of={name} />
      <Pipelines onMade={(id) => setChosen(String(id))} />
    </div>
  );
}
