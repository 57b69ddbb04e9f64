import { useTranslation } from 'react-i18next';
import { IconButton } from '../button.js';
import { useReference } from '../ui-context.js';
import type { ControlProps } from './control.js';
import s from './edits.module.css';
import { RefEdit } from './ref-edit.js';

function Chosen({ id, onRemove }: { id: number; onRemove(): void }) {
  const { t } = useTranslation('ui');
  const person = useReference('core.person', id);
  const name = person?.title ?? (person === undefined ? '…' : t('fields.hidden', { id }));
  return (
    <li className={s.one}>
      <span>{name}</span>
      <IconButton small icon="x" label={t('fields.removeOne', { name })} onClick={onRemove} />
    </li>
  );
}

/** Some people, found by typing one after the other. */
export function PeopleEdit({ most, ...props }: ControlProps<number[]> & { most: number; holding?: string | undefined }) {
  const { value, onChange } = props;
  return (
    <div className={s.several}>
      {value.length > 0 && (
        <ul className={s.chosen}>
          {value.map((id) => (
            <Chosen key={id} id={id} onRemove={() => onChange(value.filter((one) => one !== id))} />
          ))}
        </ul>
      )}
      {value.length < most && (
        <RefEdit
          {...props}
          // Empty again for the next one.
          key={value.length}
          autoFocus={props.autoFocus || undefined}
          type="core.person"
          value={null}
          onChange={(id) => id !== null && !value.includes(id) && onChange([...value, id])}
        />
      )}
    </div>
  );
}
