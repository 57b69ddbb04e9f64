import { useTranslation } from 'react-i18next';
import { contactEndpoints, dealEndpoints } from '../../../../server/contracts/crm/endpoints.js';
import type { Contact, Stage } from '../../../../server/contracts/crm/records.js';
import { useRecord } from '../../../core/records/use-records.js';
import { useRecordTotals } from '../../../core/records/use-totals.js';
import { Amount, Owner } from '../../../ui/cells.js';
import { Sums } from '../../../ui/record/sums.js';
import s from '../../../ui/record/tab-parts.module.css';
import { SkeletonRows } from '../../../ui/skeleton.js';
import { useAllStages, useDefaultPipeline, useStages } from '../dictionaries.js';
import { dealKind } from '../kinds.js';
import { NextStep, StageName } from '../records/cells.js';
import { RelatedTab } from './related-tab.js';

/** The deals with a company or a contact, in whatever pipeline, and what is open and won in them. */
export default function DealsTab({ recordType, recordId }: { recordType: string; recordId: number }) {
  const { t } = useTranslation('crm');
  const of = recordType === 'crm.company' ? 'company' : 'contact';
  const filter = of === 'company' ? { companyId: recordId } : { contactId: recordId };
  const contact = useRecord<Contact>('crm.contact', contactEndpoints.get, of === 'contact' ? recordId : null).data;
  const stages = useAllStages();
  const pipeline = useDefaultPipeline();
  const [firstStage] = useStages(pipeline?.id);
  const stageWith = (id: number | null) => stages.find((stage) => stage.id === id);
  const within = (semantic: Stage['semantic']) => ({ ...filter, 'stageId.in': stages.flatMap((one) => (one.semantic === semantic ? [one.id] : [])).join(',') });
  const known = stages.length > 0;
  const open = useRecordTotals('crm.deal', dealEndpoints.list, within('open'), known);
  const won = useRecordTotals('crm.deal', dealEndpoints.list, within('won'), known);
  if (!known || !pipeline || (of === 'contact' && !contact)) return <SkeletonRows rows={3} label={t('loading')} />;
  return (
    <RelatedTab
      kind={dealKind}
      of={of}
      recordId={recordId}
      filter={filter}
      initial={{ pipelineId: pipeline.id, ...filter, ...(contact?.companyId ? { companyId: contact.companyId } : {}) }}
      pipelineId={pipeline.id}
      firstStage={firstStage}
      above={
        <Sums
          of={[
            { label: t('related.open'), amounts: open?.sums },
            { label: t('related.won'), amounts: won?.sums },
          ]}
        />
      }
      line={(deal) => (
        <>
          <StageName stage={stageWith(deal.stageId)} />
          <span className={s.grow}>
            <NextStep of="deal" record={deal} semantic={stageWith(deal.stageId)?.semantic} />
          </span>
          <Owner id={deal.ownerId} />
          <Amount value={deal.amount} strong />
        </>
      )}
    />
  );
}
