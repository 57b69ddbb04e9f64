/** A record that is open over its list, and the way to its neighbours. */
export interface StepProps {
  id: number;
  onClose(): void;
  position?: { index: number; count: number };
  onPrevious?: (() => void) | undefined;
  onNext?: (() => void) | undefined;
}

export function stepsAround(id: number, ids: readonly number[], open: (id: number) => void): Pick<StepProps, 'position' | 'onPrevious' | 'onNext'> {
  const at = ids.indexOf(id);
  if (at < 0) return {};
  const [before, after] = [ids[at - 1], ids[at + 1]];
  return {
    position: { index: at + 1, count: ids.length },
    onPrevious: before === undefined ? undefined : () => open(before),
    onNext: after === undefined ? undefined : () => open(after),
  };
}
