import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { stageEndpoints } from '../../../../server/contracts/crm/endpoints.js';
import type { Stage, StageRule } from '../../../../server/contracts/crm/records.js';
import { call } from '../../../core/api.js';
import { useMay } from '../../../core/session.js';
import settings from '../../../core/settings/settings.module.css';
import { useProblemWords } from '../../../core/words.js';
import { ActionMenu, type Entry } from '../../../ui/action-menu.js';
import { Button } from '../../../ui/button.js';
import { showError, showNote, showUndo } from '../../../ui/feedback.js';
import { Sortable } from '../../../ui/sortable/sortable.js';
import { StageDot, Tag, type TagLook } from '../../../ui/tag.js';
import { useStages } from '../dictionaries.js';
import { refresh, useLeaving, usePlaces, useTakeBack, useUses } from './data.js';
import { Leaving } from './leaving.js';
import s from './pipelines-page.module.css';
import { RemoveDialog } from './remove-dialog.js';
import { RuleLine } from './rule-line.js';
import { StageDialog } from './stage-dialog.js';
import { Used } from './used.js';

const looks: Record<Stage['semantic'], TagLook> = { open: 'plain', won: 'ok', lost: 'bad' };

/** Whether a stage can take in what stands in another that goes. */
const takesFrom = (gone: Stage) => (one: Stage) => one.id !== gone.id && one.semantic === gone.semantic && one.movesTo === null;

/** The stage before one that goes, which its records have reached; of the first one the stage after it. */
function neighbour(stages: readonly Stage[], gone: Stage): number | undefined {
  const at = stages.findIndex(({ id }) => id === gone.id);
  return (stages.slice(0, at).findLast(takesFrom(gone)) ?? stages.slice(at).find(takesFrom(gone)))?.id;
}

/** The stages of a pipeline, or of leads for null: their order, and what each is. */
export function Stages({ pipelineId, of }: { pipelineId: number | null; of: string }) {
  const { t } = useTranslation('crm');
  const words = useProblemWords();
  const may = useMay();
  const stages = useStages(pipelineId);
  const used = useUses('crm.stage', stageEndpoints.uses);
  const takeBack = useTakeBack();
  const [editing, setEditing] = useState<Stage | 'new' | null>(null);
  const [removing, setRemoving] = useState<Stage | null>(null);
  const records = pipelineId === null ? 'crm.lead' : 'crm.deal';
  useLeaving('crm.stage', records);
  const places = usePlaces('crm.stage', (id, position) => call(stageEndpoints.change, { params: { id }, body: { position } }));
  const remove = async (stage: Stage, moveTo?: number) => {
    const left = await call(stageEndpoints.remove, { params: { id: stage.id }, query: moveTo === undefined ? {} : { moveTo } });
    await refresh('crm.stage', records);
    if (left.movesTo !== null) return showNote({ text: t('settings.goesOn', { name: stage.name }) });
    return showUndo({
      text: t('settings.stageGone', { name: stage.name }),
      onUndo: async () => {
        await takeBack(left.run, () => call(stageEndpoints.restore, { params: { id: stage.id } }));
        await refresh('crm.stage', records);
      },
    });
  };
  const ask = (stage: Stage) => {
    if (used(stage.id) > 0) setRemoving(stage);
    else remove(stage).catch((error) => showError({ text: words(error) }));
  };
  const entries = (stage: Stage): Entry[] => [
    { id: 'edit', label: t('settings.editStage'), icon: 'edit', onSelect: () => setEditing(stage) },
    ...(may('crm.stage.delete') && stage.movesTo === null
      ? ['line' as const, { id: 'remove', label: t('settings.removeStageShort'), icon: 'trash' as const, danger: true, onSelect: () => ask(stage) }]
      : []),
  ];
  return (
    <section className={settings.section}>
      <div className={s.head}>
        <h3>{t('settings.stagesIn', { name: of })}</h3>
        {may('crm.stage.create') && (
          <Button icon="plus" onClick={() => setEditing('new')}>
            {t('settings.addStage')}
          </Button>
        )}
      </div>
      <div className={`${settings.card} ${settings.plain}`}>
        <Sortable label={t('settings.stagesIn', { name: of })} items={stages} nameOf={(stage) => stage.name ?? ''} {...places} canMove>
          {(stage) => (
            <>
              <div className={s.words}>
                <StageDot colour={stage.colour}>{stage.name}</StageDot>
                <Used below count={used(stage.id)} />
                <Leaving entry={stage} left={used(stage.id)} siblings={stages} />
                {stage.rule !== null && <RuleLine rule={stage.rule as StageRule} stages={stages} />}
              </div>
              <Used count={used(stage.id)} />
              <span className={s.semantic}>
                <Tag look={looks[stage.semantic]}>{t(`settings.semantic.${stage.semantic}`)}</Tag>
              </span>
              <ActionMenu label={t('settings.actions', { name: stage.name })} entries={entries(stage)} />
            </>
          )}
        </Sortable>
        <p className={s.hint}>{t('settings.stagesHint')}</p>
      </div>
      {editing && (
        <StageDialog
          stage={editing === 'new' ? null : editing}
          pipelineId={pipelineId}
          used={editing === 'new' ? 0 : used(editing.id)}
          onClose={() => setEditing(null)}
        />
      )}
      {removing && (
        <RemoveDialog
          title={t('settings.removeStage', { name: removing.name })}
          count={used(removing.id)}
          proposed={neighbour(stages, removing)}
          places={stages.filter(takesFrom(removing)).map(({ id, name }) => ({ id, name: name ?? '' }))}
          onRemove={(moveTo) => remove(removing, moveTo)}
          onClose={() => setRemoving(null)}
        />
      )}
    </section>
  );
}
