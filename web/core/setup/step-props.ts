import type { SetupAnswers, SetupState } from '../../../server/contracts/core/setup.js';

export interface StepProps {
  state: SetupState;
  answers: SetupAnswers;
  /** Messages by path, as the server named them. */
  errors: Record<string, string>;
  busy: boolean;
  problem: string | null;
  onBack?: () => void;
  /** Keeps these answers and goes on. */
  onNext: (change: SetupAnswers) => void;
}
