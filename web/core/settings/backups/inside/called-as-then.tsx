import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { KeptDetail } from '../../../../../server/contracts/core/time-machine.js';
import { type Ui, UiProvider, useUi } from '../../../../ui/ui-context.js';

const nobody: NonNullable<Ui['useReference']> = () => null;
const Then = createContext({ titles: new Map<string, string>(), ask: nobody });

function useAsThen(type: string, id: number | null): ReturnType<typeof nobody> {
  const { titles, ask } = useContext(Then);
  const now = ask(type, id);
  const title = titles.get(`${type}:${id}`);
  return title === undefined || id === null ? now : { type, id, title, url: null };
}

/** What is named in it is called as the backup called it, also where it is gone or has another name by now. */
export function CalledAsThen({ names, children }: { names: KeptDetail['names']; children: ReactNode }) {
  const ui = useUi();
  const then = useMemo(() => ({ ...ui, useReference: useAsThen }), [ui]);
  const value = useMemo(
    () => ({ titles: new Map(names.map(({ type, id, title }) => [`${type}:${id}`, title])), ask: ui.useReference ?? nobody }),
    [names, ui.useReference],
  );
  return (
    <Then value={value}>
      <UiProvider value={then}>{children}</UiProvider>
    </Then>
  );
}
