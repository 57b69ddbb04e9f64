import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { createPortal } from 'react-dom';

interface Heading {
  title: string;
  setTitle: (title: string) => void;
  slot: HTMLElement | null;
  setSlot: (slot: HTMLElement | null) => void;
}
const Context = createContext<Heading | null>(null);

export function HeadingProvider({ children }: { children: ReactNode }) {
  const [title, setTitle] = useState('');
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  const value = useMemo(() => ({ title, setTitle, slot, setSlot }), [title, slot]);
  return <Context value={value}>{children}</Context>;
}

export const useHeadingState = (): Heading | null => useContext(Context);

/** Says where one is: the heading at the top, the page's title in the browser. */
export function useHeading(title: string): void {
  const setTitle = useContext(Context)?.setTitle;
  useEffect(() => setTitle?.(title), [setTitle, title]);
}

/** Puts something beside the heading at the top: one of them on a page, since what comes later would stand behind what was there. */
export function BesideHeading({ children }: { children: ReactNode }) {
  const slot = useContext(Context)?.slot;
  return slot ? createPortal(children, slot) : null;
}
