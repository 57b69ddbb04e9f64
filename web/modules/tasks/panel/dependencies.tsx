import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dependencyEndpoints, type ListedDependency } from '../../../../server/contracts/tasks/endpoints.js';
import { call } from '../../../core/api.js';
import { useSession } from '../../../core/session.js';
import { Button, IconButton } from '../../../ui/button.js';
import { ReferenceLink } from '../../../ui/cells.js';
import { confirm, showUndo } from '../../../ui/feedback.js';
import { useFormat, useReference } from '../../../ui/ui-context.js';
import { useWork } from '../use-work.js';
import { DependencyForm, type Side } from './dependency-form.js';
import { lagUnitsOf, lagWords, unitOf } from './lag.js';
import s from './panel.module.css';

/** What a task waits for, and what waits for it; in one list with what others change. */
export const useDependencies = (taskId: number) =>
  useQuery({
    queryKey: ['tasks.task', 'list', 'dependencies', taskId],
    queryFn: ({ signal }) => call(dependencyEndpoints.list, { query: { taskId }, signal }),
    placeholderData: (before) => before,
  }).data?.items;

interface LineProps {
  taskId: number;
  side: Side;
  link: ListedDependency;
  mayChange: boolean;
}

/** The other task, how the two hang together, and how much lies in between. */
function DependencyLine({ taskId, side, link, mayChange }: LineProps) {
  const { t } = useTranslation('tasks');
  const f = useFormat();
  const work = useWork();
  const [editing, setEditing] = useState(false);
  const { workingHours } = useSession().company;
  const { id, kind, lagMinutes } = link;
  const otherId = side === 'on' ? link.fromId : link.toId;
  const other = useReference('tasks.task', otherId);
  const title = other?.title ?? t('depends.unseen');
  const unit = unitOf(workingHours, lagMinutes);
  const remove = async () => {
    const { fromId, toId } = link;
    const canComeBack = fromId !== null && toId !== null;
    // What may not be seen cannot be bound again.
    const asked = { title: t('depends.removeUnseen'), text: t('depends.removeUnseenText'), action: t('depends.removeIt'), danger: true };
    if (!canComeBack && !(await confirm(asked))) return;
    if (!(await work(() => call(dependencyEndpoints.remove, { params: { id } }))) || !canComeBack) return;
    showUndo({
      text: t('depends.removed', { title }),
      onUndo: () => work.undo(() => call(dependencyEndpoints.create, { body: { fromId, toId, kind, lagMinutes } })),
    });
  };
  return (
    <li>
      <div className={s.point}>
        <span className={s.linked}>
          {otherId === null ? <span className={s.unseen}>{title}</span> : <ReferenceLink type="tasks.task" id={otherId} />}
          <span>{[t(`depends.${side}.${kind}`), lagWords(workingHours, lagMinutes, t, f)].filter(Boolean).join(' · ')}</span>
        </span>
        {mayChange && (
          <>
            <IconButton small icon="edit" label={t('depends.edit', { title })} aria-expanded={editing} onClick={() => setEditing(!editing)} />
            <IconButton small icon="x" label={t('depends.remove', { title })} onClick={() => void remove()} />
          </>
        )}
      </div>
      {editing && (
        <DependencyForm
          taskId={taskId}
          present={{ id, typed: { side, kind, otherId, lag: lagMinutes === 0 ? null : lagMinutes / lagUnitsOf(workingHours)[unit], unit } }}
          onDone={async () => void (await work(async () => undefined))}
          onClose={() => setEditing(false)}
        />
      )}
    </li>
  );
}

interface DependenciesProps {
  taskId: number;
  mayChange: boolean;
  /** Stands with the form open. */
  begins: boolean;
  onClosed?(): void;
}

/** What a task depends on and what it blocks, in plain words. */
export function Dependencies({ taskId, mayChange, begins, onClosed }: DependenciesProps) {
  const { t } = useTranslation('tasks');
  const id = useId();
  const work = useWork();
  const [adding, setAdding] = useState(begins);
  const links = useDependencies(taskId) ?? [];
  const isAdding = mayChange && (adding || begins);
  if (links.length === 0 && !isAdding) return null;
  const groups = [
    { side: 'on' as const, items: links.filter(({ toId, fromId }) => toId === taskId && fromId !== taskId) },
    { side: 'blocks' as const, items: links.filter(({ fromId }) => fromId === taskId) },
  ];
  return (
    <section className={s.block} aria-labelledby={id}>
      <h3 id={id}>{t('depends.title')}</h3>
      {groups.map(
        ({ side, items }) =>
          items.length > 0 && (
            <div key={side}>
              <h4 className={s.side} id={`${id}-${side}`}>
                {t(`depends.${side}.title`)}
              </h4>
              <ul className={s.points} aria-labelledby={`${id}-${side}`}>
                {items.map((link) => (
                  <DependencyLine key={link.id} taskId={taskId} side={side} link={link} mayChange={mayChange} />
                ))}
              </ul>
            </div>
          ),
      )}
      {isAdding ? (
        <DependencyForm
          taskId={taskId}
          onDone={async () => void (await work(async () => undefined))}
          onClose={() => {
            setAdding(false);
            onClosed?.();
          }}
        />
      ) : (
        mayChange && (
          <Button small look="quiet" icon="plus" onClick={() => setAdding(true)}>
            {t('depends.addOne')}
          </Button>
        )
      )}
    </section>
  );
}
