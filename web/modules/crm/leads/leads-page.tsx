import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Lead } from '../../../../server/contracts/crm/records.js';
import { useMay } from '../../../core/session.js';
import { useStages } from '../dictionaries.js';
import { leadKind } from '../kinds.js';
import { LostDialog } from '../records/lost-dialog.js';
import { CrmPanel } from '../records/record-panel.js';
import { type PanelProps, RecordsPage } from '../records/records-page.js';
import { useMoves } from '../records/use-moves.js';
import { ConvertDialog } from './convert-dialog.js';
import { useUndoConversion } from './use-undo-conversion.js';

const isConverted = (lead: Lead) => lead.dealId !== null || lead.contactId !== null || lead.companyId !== null;

/** A lead that is put under the converted ones becomes a deal or a client, where this person may make one. */
function useLeadMoves() {
  const may = useMay();
  const mayConvert = ['deal', 'contact', 'company'].some((what) => may(`crm.${what}.create`));
  return useMoves(leadKind, (lead) => mayConvert && !isConverted(lead));
}

/** What is asked before a lead is moved. */
function Asking({ lost, converting }: Pick<ReturnType<typeof useLeadMoves>, 'lost' | 'converting'>) {
  if (lost) return <LostDialog {...lost} />;
  return converting ? <ConvertDialog lead={converting.record} onClose={converting.onClose} /> : null;
}

function LeadPanel(props: PanelProps) {
  const { t } = useTranslation('crm');
  const stages = useStages(null);
  const moves = useLeadMoves();
  const [converting, setConverting] = useState<Lead | null>(null);
  const { undone, work } = useUndoConversion();
  const complete = (lead: Lead) => lead.dealId !== null && lead.contactId !== null && lead.companyId !== null;
  return (
    <>
      <CrmPanel
        {...props}
        kind={leadKind}
        stages={stages}
        pipelineId={null}
        stageId={(lead) => lead.stageId}
        amount={(lead) => lead.amount}
        onStage={moves.onStage}
        primary={(lead) => (complete(lead) ? undefined : { label: lead.dealId ? t('convert.rest') : t('convert.action'), onClick: () => setConverting(lead) })}
        menu={(lead) =>
          isConverted(lead) ? [{ id: 'undo-conversion', label: t('convert.undo'), icon: 'undo', onSelect: () => void work(undone(lead.id)) }] : []
        }
      />
      <Asking {...moves} />
      {converting && <ConvertDialog lead={converting} onClose={() => setConverting(null)} />}
    </>
  );
}

export default function LeadsPage() {
  const stages = useStages(null);
  const moves = useLeadMoves();
  return (
    <>
      <RecordsPage kind={leadKind} stages={stages} pipelineId={null} panel={LeadPanel} onStage={moves.onStage} />
      <Asking {...moves} />
    </>
  );
}
