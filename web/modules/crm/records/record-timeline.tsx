import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { activityEndpoints } from '../../../../server/contracts/crm/endpoints.js';
import type { Activity } from '../../../../server/contracts/crm/records.js';
import { call } from '../../../core/api.js';
import { CommentBox } from '../../../core/comments/comment-box.js';
import { useReplyAsked } from '../../../core/comments/use-reply.js';
import { useLive } from '../../../core/live.js';
import { useAddressQuery } from '../../../core/navigation.js';
import { sendOrWait } from '../../../core/offline/outbox.js';
import type { TimelineEndpoint } from '../../../core/records/queries.js';
import { useRecordList } from '../../../core/records/use-records.js';
import { useTimeline } from '../../../core/records/use-timeline.js';
import { useOnlyLooks } from '../../../core/session.js';
import { useProblemWords } from '../../../core/words.js';
import { showError } from '../../../ui/feedback.js';
import { Composer, type NewPlan } from '../../../ui/timeline/composer.js';
import type { ActivityKind } from '../../../ui/timeline/planned-entry.js';
import { Timeline } from '../../../ui/timeline/timeline.js';
import { StepElsewhere, stepIcon, type WithNextStep } from './cells.js';
import { type CrmKind, type CrmRecord, typeOf } from './crm-kind.js';

/** What is next and what happened on one record, with the composer for a comment or a next step. */
export function RecordTimeline<T extends CrmRecord>({ kind, record, mayChange }: { kind: CrmKind<T>; record: T; mayChange: boolean }) {
  const client = useQueryClient();
  const words = useProblemWords();
  const type = typeOf(kind);
  const { id, title, ownerId } = record;
  const of = useMemo(() => ({ type, id, title, ownerId }), [type, id, title, ownerId]);
  const next = 'nextStepType' in record ? (record as unknown as WithNextStep) : null;
  const looks = useOnlyLooks();
  const replyAsked = useReplyAsked();
  const [query, setQuery] = useAddressQuery();
  const planAsked = query.do === 'plan';
  useLive('crm.activity');
  const timeline = useTimeline(of, kind.endpoints.timeline as TimelineEndpoint);
  const planned = useRecordList('crm.activity', activityEndpoints.list, { recordType: type, recordId: record.id, 'doneAt.empty': true, sort: 'dueAt' });
  const refresh = async () => {
    await Promise.all([client.invalidateQueries({ queryKey: [type] }), client.invalidateQueries({ queryKey: ['crm.activity'] })]);
  };
  const or = async (work: () => Promise<unknown>) => {
    try {
      await work();
      await refresh();
    } catch (error) {
      showError({ text: words(error) });
    }
  };
  const plan = async (activityKind: ActivityKind, { title, text, dueAt }: NewPlan) => {
    const body = { kind: activityKind, title, text, dueAt, recordType: type as Activity['recordType'], recordId: record.id };
    await sendOrWait(activityEndpoints.create, { body }, { what: [title, record.title].join(' · '), types: [type, 'crm.activity'] });
    await refresh();
    if (planAsked) setQuery({ ...query, do: undefined });
  };
  return (
    <Timeline
      composer={
        looks ? null : (
          <Composer
            draftKey={`${type}:${record.id}`}
            comment={<CommentBox key={`${type}:${record.id}`} of={of} />}
            commentAsked={replyAsked}
            planAsked={planAsked}
            onPlan={mayChange ? plan : undefined}
          />
        )
      }
      planned={planned.items.map(({ id, kind: activityKind, title, text, dueAt }) => ({ id, kind: activityKind, title, text, dueAt }))}
      {...(next?.nextStepType ? { elsewhere: { icon: stepIcon(next.nextActivityKind), title: <StepElsewhere of={next} />, dueAt: next.nextActivityAt } } : {})}
      {...(looks
        ? {}
        : {
            onDone: (one, result) => or(() => call(activityEndpoints.complete, { params: { id: one.id }, body: result ? { result } : {} })),
            onPostpone: (one, dueAt) => or(() => call(activityEndpoints.change, { params: { id: one.id }, body: { dueAt } })),
          })}
      {...timeline}
      loading={timeline.loading || planned.isPending}
    />
  );
}
