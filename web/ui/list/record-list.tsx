import { useDeferredValue } from 'react';
import { SkeletonRows } from '../skeleton.js';
import { usePhone } from '../use-media.js';
import { ListCards } from './list-cards.js';
import { ListGrid } from './list-grid.js';
import type { RecordListProps } from './list-props.js';
import s from './record-list.module.css';

/**
 * A list of records: a virtual table, on a phone a virtual list of cards. Fills its parent, which must have a height
 * (a flex column with `min-height: 0`).
 */
export function RecordList<T>(props: RecordListProps<T>) {
  const phone = usePhone();
  const id = props.idOf ?? ((item: T) => (item as { id: number }).id);
  // The rows are drawn in small steps behind the placeholder, so that keys and clicks meanwhile are answered.
  const isDrawing = useDeferredValue(props.loading === true);
  if (props.loading || isDrawing) {
    return (
      <div className={s.wrap}>
        <SkeletonRows rows={props.skeleton ?? 12} label={props.label} />
      </div>
    );
  }
  if (props.items.length === 0 && props.empty) return <div className={s.wrap}>{props.empty}</div>;
  return phone ? <ListCards {...props} id={id} /> : <ListGrid {...props} id={id} />;
}
