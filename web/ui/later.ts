import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { showError } from './feedback-store.js';

type Load<T> = () => Promise<T>;

const fetched = new Map<Load<unknown>, unknown>();

/**
 * A part of the screen that is fetched only when it is wanted, so that the first page does not wait for it.
 * @param load always the same function.
 * @param onFail after it was said that the part could not be fetched; the same function at each rendering.
 * @returns null until the part is there.
 */
export function useLater<T>(load: Load<T>, isWanted: boolean, onFail?: () => void): T | null {
  const { t } = useTranslation('ui');
  const [, draw] = useState(0);
  useEffect(() => {
    if (!isWanted || fetched.has(load)) return;
    let left = false;
    load().then(
      (part) => {
        fetched.set(load, part);
        if (!left) draw((count) => count + 1);
      },
      () => {
        if (left) return;
        showError({ text: t('error.title') });
        onFail?.();
      },
    );
    return () => {
      left = true;
    };
  }, [load, isWanted, onFail, t]);
  return isWanted && fetched.has(load) ? (fetched.get(load) as T) : null;
}

/**
 * What a button opens, fetched at its first press: the button stays one element all the while, so that it keeps focus and takes a finger's
 * first tap. What it opens is placed at an element beside it.
 * @returns `part` to be drawn as soon as it is there, with `opened` and `setOpened`; `open` opens it from elsewhere; `button` goes onto the button.
 */
export function useOpenLater<T>(load: Load<T>) {
  const [isWanted, setWanted] = useState(false);
  const [opened, setOpened] = useState(false);
  const closedByThisPress = useRef(false);
  const giveUp = useRef(() => setWanted(false)).current;
  const part = useLater(load, isWanted, giveUp);
  // Opened only once it is there: it notes then where the focus has to return to.
  useEffect(() => setOpened(part !== null), [part]);
  const open = () => (part ? setOpened(true) : setWanted(true));
  const button = {
    'aria-expanded': opened,
    onPointerEnter: () => void load().catch(() => undefined),
    onPointerDown: () => {
      closedByThisPress.current = opened;
    },
    onClick: () => {
      if (!closedByThisPress.current) open();
      closedByThisPress.current = false;
    },
  };
  return { part, opened, open, setOpened, button };
}
