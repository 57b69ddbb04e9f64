import { Suspense, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { taskEndpoints } from '../../../../server/contracts/tasks/endpoints.js';
import { task as declaration, type Task } from '../../../../server/contracts/tasks/records.js';
import type { Step } from '../../../../server/contracts/tasks/steps.js';
import { url } from '../../../core/address.js';
import { call } from '../../../core/api.js';
import { FramedCommentBox } from '../../../core/comments/comment-box.js';
import { FileChips } from '../../../core/files/file-chips.js';
import { RecordDrop } from '../../../core/files/record-drop.js';
import { useRecordFiles } from '../../../core/files/use-record-files.js';
import { useLive } from '../../../core/live.js';
import { useReadsAbout } from '../../../core/notices/about-record.js';
import { FieldsConflict } from '../../../core/records/fields-conflict.js';
import type { ListAddress } from '../../../core/records/list-address.js';
import { isMissing, Missing } from '../../../core/records/missing.js';
import type { StepProps } from '../../../core/records/step-props.js';
import { UntilGone } from '../../../core/records/until-gone.js';
import { useFieldSaving, useRecord } from '../../../core/records/use-records.js';
import { useTabLabels } from '../../../core/records/use-tab-labels.js';
import { useTimeline } from '../../../core/records/use-timeline.js';
import { useWhoSees } from '../../../core/records/who-sees.js';
import { useRecordTabs } from '../../../core/registry.js';
import { useMay, useOnlyLooks, useSession } from '../../../core/session.js';
import type { Entry } from '../../../ui/action-menu.js';
import { Button } from '../../../ui/button.js';
import { Owner, ReferenceLink } from '../../../ui/cells.js';
import { confirm, showUndo } from '../../../ui/feedback.js';
import { RecordPanel } from '../../../ui/record/record-panel.js';
import { SkeletonRows } from '../../../ui/skeleton.js';
import { Timeline } from '../../../ui/timeline/timeline.js';
import { usePhone } from '../../../ui/use-media.js';
import { AboutChip } from '../about/about-chip.js';
import { TaskRepeat } from '../repeat/task-repeat.js';
import { useRepeat } from '../repeat/use-repeat.js';
import { Deadline, StateTag } from '../tasks/state.js';
import { useFavourites } from '../tasks/use-favourites.js';
import { useTaskDefs } from '../tasks/use-task-defs.js';
import { SaveTemplate } from '../templates/save-template.js';
import { TaskTime } from '../time/task-time.js';
import { TimerButton } from '../time/timer-button.js';
import { useEntries } from '../time/use-time.js';
import { useWork } from '../use-work.js';
import { Checks } from './checks.js';
import { Dependencies, useDependencies } from './dependencies.js';
import { Description } from './description.js';
import s from './panel.module.css';
import { Subtasks } from './subtasks.js';
import { TaskFields } from './task-fields.js';
import { TaskHistory } from './task-history.js';
import { stepIcons, useSteps } from './use-steps.js';
import { WaitsFor } from './waits-for.js';

const { type } = declaration;
const rare: ReadonlySet<Step> = new Set(['defer', 'delegate', 'decline']);

function TaskTimeline({ task }: { task: Task }) {
  const { id, title, ownerId } = task;
  const of = useMemo(() => ({ type, id, title, ownerId }), [id, title, ownerId]);
  const timeline = useTimeline(of, taskEndpoints.timeline);
  return <Timeline composer={<FramedCommentBox key={task.id} of={of} />} {...timeline} />;
}

function Result({ task }: { task: Task }) {
  const { t } = useTranslation('tasks');
  const ids = (task.resultFileIds ?? []) as number[];
  const files = useRecordFiles(type, task.id).data?.items.filter(({ id }) => ids.includes(id)) ?? [];
  if (!task.result && files.length === 0) return null;
  return (
    <section className={s.block} aria-label={t('field.result')}>
      <h3>{t('field.result')}</h3>
      {task.result && <p className={s.words}>{task.result}</p>}
      <FileChips files={files} />
    </section>
  );
}

interface TaskPanelProps extends StepProps {
  address: ListAddress;
}

/** One task over its list: what is open to whoever looks, who and when, and the rest as far as it is used. */
export function TaskPanel(props: TaskPanelProps) {
  return <UntilGone>{(onGone) => <OpenTask {...props} onGone={onGone} />}</UntilGone>;
}

function OpenTask({ id, address, onClose, onGone, ...around }: TaskPanelProps & { onGone(): void }) {
  const { t } = useTranslation(['tasks', 'core']);
  const { person } = useSession();
  const looks = useOnlyLooks();
  const phone = usePhone();
  const work = useWork();
  const whoSees = useWhoSees();
  useLive(type);
  const query = useRecord<Task>(type, taskEndpoints.get, id);
  const task = query.data;
  const defs = useTaskDefs(declaration);
  const saving = useFieldSaving<Task>(type, taskEndpoints.change, task);
  const { set } = address;
  const forget = useCallback(() => set({ do: undefined }), [set]);
  const steps = useSteps(task, address.other.do, forget);
  const [adding, setAdding] = useState<'description' | 'checks' | 'subtasks' | 'depends' | 'time' | 'repeat' | null>(null);
  const repeat = useRepeat(id);
  const [isSaving, setSaving] = useState(false);
  const may = useMay();
  const hasTime = (useEntries({ taskId: id }).data?.minutes ?? 0) > 0;
  const links = useDependencies(id);
  const extraTabs = useRecordTabs(type);
  const labels = useTabLabels(extraTabs, type, id);
  const missing = isMissing(query);
  const powers = steps.open?.powers;
  const tab = address.other.tab ?? 'overview';
  const Extra = extraTabs.find((one) => one.id === tab)?.component;

  const canEdit = (name: string): boolean => {
    if (!powers?.change) return false;
    if (name === 'deadlineAt') return powers.moveDeadline;
    if (name === 'ownerId') return steps.open?.steps.some(({ step }) => step === 'delegate') ?? false;
    if (name === 'needsResult' || name === 'needsAcceptance') return powers.setTerms;
    return true;
  };
  const remove = async (of: Task) => {
    const asked = { title: t('core:record.deleteTitle', { name: of.title }), text: t('core:record.deleteText'), action: t('core:record.delete'), danger: true };
    if (!(await confirm(asked))) return;
    const leave = async () => {
      await call(taskEndpoints.remove, { params: { id } });
      // Before the lists are fetched anew.
      onGone();
      onClose();
    };
    if (!(await work(leave))) return;
    const text = t('core:record.deleted', { name: of.title });
    showUndo({ text, onUndo: () => work.undo(() => call(taskEndpoints.restore, { params: { id } })) });
  };
  const favourites = useFavourites();
  useReadsAbout(type, id);
  const isWatching = task?.observerIds.includes(person.id) ?? false;
  // On a phone the steps that are rare, and ask something, stand in the menu.
  const [beside, inMenu] = phone ? [steps.others.filter(({ step }) => !rare.has(step)), steps.others.filter(({ step }) => rare.has(step))] : [steps.others, []];
  const menu: Entry[] = task
    ? [
        ...inMenu.map((step) => ({ id: step.step, label: t(`step.${step.step}.do`), icon: stepIcons[step.step], onSelect: () => steps.begin(step) })),
        ...(looks
          ? []
          : [
              {
                id: 'watch',
                label: t('panel.watch'),
                icon: 'eye' as const,
                checked: isWatching,
                onSelect: () => void work(() => call(taskEndpoints.watch, { params: { id }, body: { on: !isWatching } })),
              },
              {
                id: 'favourite',
                label: t('panel.favourite'),
                icon: 'star' as const,
                checked: favourites.ids.includes(id),
                onSelect: () => void favourites.set(id, !favourites.ids.includes(id)),
              },
            ]),
        ...(may('tasks.task.create') ? [{ id: 'template', label: t('template.saveAs'), icon: 'copy' as const, onSelect: () => setSaving(true) }] : []),
        ...whoSees(type, id, task.title),
        ...(powers?.remove
          ? ['line' as const, { id: 'delete', label: t('core:record.delete'), icon: 'trash' as const, danger: true, onSelect: () => void remove(task) }]
          : []),
      ]
    : [];
  const { main } = steps;
  return (
    <>
      <RecordPanel
        opened
        {...around}
        onClose={onClose}
        title={task?.title ?? t(missing ? 'task.one' : 'core:loading')}
        overline={
          task ? (
            <>
              {t('task.one')} {id}
              {task.parentId !== null && (
                <>
                  {' · '}
                  {t('field.parentId')} <ReferenceLink type={type} id={task.parentId} />
                </>
              )}
              {task.projectId !== null && (
                <>
                  {' · '}
                  <ReferenceLink type="tasks.project" id={task.projectId} />
                </>
              )}
              {task.aboutId !== null && (
                <>
                  {' · '}
                  <AboutChip task={task} />
                </>
              )}
            </>
          ) : (
            ''
          )
        }
        {...(main
          ? { primary: { label: t(`step.${main.step}.do`), icon: stepIcons[main.step], busy: steps.busy === main.step, onClick: () => steps.begin(main) } }
          : {})}
        menu={menu}
        address={url(`/tasks/tasks/${id}`)}
        loading={!task && !missing}
        stages={
          task && (
            <div className={s.bar} role="group" aria-label={t('panel.steps')}>
              {phone ? (
                // Its fields stand far below there.
                <div className={s.now}>
                  <StateTag state={task.state} />
                  <Deadline task={task} />
                  <Owner id={task.ownerId} />
                </div>
              ) : (
                <StateTag state={task.state} />
              )}
              {beside.map((step) => (
                <Button key={step.step} small icon={stepIcons[step.step]} busy={steps.busy === step.step} onClick={() => steps.begin(step)}>
                  {t(`step.${step.step}.do`)}
                </Button>
              ))}
              {powers?.track && <TimerButton task={task} />}
              {links && <WaitsFor task={task} links={links} />}
            </div>
          )
        }
        {...(missing ? {} : { tabs: [{ id: 'overview', label: t('core:tab.overview') }, ...labels, { id: 'history', label: t('core:tab.history') }] })}
        tab={tab}
        onTab={(next) => set({ tab: next === 'overview' ? undefined : next })}
        fields={
          task ? (
            <TaskFields
              task={task}
              defs={defs}
              canEdit={canEdit}
              onSave={saving.save}
              parts={[
                ...(powers?.change && !task.description && adding !== 'description'
                  ? [{ id: 'description', label: t('field.description'), onAdd: () => setAdding('description') }]
                  : []),
                ...(powers?.tick && (task.checkCount ?? 0) === 0 && adding !== 'checks'
                  ? [{ id: 'checks', label: t('checks.title'), onAdd: () => setAdding('checks') }]
                  : []),
                ...(powers?.change && (task.subtaskCount ?? 0) === 0 && adding !== 'subtasks'
                  ? [{ id: 'subtasks', label: t('subtasks.title'), onAdd: () => setAdding('subtasks') }]
                  : []),
                ...(powers?.change && repeat === null ? [{ id: 'repeat', label: t('repeat.set'), onAdd: () => setAdding('repeat') }] : []),
                ...(powers?.track && !hasTime && adding !== 'time' ? [{ id: 'time', label: t('time.title'), onAdd: () => setAdding('time') }] : []),
                ...(powers?.change && links?.length === 0 && adding !== 'depends'
                  ? [{ id: 'depends', label: t('depends.title'), onAdd: () => setAdding('depends') }]
                  : []),
              ]}
            />
          ) : undefined
        }
        timeline={
          task && (
            <>
              <div className={s.what}>
                <TaskRepeat
                  task={task}
                  repeat={repeat}
                  mayChange={powers?.change ?? false}
                  setting={adding === 'repeat'}
                  onSetting={(on) => setAdding(on ? 'repeat' : null)}
                />
                <Description
                  task={task}
                  mayChange={powers?.change ?? false}
                  begins={adding === 'description'}
                  onSave={saving.save}
                  onClosed={() => setAdding(null)}
                />
                <Checks task={task} mayTick={powers?.tick ?? false} begins={adding === 'checks'} />
                <Subtasks task={task} begins={adding === 'subtasks'} />
                <TaskTime task={task} mayTrack={powers?.track ?? false} begins={adding === 'time'} />
                <Dependencies taskId={id} mayChange={powers?.change ?? false} begins={adding === 'depends'} onClosed={() => setAdding(null)} />
                <Result task={task} />
              </div>
              <TaskTimeline task={task} />
            </>
          )
        }
      >
        {missing ? (
          <Missing error={query.error} of={{ type, id }} back={`/tasks/tasks${address.search}`} onRetry={() => void query.refetch()} />
        ) : task && tab === 'history' ? (
          <TaskHistory task={task} />
        ) : task && Extra ? (
          <Suspense fallback={<SkeletonRows rows={5} label={t('core:loading')} />}>
            <Extra recordType={type} recordId={id} />
          </Suspense>
        ) : undefined}
      </RecordPanel>
      {steps.dialog}
      {isSaving && task && <SaveTemplate of={{ taskId: id }} name={task.title} onClose={() => setSaving(false)} />}
      {task && <RecordDrop type={type} id={id} title={task.title} onTaken={() => set({ tab: 'files' })} />}
      <FieldsConflict type={type} id={id} history={taskEndpoints.history} defs={defs} saving={saving} />
    </>
  );
}
