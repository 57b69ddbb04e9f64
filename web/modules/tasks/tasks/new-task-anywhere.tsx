import { NewTask } from './new-task.js';

/** The form for a new task over whatever page one is on. */
export default function NewTaskAnywhere({ onClose }: { onClose: () => void }) {
  return <NewTask onClose={onClose} />;
}
