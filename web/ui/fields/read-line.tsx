import type { FieldDef } from './field-def.js';
import { FieldView } from './field-view.js';
import s from './fields-panel.module.css';

/** One line of a panel that is there to be read: a value of another record, which is changed there. */
export function ReadLine({ def, value }: { def: FieldDef; value: unknown }) {
  return (
    <div className={s.line} data-field={def.name}>
      <dt>{def.label}</dt>
      <dd>
        <span className={s.value}>
          <FieldView def={def} value={value} />
        </span>
      </dd>
    </div>
  );
}
