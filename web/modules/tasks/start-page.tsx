import { useEffect } from 'react';
import { useGo } from '../../core/navigation.js';
import { useMay } from '../../core/session.js';
import { sections } from './sections.js';

/** `/tasks` leads to the tasks, or to the projects for who may see only those. */
export default function StartPage() {
  const may = useMay();
  const go = useGo();
  const { path } = sections.find(({ right }) => may(right)) ?? { path: '/tasks/tasks' };
  useEffect(() => go(path, { replace: true }), [go, path]);
  return null;
}
