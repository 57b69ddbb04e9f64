import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Money } from '../../../../server/contracts/core/fields.js';
import type { Stage } from '../../../../server/contracts/crm/records.js';
import { url } from '../../../core/address.js';
import { ApiProblem, call } from '../../../core/api.js';
import { RecordDrop } from '../../../core/files/record-drop.js';
import { useLive } from '../../../core/live.js';
import { useGo } from '../../../core/navigation.js';
import { FieldsConflict } from '../../../core/records/fields-conflict.js';
import { isMissing, Missing } from '../../../core/records/missing.js';
import { RecordHistory } from '../../../core/records/record-history.js';
import { UntilGone } from '../../../core/records/until-gone.js';
import { useFieldSaving, useRecord } from '../../../core/records/use-records.js';
import { useTabLabels } from '../../../core/records/use-tab-labels.js';
import { usesInWords } from '../../../core/records/uses.js';
import { useWhoSees } from '../../../core/records/who-sees.js';
import { useRecordTabs } from '../../../core/registry.js';
import { useMayFor } from '../../../core/session.js';
import { useProblemWords } from '../../../core/words.js';
import type { Entry } from '../../../ui/action-menu.js';
import { confirm, showError, showUndo } from '../../../ui/feedback.js';
import { pickDefs } from '../../../ui/fields/field-def.js';
import { FieldsPanel } from '../../../ui/fields/fields-panel.js';
import { RecordPanel } from '../../../ui/record/record-panel.js';
import { StageBar } from '../../../ui/record/stage-bar.js';
import { SkeletonRows } from '../../../ui/skeleton.js';
import { useFormat } from '../../../ui/ui-context.js';
import { usePhone } from '../../../ui/use-media.js';
import { MergeClients } from '../merging/merge-clients.js';
import { type CrmKind, type CrmRecord, pathOf, typeOf } from './crm-kind.js';
import { Reach, type Ways } from './reach.js';
import { RecordTimeline } from './record-timeline.js';
import type { PanelProps } from './records-page.js';
import { typedBeside, useAlike } from './use-alike.js';
import { useDefs } from './use-defs.js';
import { useVisitedStages } from './use-visited-stages.js';

interface CrmPanelProps<T extends CrmRecord> extends PanelProps {
  kind: CrmKind<T>;
  stages?: readonly Stage[];
  pipelineId: number | null | undefined;
  stageId?: (record: T) => number | null;
  since?: (record: T) => string | null;
  amount?: (record: T) => Money | null;
  overline?: (record: T) => ReactNode;
  primary?: (record: T) => { label: string; onClick(): void } | undefined;
  menu?: (record: T) => Entry[];
  /** Lines below the fields of the client. */
  clientLines?: (record: T) => ReactNode;
  /** How somebody is reached who is not the record itself. */
  reach?: (record: T) => ReactNode;
  onStage?: (record: T, stage: Stage) => Promise<boolean>;
}

/** One CRM record over its list: stages, fields, timeline, and the tabs of the modules that are on. */
export function CrmPanel<T extends CrmRecord>(props: CrmPanelProps<T>) {
  return <UntilGone>{(onGone) => <OpenRecord {...props} onGone={onGone} />}</UntilGone>;
}

