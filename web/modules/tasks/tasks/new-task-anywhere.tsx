import { usePath } from '../../../core/navigation.js';
import { NewTask, newInProject } from './new-task.js';

/** The form for a new task over whatever page one is on; on that of a project the task is one of it. */
export default function NewTaskAnywhere({ onClose }: { onClose: () => void }) {
  const id = /\/tasks\/projects\/(\d+)/.exec(usePath())?.[1];
  return <NewTask {...(id === undefined ? {} : newInProject(Number(id)))} onClose={onClose} />;
}
