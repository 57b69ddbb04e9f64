import type { DataSubject } from '../../../../server/contracts/core/privacy.js';
import own from './privacy.module.css';

export interface Choosing {
  /** Type and number of who is chosen. */
  chosen: string | undefined;
  onChoose(subject: DataSubject): void;
}

/** People and firms to choose one of. */
export function Subjects({ items, label, chosen, onChoose }: { items: readonly DataSubject[]; label: string } & Choosing) {
  return (
    <ul className={own.found} aria-label={label}>
      {items.map((one) => (
        <li key={`${one.type}:${one.id}`}>
          <button type="button" aria-pressed={chosen === `${one.type}:${one.id}`} onClick={() => onChoose(one)}>
            <span>{one.title}</span>
            <small>{one.kind}</small>
          </button>
        </li>
      ))}
    </ul>
  );
}
