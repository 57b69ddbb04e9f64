import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '../../../../server/contracts/tasks/records.js';
import { Button } from '../../../ui/button.js';
import { type FieldDef, isEmpty, pickDefs } from '../../../ui/fields/field-def.js';
import { FieldsPanel } from '../../../ui/fields/fields-panel.js';
import { whenUsed } from '../tasks/use-task-defs.js';
import s from './panel.module.css';

const always = ['title', 'ownerId', 'deadlineAt'];
/** Told where there is something to tell. */
const told = ['deferredUntil', 'reason', 'creatorId', 'startedAt', 'closedAt'];

interface TaskFieldsProps {
  task: Task;
  defs: readonly FieldDef[];
  canEdit(name: string): boolean;
  onSave(name: string, value: unknown, before: unknown): Promise<void>;
  /** Parts beside the fields that can be added: what they are called, and what adds them. */
  parts: readonly { id: string; label: string; onAdd(): void }[];
}

/** Who and when; the rest appears when it is used. */
export function TaskFields({ task, defs, canEdit, onSave, parts }: TaskFieldsProps) {
  const { t } = useTranslation('tasks');
  const [added, setAdded] = useState<readonly string[]>([]);
  const isUsed = (name: (typeof whenUsed)[number]): boolean => {
    const value = task[name];
    return name === 'priority' ? value !== 'normal' : value !== false && !isEmpty(value);
  };
  const used = whenUsed.filter((name) => isUsed(name) || added.includes(name));
  const offered = whenUsed.filter((name) => !used.includes(name) && canEdit(name));
  const add = (def: FieldDef) => {
    // Asking for it is saying yes.
    if (def.field.kind === 'yesNo') return void onSave(def.name, true, false);
    setAdded([...added, def.name]);
  };
  const facts = told.filter((name) => !isEmpty(task[name as keyof Task]) && (name !== 'creatorId' || task.creatorId !== task.ownerId));
  return (
    <>
      <FieldsPanel
        groups={[{ fields: pickDefs(defs, [...always, ...used]) }, ...(facts.length > 0 ? [{ title: t('group.facts'), fields: pickDefs(defs, facts) }] : [])]}
        values={task}
        canEdit={canEdit}
        begins={added.at(-1)}
        onSave={onSave}
      />
      {(offered.length > 0 || parts.length > 0) && (
        <div className={s.add} role="group" aria-label={t('add.title')}>
          <p>{t('add.title')}</p>
          {parts.map(({ id, label, onAdd }) => (
            <Button key={id} small look="quiet" icon="plus" onClick={onAdd}>
              {label}
            </Button>
          ))}
          {pickDefs(defs, offered).map((def) => (
            <Button key={def.name} small look="quiet" icon="plus" onClick={() => add(def)}>
              {t([`add.${def.name}`, `field.${def.name}`])}
            </Button>
          ))}
        </div>
      )}
    </>
  );
}
