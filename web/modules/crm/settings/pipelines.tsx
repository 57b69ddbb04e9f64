import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pipelineEndpoints, stageEndpoints } from '../../../../server/contracts/crm/endpoints.js';
import type { Pipeline } from '../../../../server/contracts/crm/records.js';
import { call } from '../../../core/api.js';
import { NameDialog } from '../../../core/form/name-dialog.js';
import { useMay } from '../../../core/session.js';
import settings from '../../../core/settings/settings.module.css';
import { useProblemWords } from '../../../core/words.js';
import { ActionMenu, type Entry } from '../../../ui/action-menu.js';
import { Button } from '../../../ui/button.js';
import { showError, showNote, showUndo } from '../../../ui/feedback.js';
import { Sortable } from '../../../ui/sortable/sortable.js';
import { Tag } from '../../../ui/tag.js';
import { useAllStages, usePipelines } from '../dictionaries.js';
import { refresh, useLeaving, usePlaces, useTakeBack, useUses } from './data.js';
import { Leaving } from './leaving.js';
import s from './pipelines-page.module.css';
import { RemoveDialog } from './remove-dialog.js';
import { Used } from './used.js';

/** The pipelines of deals: their order, names, and which one deals begin in. */
export function Pipelines({ onMade }: { onMade: (id: number) => void }) {
  const { t } = useTranslation('crm');
  const words = useProblemWords();
  const may = useMay();
  const pipelines = usePipelines();
  const stages = useAllStages();
  const used = useUses('crm.stage', stageEndpoints.uses);
  const takeBack = useTakeBack();
  useLeaving('crm.pipeline', 'crm.stage', 'crm.deal');
  const [naming, setNaming] = useState<Pipeline | 'new' | null>(null);
  const [removing, setRemoving] = useState<Pipeline | null>(null);
  const places = usePlaces('crm.pipeline', (id, position) => call(pipelineEndpoints.change, { params: { id }, body: { position } }));
  const deals = (id: number) => stages.filter((stage) => stage.pipelineId === id).reduce((sum, stage) => sum + used(stage.id), 0);
  const act = async (work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      showError({ text: words(error) });
      throw error;
    } finally {
      await refresh('crm.pipeline', 'crm.stage');
    }
  };
  const remove = async (pipeline: Pipeline, moveTo?: number) => {
    const left = await call(pipelineEndpoints.remove, { params: { id: pipeline.id }, query: moveTo === undefined ? {} : { moveTo } });
    await refresh('crm.pipeline', 'crm.stage', 'crm.deal');
    if (left.movesTo !== null) return void showNote({ text: t('settings.goesOn', { name: pipeline.name }) });
    const text = t('settings.pipelineGone', { name: pipeline.name });
    showUndo({
      text,
      onUndo: async () => {
        await act(() => takeBack(left.run, () => call(pipelineEndpoints.restore, { params: { id: pipeline.id } })));
        await refresh('crm.deal');
      },
    });
  };
  const save = async (name: string) => {
    if (naming === 'new') onMade((await call(pipelineEndpoints.create, { body: { name } })).id);
    else if (naming) await call(pipelineEndpoints.change, { params: { id: naming.id }, body: { name, version: naming.version } });
    await refresh('crm.pipeline', 'crm.stage');
  };
  const ask = (pipeline: Pipeline) => {
    if (deals(pipeline.id) > 0) setRemoving(pipeline);
    else remove(pipeline).catch((error) => showError({ text: words(error) }));
  };
  const entries = (pipeline: Pipeline): Entry[] => [
    { id: 'rename', label: t('settings.rename'), icon: 'edit', onSelect: () => setNaming(pipeline) },
    ...(pipeline.isDefault || pipeline.movesTo !== null
      ? []
      : [
          {
            id: 'default',
            label: t('settings.makeDefault'),
            icon: 'check' as const,
            onSelect: () => void act(() => call(pipelineEndpoints.makeDefault, { params: { id: pipeline.id } })).catch(() => undefined),
          },
        ]),
    ...(may('crm.pipeline.delete') && !pipeline.isDefault && pipeline.movesTo === null
      ? ['line' as const, { id: 'remove', label: t('settings.removePipelineShort'), icon: 'trash' as const, danger: true, onSelect: () => ask(pipeline) }]
      : []),
  ];
  return (
    <section className={settings.section}>
      <div className={s.head}>
        <h3>{t('settings.pipelinesOnly')}</h3>
        {may('crm.pipeline.create') && (
          <Button icon="plus" onClick={() => setNaming('new')}>
            {t('settings.addPipeline')}
          </Button>
        )}
      </div>
      <div className={`${settings.card} ${settings.plain}`}>
        <Sortable
          label={t('settings.pipelinesOnly')}
          items={pipelines}
          nameOf={(pipeline) => pipeline.name ?? ''}
          {...places}
          canMove={may('crm.pipeline.change')}
        >
          {(pipeline) => (
            <>
              <div className={s.words}>
                {pipeline.name}
                <Used below of="deals" count={deals(pipeline.id)} />
                <Leaving entry={pipeline} left={deals(pipeline.id)} siblings={pipelines} />
              </div>
              <Used of="deals" count={deals(pipeline.id)} />
              <span className={s.semantic}>{pipeline.isDefault && <Tag look="accent">{t('settings.isDefault')}</Tag>}</span>
              {may('crm.pipeline.change') && <ActionMenu label={t('settings.actions', { name: pipeline.name })} entries={entries(pipeline)} />}
            </>
          )}
        </Sortable>
      </div>
      {naming && (
        <NameDialog
          title={t(naming === 'new' ? 'settings.addPipeline' : 'settings.renamePipeline')}
          action={t(naming === 'new' ? 'settings.addPipeline' : 'settings.rename')}
          initial={naming === 'new' ? '' : (naming.name ?? '')}
          onSave={save}
          onClose={() => setNaming(null)}
        />
      )}
      {removing && (
        <RemoveDialog
          title={t('settings.removePipeline', { name: removing.name })}
          count={deals(removing.id)}
          places={pipelines.filter((one) => one.id !== removing.id && one.movesTo === null).map(({ id, name }) => ({ id, name: name ?? '' }))}
          onRemove={(moveTo) => remove(removing, moveTo)}
          onClose={() => setRemoving(null)}
        />
      )}
    </section>
  );
}
