import { type KeyboardEvent, type PointerEvent, type RefObject, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import s from './record-list.module.css';
import { narrowest, widest } from './use-columns.js';

interface ColumnEdgeProps {
  label: string;
  /** As it stands on the screen, in pixels. */
  widthNow: () => number;
  onResize: (width: number, settled: boolean) => void;
  /** The control for the keyboard; gets the focus from the column's menu. */
  control: RefObject<HTMLInputElement | null>;
  /** Enter and Escape go back where one came from. */
  onLeave: () => void;
}

/** The right edge of a column's head: pulled by mouse or finger, moved with the arrows. */
export function ColumnEdge({ label, widthNow, onResize, control, onLeave }: ColumnEdgeProps) {
  const { t } = useTranslation('ui');
  const resize = useRef(onResize);
  resize.current = onResize;
  const pull = (event: PointerEvent<HTMLSpanElement>) => {
    const [from, before, handle] = [event.clientX, widthNow(), event.currentTarget];
    let width = before;
    handle.setPointerCapture(event.pointerId);
    const moved = (move: globalThis.PointerEvent) => {
      width = before + move.clientX - from;
      resize.current(width, false);
    };
    const end = () => {
      handle.removeEventListener('pointermove', moved);
      if (width !== before) resize.current(width, true);
    };
    handle.addEventListener('pointermove', moved);
    handle.addEventListener('lostpointercapture', end, { once: true });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    onLeave();
  };
  return (
    <>
      <input
        ref={control}
        type="range"
        className={s.width}
        aria-label={t('list.widthOf', { label })}
        tabIndex={-1}
        min={narrowest}
        max={widest}
        step={10}
        value={Math.round(widthNow() / 10) * 10}
        onChange={(event) => onResize(Number(event.target.value), true)}
        onKeyDown={onKeyDown}
      />
      <span className={s.edge} onPointerDown={pull} aria-hidden="true" />
    </>
  );
}
