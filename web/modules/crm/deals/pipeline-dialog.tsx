import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Pipeline, Stage } from '../../../../server/contracts/crm/records.js';
import { SelectField } from '../../../core/form/field.js';
import { FormDialog } from '../../../core/form/form-dialog.js';
import { useStages } from '../dictionaries.js';

interface PipelineDialogProps {
  title: string;
  /** Those to choose from, at least one. */
  pipelines: readonly Pipeline[];
  /** Answers whether it is there now; what stood against it has been said. */
  onMove(stage: Stage): Promise<boolean>;
  onClose(): void;
}

/** Asks to which pipeline a deal goes, and to which of its stages: the first open one unless another is chosen. */
export function PipelineDialog({ title, pipelines, onMove, onClose }: PipelineDialogProps) {
  const { t } = useTranslation('crm');
  const [pipelineId, setPipelineId] = useState(pipelines[0]?.id);
  const [chosen, setChosen] = useState<number | null>(null);
  const stages = useStages(pipelineId).filter(({ movesTo }) => movesTo === null);
  const stage = stages.find(({ id }) => id === chosen) ?? stages.find(({ semantic }) => semantic === 'open');
  const submit = async () => {
    if (stage && (await onMove(stage))) onClose();
  };
  // A list of choices does not send its form on Enter by itself, as a line of text does.
  const onKeyDown = (event: KeyboardEvent<HTMLSelectElement>) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    event.currentTarget.form?.requestSubmit();
  };
  const choices = (named: readonly { id: number; name: string }[]) => named.map(({ id, name }) => ({ value: String(id), label: name }));
  return (
    <FormDialog title={t('pipeline.moveTitle', { title })} submitLabel={t('pipeline.moveHere')} onSubmit={submit} onClose={onClose}>
      {() => (
        <>
          <SelectField
            label={t('pipeline.one')}
            options={choices(pipelines)}
            value={String(pipelineId)}
            onChange={(value) => setPipelineId(Number(value))}
            onKeyDown={onKeyDown}
            data-autofocus
          />
          <SelectField
            label={t('field.stageId')}
            options={choices(stages)}
            value={String(stage?.id)}
            onChange={(value) => setChosen(Number(value))}
            onKeyDown={onKeyDown}
          />
        </>
      )}
    </FormDialog>
  );
}