function OpenRecord<T extends CrmRecord>(props: CrmPanelProps<T> & { onGone(): void }) {
  const { kind, id, address, position, onPrevious, onNext, onClose, stages = [], pipelineId } = props;
  const { t } = useTranslation(['crm', 'sales']);
  const f = useFormat();
  const mayFor = useMayFor();
  const client = useQueryClient();
  const words = useProblemWords();
  const type = typeOf(kind);
  useLive(type);
  const query = useRecord<T>(type, kind.endpoints.get, id);
  const record = query.data;
  const defs = useDefs(kind.declaration, pipelineId);
  const saving = useFieldSaving<T>(type, kind.endpoints.change, record);
  const [typed, setTyped] = useState<{ id: number; name: string; value: unknown } | null>(null);
  const beside = record && typed?.id === id ? typedBeside(kind.name, record, typed.name, typed.value) : null;
  const warnings = useAlike(kind, beside, { stored: id, at: typed?.name });
  const extraTabs = useRecordTabs(type);
  const href = url(`${pathOf(kind)}/${id}`);
  const tab = address.other.tab ?? 'overview';
  const mayChange = record !== undefined && mayFor(`${type}.change`, record.ownerId);
  const mayMerge = mayChange && kind.endpoints.merge !== undefined && mayFor(`${type}.delete`, record.ownerId);
  const [merging, setMerging] = useState(false);
  const go = useGo();
  // Its address leads on to the one it was merged into.
  const into = query.error instanceof ApiProblem ? query.error.problem.mergedInto : undefined;
  const path = pathOf(kind);
  useEffect(() => {
    if (typeof into === 'number') go(`${path}/${into}`, { replace: true });
  }, [into, path, go]);
  const whoSees = useWhoSees();
  const phone = usePhone();

  const remove = async () => {
    if (!record) return;
    const text = [t('delete.text'), await usesInWords(type, [id])].join(' ').trim();
    if (!(await confirm({ title: t(`${kind.name}.deleteOne`, { title: record.title }), text, action: t('delete.action'), danger: true }))) return;
    try {
      await call(kind.endpoints.remove, { params: { id } } as never);
    } catch (error) {
      return showError({ text: words(error) });
    }
    props.onGone();
    onClose();
    await client.invalidateQueries({ queryKey: [type] });
    showUndo({
      text: t(`${kind.name}.deleted`, { count: 1 }),
      onUndo: async () => {
        await call(kind.endpoints.restore, { params: { id }, body: {} } as never);
        await client.invalidateQueries({ queryKey: [type] });
      },
    });
  };
  const missing = isMissing(query);
  const money = record && props.amount?.(record);
  const current = record ? (props.stageId?.(record) ?? null) : null;
  const visited = useVisitedStages(kind, id, stages.find((stage) => stage.id === current)?.semantic === 'won');
  const tabs = [{ id: 'overview', label: t('core:tab.overview') }, ...useTabLabels(extraTabs, type, id), { id: 'history', label: t('core:tab.history') }];
  const Extra = extraTabs.find((one) => one.id === tab)?.component;
  return (
    <>
      <RecordPanel
        opened
        onClose={onClose}
        title={record?.title ?? t(missing ? `${kind.name}.one` : 'loading')}
        overline={record ? (props.overline?.(record) ?? `${t(`${kind.name}.one`)} ${id}`) : ''}
        amount={money ? f.money(money) : undefined}
        {...(record && mayChange && props.primary?.(record) ? { primary: props.primary(record) as { label: string; onClick(): void } } : {})}
        menu={[
          ...(record && mayChange ? (props.menu?.(record) ?? []) : []),
          ...(record && mayMerge ? [{ id: 'merge', label: t('merge.action'), icon: 'merge' as const, onSelect: () => setMerging(true) }] : []),
          ...(record ? whoSees(type, id, record.title) : []),
          ...(record && mayFor(`${type}.delete`, record.ownerId)
            ? [{ id: 'delete', label: t('delete.action'), icon: 'trash' as const, danger: true, onSelect: () => void remove() }]
            : []),
        ]}
        {...(position ? { position } : {})}
        onPrevious={onPrevious}
        onNext={onNext}
        address={href}
        loading={!record && !missing}
        {...(props.stageId && !missing
          ? {
              stages: (
                <StageBar
                  stages={record ? stages : []}
                  current={current}
                  since={record ? (props.since?.(record) ?? null) : null}
                  visited={visited}
                  {...(record && mayChange && props.onStage ? { onChoose: (stage) => void props.onStage?.(record, stage as Stage) } : {})}
                />
              ),
            }
          : {})}
        {...(missing ? {} : { tabs })}
        tab={tab}
        onTab={(next) => address.set({ tab: next === 'overview' ? undefined : next })}
        fields={
          record ? (
            <FieldsPanel
              groups={kind.groups.map((group) => ({
                title: t(`group.${group.key}`),
                fields: pickDefs(defs, group.fields),
                also: group.key === 'client' && props.clientLines?.(record),
              }))}
              more={pickDefs(defs, kind.more)}
              values={record}
              canEdit={mayChange}
              warnings={warnings}
              onTyping={(name, value) => setTyped({ id, name, value })}
              onSave={saving.save}
            />
          ) : undefined
        }
        timeline={
          record ? (
            <>
              {/* Its fields stand far below there. */}
              {phone && (props.reach?.(record) ?? ('phones' in record && <Reach {...(record as unknown as Ways)} />))}
              <RecordTimeline kind={kind} record={record} mayChange={mayChange} />
            </>
          ) : null
        }
      >
        {missing ? (
          <Missing error={query.error} of={{ type, id }} back={pathOf(kind)} onRetry={() => void query.refetch()} />
        ) : record && tab === 'history' ? (
          <RecordHistory type={type} endpoint={kind.endpoints.history as never} id={id} defs={defs} />
        ) : record && Extra ? (
          <Suspense fallback={<SkeletonRows rows={5} label={t('loading')} />}>
            <Extra recordType={type} recordId={id} />
          </Suspense>
        ) : undefined}
      </RecordPanel>
      {record && <RecordDrop type={type} id={id} title={record.title ?? ''} onTaken={() => address.set({ tab: 'files' })} />}
      {merging && <MergeClients kind={kind} ids={[id]} onDone={() => setMerging(false)} onClose={() => setMerging(false)} />}
      <FieldsConflict type={type} id={id} history={kind.endpoints.history} defs={defs} saving={saving} />
    </>
  );
}
