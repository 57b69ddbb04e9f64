import { useEffect } from 'react';
import { useGo } from '../../core/navigation.js';
import { useMay } from '../../core/session.js';
import { sections } from './records/sections.js';

/** `/sales` leads to the first kind of record the person may see; who may see none learns it there. */
export default function StartPage() {
  const may = useMay();
  const go = useGo();
  const { path } = sections.find(({ right }) => may(right)) ?? { path: '/sales/quotes' };
  useEffect(() => go(path, { replace: true }), [go, path]);
  return null;
}
