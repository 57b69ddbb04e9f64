import type { Task } from '../../../../server/contracts/tasks/records.js';
import { ParentName } from './parent-name.js';
import s from './tasks.module.css';

/** The title of a task in a table, with what it is a part of. */
export function TitleCell({ task }: { task: Task }) {
  return (
    <span className={s.titleCell}>
      <span>{task.title}</span>
      <span className={s.parts}>
        <ParentName task={task} />
      </span>
    </span>
  );
}
