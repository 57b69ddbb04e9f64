import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { departmentEndpoints } from '../../../../server/contracts/core/people.js';
import { call } from '../../../core/api.js';
import s from './projects.module.css';

/** Departments whose people are members. */
export function Departments({ value, onChange }: { value: readonly number[]; onChange: ((next: number[]) => void) | undefined }) {
  const { t } = useTranslation('tasks');
  const { data } = useQuery({ queryKey: ['core.department', 'list'], queryFn: ({ signal }) => call(departmentEndpoints.list, { signal }) });
  const shown = (data?.items ?? []).filter(({ id }) => onChange !== undefined || value.includes(id));
  if (shown.length === 0) return null;
  return (
    <fieldset className={s.boxes}>
      <legend>{t('project.departments')}</legend>
      {shown.map(({ id, name }) => (
        <label key={id}>
          <input
            type="checkbox"
            checked={value.includes(id)}
            disabled={onChange === undefined}
            onChange={() => onChange?.(value.includes(id) ? value.filter((one) => one !== id) : [...value, id])}
          />
          <span>{name}</span>
        </label>
      ))}
    </fieldset>
  );
}
