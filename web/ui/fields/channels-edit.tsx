import { useTranslation } from 'react-i18next';
import type { Channel } from '../../../server/contracts/core/fields.js';
import { Button, IconButton } from '../button.js';
import { cx } from '../cx.js';
import p from '../pieces.module.css';
import { type ControlProps, nativeProps } from './control.js';
import s from './edits.module.css';
import { ChoiceEdit } from './plain-edits.js';

const kindsOf = { phone: ['work', 'mobile', 'home', 'other'], email: ['work', 'home', 'other'] };

/** Several phones or e-mail addresses, each with its kind. Lines without a value are left out by {@link cleanChannels}. */
export function ChannelsEdit({ of, narrow, ...props }: ControlProps<Channel[]> & { of: 'phone' | 'email'; narrow?: boolean | undefined }) {
  const { t } = useTranslation('ui');
  const rows = props.value.length > 0 ? props.value : [{ kind: 'work', value: '' }];
  const word = t(`channel.${of}`);
  const kinds = kindsOf[of];
  const set = (index: number, change: Partial<Channel>) => props.onChange(rows.map((row, at) => (at === index ? { ...row, ...change } : row)));
  return (
    <div className={cx(s.channels, narrow && s.narrow)}>
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line's place is its identity while it is typed
        <div key={index} className={s.channel}>
          <ChoiceEdit
            id={`${props.id}-kind-${index}`}
            label={t('channel.kindOf', { word, number: index + 1 })}
            value={row.kind}
            required
            options={[...kinds, ...(kinds.includes(row.kind) ? [] : [row.kind])].map((kind) => ({
              value: kind,
              label: t(`channel.${kind}`, { defaultValue: kind }),
            }))}
            onChange={(kind) => set(index, { kind: kind ?? 'work' })}
          />
          <input
            {...nativeProps({
              ...props,
              autoFocus: props.autoFocus && index === 0,
              id: index === 0 ? props.id : `${props.id}-${index}`,
              label: index === 0 ? props.label : `${word} ${index + 1}`,
            })}
            className={cx(p.input, p.n)}
            type={of === 'phone' ? 'tel' : 'email'}
            autoComplete="off"
            value={row.value}
            onChange={(event) => set(index, { value: event.target.value })}
          />
          <IconButton
            icon="x"
            label={t('channel.remove', { word, number: index + 1 })}
            disabled={rows.length === 1 && row.value === ''}
            onClick={() => props.onChange(rows.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      <Button
        look="quiet"
        icon="plus"
        small
        className={s.add}
        onClick={() => props.onChange([...rows, { kind: of === 'phone' ? 'mobile' : 'work', value: '' }])}
      >
        {t(of === 'phone' ? 'channel.addPhone' : 'channel.addEmail')}
      </Button>
    </div>
  );
}

export const cleanChannels = (value: readonly Channel[]): Channel[] =>
  value.map((row) => ({ ...row, value: row.value.trim() })).filter((row) => row.value !== '');
