import { Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Deal, Stage } from '../../../../server/contracts/crm/records.js';
import { useAddressQuery } from '../../../core/navigation.js';
import { useRecord } from '../../../core/records/use-records.js';
import { useMay } from '../../../core/session.js';
import type { Entry } from '../../../ui/action-menu.js';
import { Link } from '../../../ui/link.js';
import { useReference } from '../../../ui/ui-context.js';
import { useDefaultPipeline, usePipelines, usePipelinesAwaited, useStages } from '../dictionaries.js';
import { dealKind } from '../kinds.js';
import { typeOf } from '../records/crm-kind.js';
import { LostDialog } from '../records/lost-dialog.js';
import { CrmPanel } from '../records/record-panel.js';
import { type PanelProps, RecordsPage } from '../records/records-page.js';
import { useMoves } from '../records/use-moves.js';
import { ClientLines, ClientReach } from './client-lines.js';
import { PipelineDialog } from './pipeline-dialog.js';

function usePipeline() {
  const pipelines = usePipelines();
  const fallback = useDefaultPipeline();
  const [query] = useAddressQuery();
  const chosen = pipelines.find((one) => String(one.id) === query.pipeline) ?? fallback;
  return { pipelines, pipelineId: chosen?.id };
}

function Overline({ deal }: { deal: Deal }) {
  const { t } = useTranslation('crm');
  const company = useReference('crm.company', deal.companyId);
  return (
    <>
      {t('deal.one')} {deal.id}
      {company?.title && (
        <>
          {' · '}
          <Link to={company.url ?? '/crm/companies'}>{company.title}</Link>
        </>
      )}
    </>
  );
}

const endOf = (stages: readonly Stage[], semantic: 'won' | 'lost') => stages.find((stage) => stage.semantic === semantic);

/** The open stage that comes after a deal's own; none after the last one, which leaves only its end. */
function nextOf(stages: readonly Stage[], deal: Deal): Stage | undefined {
  const at = stages.findIndex(({ id }) => id === deal.stageId);
  return at < 0 ? undefined : stages.slice(at + 1).find(({ semantic, movesTo }) => semantic === 'open' && movesTo === null);
}

function DealPanel(props: PanelProps) {
  const behind = usePipeline().pipelineId;
  // Opened by its address, it need not be of the pipeline that is shown behind it.
  const pipelineId = useRecord(typeOf(dealKind), dealKind.endpoints.get, props.id).data?.pipelineId ?? behind;
  const stages = useStages(pipelineId);
  const moves = useMoves(dealKind);
  const others = usePipelines().filter(({ id, movesTo }) => id !== pipelineId && movesTo === null);
  const [leaving, setLeaving] = useState<Deal | null>(null);
  const { t } = useTranslation('crm');
  const endings = (deal: Deal): Entry[] => {
    if (deal.closedAt) return [];
    const [won, lost] = [endOf(stages, 'won'), endOf(stages, 'lost')];
    return [
      ...(won && nextOf(stages, deal) ? [{ id: 'win', label: t('deal.win'), icon: 'check' as const, onSelect: () => void moves.onStage(deal, won) }] : []),
      ...(lost ? [{ id: 'lose', label: t('deal.lose'), icon: 'x' as const, onSelect: () => void moves.onStage(deal, lost) }] : []),
    ];
  };
  return (
    <>
      <CrmPanel
        {...props}
        kind={dealKind}
        stages={stages}
        pipelineId={pipelineId}
        stageId={(deal) => deal.stageId}
        since={(deal) => deal.stageEnteredAt}
        amount={(deal) => deal.amount}
        overline={(deal) => <Overline deal={deal} />}
        clientLines={(deal) => <ClientLines deal={deal} />}
        reach={(deal) => <ClientReach deal={deal} />}
        onStage={moves.onStage}
        primary={(deal) => {
          const stage = deal.closedAt ? undefined : (nextOf(stages, deal) ?? endOf(stages, 'won'));
          if (!stage) return undefined;
          const label = stage.semantic === 'won' ? t('deal.win') : t('deal.advance', { stage: stage.name });
          return { label, onClick: () => void moves.onStage(deal, stage) };
        }}
        menu={(deal) => [
          ...endings(deal),
          ...(others.length > 0 ? [{ id: 'pipeline', label: t('pipeline.move'), icon: 'arrow' as const, onSelect: () => setLeaving(deal) }] : []),
        ]}
      />
      {leaving && (
        <PipelineDialog title={leaving.title} pipelines={others} onMove={(stage) => moves.onStage(leaving, stage)} onClose={() => setLeaving(null)} />
      )}
      {moves.lost && <LostDialog {...moves.lost} />}
    </>
  );
}

export default function DealsPage() {
  const { t } = useTranslation('crm');
  const { pipelines, pipelineId } = usePipeline();
  const isAwaited = usePipelinesAwaited();
  const stages = useStages(pipelineId);
  const moves = useMoves(dealKind);
  const [query, setQuery] = useAddressQuery();
  const may = useMay();
  return (
    <>
      <RecordsPage
        kind={dealKind}
        stages={stages}
        pipelineId={pipelineId}
        isAwaited={isAwaited}
        {...(pipelineId ? { initial: { pipelineId }, fixed: { pipelineId: String(pipelineId) } } : {})}
        panel={DealPanel}
        missingRight={['crm.pipeline.read', 'crm.stage.read'].find((right) => !may(right))}
        beside={
          pipelines.length > 1 ? (
            <Select
              aria-label={t('pipeline.one')}
              size="xs"
              data={pipelines.map((one) => ({ value: String(one.id), label: one.name }))}
              value={String(pipelineId ?? '')}
              onChange={(value) => setQuery({ ...query, pipeline: value ?? undefined })}
              allowDeselect={false}
            />
          ) : null
        }
        onStage={moves.onStage}
      />
      {moves.lost && <LostDialog {...moves.lost} />}
    </>
  );
}
