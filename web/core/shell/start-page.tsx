import { useEffect } from 'react';
import { useGo } from '../navigation.js';
import { useMay } from '../session.js';
import type { Section } from './section-nav.js';

type Place = Pick<Section, 'path' | 'right'>;

/**
 * The page at a module's own address: it leads to the first of these that the person may see; who may see none learns it at the
 * first. It belongs in the module's entry, so that the rail leads on without the network too, whatever page was opened before.
 */
export function StartPage({ places }: { places: readonly [Place, ...Place[]] }) {
  const may = useMay();
  const go = useGo();
  const { path } = places.find(({ right }) => may(right)) ?? places[0];
  useEffect(() => go(path, { replace: true }), [go, path]);
  return null;
}
