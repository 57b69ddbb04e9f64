import { useTranslation } from 'react-i18next';
import type { Task } from '../../../../server/contracts/tasks/records.js';
import type { FromComment } from '../../../core/module.js';
import { NewTask } from './new-task.js';

/** A title as long as this is read at a glance. */
const mostSigns = 60;

/** The first words of what was said: its first line, to the end of a word. A name that was mentioned stays a name. */
export function titleFrom(words: string): string {
  const line = (words.split('\n').find((each) => each.trim() !== '') ?? '').trim().replace(/@(?=\p{L})/gu, '');
  if (line.length <= mostSigns) return line;
  const cut = line.slice(0, mostSigns);
  return `${cut.slice(0, cut.lastIndexOf(' ') > 0 ? cut.lastIndexOf(' ') : mostSigns)}…`;
}

/** Where the new task belongs: below the task, or in the project, that was talked about; elsewhere it is about the record. */
function belongs({ type, id }: FromComment['record']): Partial<Task> {
  if (type === 'tasks.task') return { parentId: id };
  return type === 'tasks.project' ? { projectId: id } : { aboutType: type, aboutId: id };
}

/** A new task out of a comment: named by its first words, about what was talked about, with the way back to what was said. */
export default function TaskFromComment({ record, words, link, onClose }: FromComment) {
  const { t } = useTranslation('tasks');
  return (
    <NewTask
      initial={{ ...belongs(record), title: titleFrom(words) }}
      draftKey={`tasks.task.new.comment-${link ?? `${record.type}-${record.id}`}`}
      source={link === null ? undefined : { words: t('fromComment.link'), link }}
      onClose={onClose}
    />
  );
}
