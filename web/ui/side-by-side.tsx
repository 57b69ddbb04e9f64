import { Fragment, type ReactNode, useId } from 'react';
import s from './conflict.module.css';
import { cx } from './cx.js';

interface SideBySideProps<S extends string> {
  /** The two sides with what they are called. */
  sides: readonly (readonly [side: S, name: string])[];
  fields: readonly ({ name: string; label: string } & Record<S, ReactNode>)[];
  chosen(name: string): S;
  onChoose(name: string, side: S): void;
}

/** Two versions of some fields, one choice each. */
export function SideBySide<S extends string>({ sides, fields, chosen, onChoose }: SideBySideProps<S>) {
  const id = useId();
  return (
    <div className={s.table}>
      <span className={cx(s.cell, s.head)} />
      {sides.map(([side, name]) => (
        <b key={side} className={cx(s.cell, s.head)}>
          {name}
        </b>
      ))}
      {fields.map((field) => (
        <Fragment key={field.name}>
          <span className={cx(s.cell, s.name)} id={`${id}-${field.name}`}>
            {field.label}
          </span>
          {sides.map(([side, name]) => (
            <label key={side} className={cx(s.cell, s.option, chosen(field.name) === side && s.on)}>
              <input
                type="radio"
                name={`${id}-${field.name}`}
                checked={chosen(field.name) === side}
                onChange={() => onChoose(field.name, side)}
                aria-describedby={`${id}-${field.name}`}
              />
              <span className={s.value}>
                <span className={s.which}>{name}: </span>
                {field[side]}
              </span>
            </label>
          ))}
        </Fragment>
      ))}
    </div>
  );
}
