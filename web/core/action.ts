import { useState } from 'react';
import { showError } from '../ui/feedback.js';
import { useProblemWords } from './words.js';

/**
 * One action at a time of those that a table or page offers, such as one for each row.
 * @returns which is under way, and what runs one and says why it failed.
 */
export function useAction<Key>() {
  const words = useProblemWords();
  const [busy, setBusy] = useState<Key | null>(null);
  const run = async (key: Key, action: () => Promise<void>) => {
    setBusy(key);
    try {
      await action();
    } catch (error) {
      showError({ text: words(error) });
    } finally {
      setBusy(null);
    }
  };
  return { busy, run };
}
