import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Endpoint } from '../../../../server/contracts/core/endpoint.js';
import { type TaskSteps, taskEndpoints } from '../../../../server/contracts/tasks/endpoints.js';
import type { Task } from '../../../../server/contracts/tasks/records.js';
import type { OpenStep, Step } from '../../../../server/contracts/tasks/steps.js';
import { call } from '../../../core/api.js';
import { showNote, showUndo } from '../../../ui/feedback.js';
import type { IconName } from '../../../ui/icon.js';
import { askBlocked } from '../tasks/ask-blocked.js';
import { takeBack } from '../tasks/take-back.js';
import { useWork } from '../use-work.js';
import { type StepBody, StepDialog } from './step-dialog.js';

const endpoints: Record<Step, Endpoint> = {
  start: taskEndpoints.start,
  pause: taskEndpoints.pause,
  resume: taskEndpoints.resume,
  complete: taskEndpoints.complete,
  accept: taskEndpoints.accept,
  'send-back': taskEndpoints.sendBack,
  defer: taskEndpoints.defer,
  decline: taskEndpoints.decline,
  delegate: taskEndpoints.delegate,
  reopen: taskEndpoints.reopen,
};
export const stepIcons: Record<Step, IconName> = {
  start: 'play',
  pause: 'pause',
  resume: 'play',
  complete: 'check',
  accept: 'check',
  'send-back': 'undo',
  defer: 'clock',
  decline: 'x',
  delegate: 'user',
  reopen: 'refresh',
};

/** The step that most people take next, in this order. */
const main: readonly Step[] = ['accept', 'complete'];
/** Asked about before they are taken, whether or not they have to be given something. */
const asked: ReadonlySet<Step> = new Set(['defer', 'delegate', 'decline', 'send-back']);

export interface StepsOfTask {
  open: TaskSteps | undefined;
  main: OpenStep | undefined;
  others: readonly OpenStep[];
  begin(step: OpenStep): void;
  busy: Step | null;
  /** The dialog that asks what a step has to be given. */
  dialog: ReactNode;
}

/** What is open on a task to whoever looks, and how it is taken. @param wanted a step to begin with, as the address asks. */
export function useSteps(task: Task | undefined, wanted: string | undefined, onBegun: () => void): StepsOfTask {
  const { t } = useTranslation('tasks');
  const work = useWork();
  const [asking, setAsking] = useState<OpenStep | null>(null);
  const [busy, setBusy] = useState<Step | null>(null);
  const { data: open } = useQuery({
    queryKey: ['tasks.task', 'one', task?.id ?? 0, 'steps', task?.version],
    queryFn: ({ signal }) => call(taskEndpoints.steps, { params: { id: task?.id ?? 0 }, signal }),
    enabled: task !== undefined,
    placeholderData: (before) => before,
  });
  const take = async (of: Task, { step, to }: OpenStep, body: StepBody) => {
    const params = { id: of.id };
    await call(endpoints[step], { params, body: { ...body, version: of.version } } as never);
    const text = t(step === 'complete' && to === 'waiting' ? 'said.waiting' : `said.${step}`, { title: of.title });
    if (step !== 'complete' && step !== 'decline') return void showNote({ text });
    showUndo({ text, onUndo: () => work.undo(() => takeBack(of)) });
  };
  const id = task?.id;
  const isWanted = useCallback(async ({ step }: OpenStep) => step !== 'complete' || id === undefined || askBlocked(id), [id]);
  const begin = async (step: OpenStep) => {
    if (!task || busy) return;
    setBusy(step.step);
    if (await isWanted(step)) {
      if (step.demands || asked.has(step.step)) setAsking(step);
      else await work(() => take(task, step, {}));
    }
    setBusy(null);
  };
  const steps = open?.steps ?? [];
  const first = main.flatMap((name) => steps.find(({ step }) => step === name) ?? [])[0] ?? steps.find(({ step }) => step === 'resume');
  const toBegin = steps.find(({ step }) => step === wanted);
  useEffect(() => {
    if (!toBegin) return;
    onBegun();
    void isWanted(toBegin).then((yes) => yes && setAsking(toBegin));
  }, [toBegin, onBegun, isWanted]);
  return {
    open,
    main: first,
    others: steps.filter((step) => step !== first),
    begin: (step) => void begin(step),
    busy,
    dialog: asking && task && (
      <StepDialog
        step={asking}
        task={task}
        onTake={async (body) => {
          await take(task, asking, body);
          setAsking(null);
          await work(async () => undefined);
        }}
        onClose={() => setAsking(null)}
      />
    ),
  };
}
