/** A record that is open over its list, and the way to its neighbours. */
export interface StepProps extends Steps {
  id: number;
  onClose(): void;
}

/** Where a record stands in what lies behind it, and what is before and after it there. */
export interface Steps {
  position?: { index: number; count: number; where?: string };
  onPrevious?: (() => void) | undefined;
  onNext?: (() => void) | undefined;
}
