import { createHash } from 'node:crypto';
import type { ImportFormat } from '../../../core/imports/point.js';
import { dayOfText } from './days.js';
import { type ForeignTask, toRows, withLine } from './rows.js';

const priorities: Readonly<Record<string, string>> = { '1': 'urgent', '2': 'high', '3': 'normal', '4': 'normal' };
const label = /(?:^|\s)@([\p{L}\p{N}_-]+)/gu;

/** `Work [2203].csv` is an export of the project Work. */
const projectOf = (fileName: string): string =>
  fileName
    .replace(/\.[^.]*$/, '')
    .replace(/\s*\[\d+\]$/, '')
    .slice(0, 120);

/** An export of a project of Todoist: no ids, so a task is known by where it stands and what it is called. */
export const todoist: ImportFormat = {
  id: 'todoist',
  of: 'rows',
  recognises: (columns) => ['TYPE', 'CONTENT', 'INDENT'].every((name) => columns.includes(name)),
  convert(rows, fileName) {
    const project = projectOf(fileName);
    const tasks: Partial<ForeignTask>[] = [];
    const above: { id: string; path: string }[] = [];
    const times = new Map<string, number>();
    let stage = '';
    for (const row of rows) {
      const type = (row.TYPE ?? '').trim().toLowerCase();
      const content = (row.CONTENT ?? '').trim();
      if (type === 'section') {
        stage = content;
        above.length = 0;
      } else if (type === 'note') {
        const last = tasks.at(-1);
        if (last) last.description = withLine(last.description ?? '', content);
      } else if (type === 'task') {
        const level = Math.min(above.length, Math.max(0, (Number(row.INDENT) || 1) - 1));
        above.length = level;
        const parent = above.at(-1);
        const path = [parent?.path ?? `${project}/${stage}`, content].join('/');
        const count = (times.get(path) ?? 0) + 1;
        times.set(path, count);
        const id = `todoist:${createHash('sha256').update(`${path}#${count}`).digest('hex').slice(0, 32)}`;
        above.push({ id, path: `${path}#${count}` });
        const when = (row.DATE ?? '').trim();
        const isDay = dayOfText(when) !== null;
        tasks.push({
          id,
          title: content.replace(label, '').trim() || content,
          description: withLine((row.DESCRIPTION ?? '').trim(), isDay ? '' : when),
          priority: priorities[(row.PRIORITY ?? '').trim()] ?? 'normal',
          responsible: (row.RESPONSIBLE ?? '').replace(/\s*\(\d+\)\s*$/, '').trim(),
          deadline: isDay ? when : '',
          project,
          stage,
          parent: parent?.id ?? '',
          tags: [...content.matchAll(label)].map(([, word]) => word).join('; '),
        });
      }
    }
    return toRows(tasks);
  },
};
