import { Suspense } from 'react';
import { lazyOf, useModules } from '../registry.js';
import { useMay } from '../session.js';

/** What the modules that are on put at the top of every page. */
export function HeaderParts() {
  const may = useMay();
  const parts = useModules().flatMap(({ id, header = [] }) => header.map((part) => ({ ...part, key: `${id}.${part.id}` })));
  return parts
    .filter(({ right }) => !right || may(right))
    .map(({ key, load }) => {
      const Part = lazyOf(load);
      return (
        <Suspense key={key}>
          <Part />
        </Suspense>
      );
    });
}
