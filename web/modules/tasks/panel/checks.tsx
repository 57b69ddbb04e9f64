import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Check, checkEndpoints } from '../../../../server/contracts/tasks/endpoints.js';
import type { Task } from '../../../../server/contracts/tasks/records.js';
import { call } from '../../../core/api.js';
import { sendOrWait } from '../../../core/offline/outbox.js';
import { Button, IconButton } from '../../../ui/button.js';
import { Owner } from '../../../ui/cells.js';
import { cx } from '../../../ui/cx.js';
import { useDraft } from '../../../ui/draft/use-draft.js';
import { showUndo } from '../../../ui/feedback.js';
import pieces from '../../../ui/pieces.module.css';
import { QuickChips } from '../tasks/quick-chips.js';
import { useQuickEntry } from '../tasks/use-quick-entry.js';
import { touched, useWork } from '../use-work.js';
import s from './panel.module.css';
import { PointFiles, PointMenu, PointPerson } from './point-extras.js';

function AddPoint({ task, parentId, autoFocus, onDone }: { task: Task; parentId: number | null; autoFocus: boolean; onDone?(): void }) {
  const { t } = useTranslation('tasks');
  const work = useWork();
  const draft = useDraft(`tasks.task.${task.id}.check.${parentId ?? ''}`, '');
  const [plain, setPlain] = useState<readonly string[]>([]);
  // A point has a person, but neither a deadline nor tags of its own: those stay words of it.
  const { chips } = useQuickEntry(draft.value, plain);
  const others = chips.flatMap(({ kind, text }) => (kind === 'person' ? [] : [text])).join('\n');
  const quick = useQuickEntry(
    draft.value,
    useMemo(() => [...plain, ...others.split('\n').filter(Boolean)], [plain, others]),
  );
  const add = async (event: FormEvent) => {
    event.preventDefault();
    if (draft.value.trim() === '') return onDone?.();
    const [personId] = quick.personIds;
    const body = { text: quick.title || draft.value.trim(), ...(parentId === null ? {} : { parentId }), ...(personId === undefined ? {} : { personId }) };
    const what = [body.text, task.title].join(' · ');
    if (!(await work(() => sendOrWait(checkEndpoints.add, { params: { id: task.id }, body }, { what, types: touched })))) return;
    draft.clear();
    setPlain([]);
  };
  return (
    <>
      <form className={s.addLine} onSubmit={(event) => void add(event)}>
        <input
          className={pieces.input}
          aria-label={t('checks.new')}
          placeholder={t('checks.new')}
          maxLength={500}
          // biome-ignore lint/a11y/noAutofocus: the person has just asked for it
          autoFocus={autoFocus}
          value={draft.value}
          onChange={(event) => draft.set(event.target.value)}
        />
        <Button type="submit">{t('subtasks.add')}</Button>
      </form>
      {quick.chips.length > 0 && <QuickChips chips={quick.chips} deadlineAt={null} onIgnore={(texts) => setPlain([...plain, ...texts])} />}
    </>
  );
}

/** The points of a task, some below others, ticked one by one. */
export function Checks({ task, mayTick, begins }: { task: Task; mayTick: boolean; begins: boolean }) {
  const { t } = useTranslation('tasks');
  const id = useId();
  const work = useWork();
  /** Ticked or not as it was just pressed, until the answer is there. */
  const [ticking, setTicking] = useState<Record<number, boolean>>({});
  const [below, setBelow] = useState<number | null>(null);
  /** Whose person is being chosen. */
  const [choosing, setChoosing] = useState<number | null>(null);
  const count = task.checkCount ?? 0;
  const { data } = useQuery({
    queryKey: ['tasks.task', 'one', task.id, 'checks', task.version],
    queryFn: ({ signal }) => call(checkEndpoints.list, { params: { id: task.id }, signal }),
    enabled: count > 0 || begins,
    placeholderData: (before) => before,
  });
  const points = data?.items ?? [];
  if (count === 0 && points.length === 0 && !begins) return null;
  const isTicked = (point: Check) => ticking[point.id] ?? point.doneAt !== null;
  const tick = async (point: Check) => {
    const done = !isTicked(point);
    setTicking((now) => ({ ...now, [point.id]: done }));
    await work(() => call(checkEndpoints.change, { params: { id: point.id }, body: { done } }));
    setTicking(({ [point.id]: _, ...others }) => others);
  };
  const remove = async (point: Check) => {
    const params = { id: point.id };
    if (!(await work(() => call(checkEndpoints.remove, { params })))) return;
    showUndo({ text: t('checks.removed', { text: point.text }), onUndo: () => work.undo(() => call(checkEndpoints.restore, { params })) });
  };
  const branch = (parentId: number | null) => {
    const own = points.filter((point) => point.parentId === parentId);
    if (own.length === 0) return null;
    return (
      <ul className={s.points}>
        {own.map((point) => (
          <li key={point.id}>
            <div className={s.point}>
              <label className={cx(isTicked(point) && s.pointDone)}>
                <input type="checkbox" checked={isTicked(point)} disabled={!mayTick} onChange={() => void tick(point)} />
                <span>{point.text}</span>
              </label>
              {point.personId !== null && (
                <span className={s.pointPerson}>
                  <Owner id={point.personId} />
                </span>
              )}
              {mayTick && (
                <>
                  <PointMenu point={point} onPerson={() => setChoosing(point.id)} />
                  <IconButton small icon="plus" label={t('checks.below', { text: point.text })} onClick={() => setBelow(point.id)} />
                  <IconButton small icon="x" label={t('checks.remove', { text: point.text })} onClick={() => void remove(point)} />
                </>
              )}
            </div>
            {choosing === point.id && <PointPerson point={point} onDone={() => setChoosing(null)} />}
            {point.fileIds.length > 0 && <PointFiles point={point} mayTick={mayTick} />}
            {branch(point.id)}
            {below === point.id && <AddPoint task={task} parentId={point.id} autoFocus onDone={() => setBelow(null)} />}
          </li>
        ))}
      </ul>
    );
  };
  return (
    <section className={s.block} aria-labelledby={id}>
      <h3 id={id}>
        {t('checks.title')}
        {count > 0 && (
          <span>
            {task.checkDoneCount}/{count}
          </span>
        )}
      </h3>
      {branch(null)}
      {mayTick && <AddPoint task={task} parentId={null} autoFocus={begins} />}
    </section>
  );
}
