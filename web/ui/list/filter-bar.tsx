import { Popover } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../cx.js';
import { Icon } from '../icon.js';
import { useFormat } from '../ui-context.js';
import s from './filter-bar.module.css';
import { type FilterDef, type FilterValues, operatorsOf, splitKey } from './filter-def.js';
import { FilterEditor } from './filter-editor.js';
import { useFilterWords } from './use-filter-words.js';

export interface FilterBarProps {
  defs: readonly FilterDef[];
  values: FilterValues;
  onChange: (values: FilterValues) => void;
  /** Quick search; left out without `onQ`. Told 250 ms after the last key. */
  q?: string;
  onQ?: (q: string) => void;
  /** Before all chips: on a phone these run out of sight. */
  first?: ReactNode;
  /** Ready-made chips, such as "5 without a next step". */
  extra?: ReactNode;
  /** At the right end: columns, export. */
  end?: ReactNode;
}

/** What the list is narrowed to, in words; each chip opens its editor, the cross takes it away. */
export function FilterBar({ defs, values, onChange, q, onQ, first, extra, end }: FilterBarProps) {
  const { t } = useTranslation('ui');
  const put = (oldKey: string | null, key: string, value: string) => {
    const rest = Object.entries(values).filter(([each]) => each !== oldKey);
    onChange({ ...Object.fromEntries(rest), [key]: value });
  };
  const drop = (key: string) => onChange(Object.fromEntries(Object.entries(values).filter(([each]) => each !== key)));
  return (
    <search className={s.bar} aria-label={t('filter.bar')}>
      <div className={s.chips}>
        {first}
        {Object.entries(values).map(([key, value]) => {
          const def = defs.find((each) => each.field === splitKey(key).field);
          return def ? (
            <FilterChip key={key} def={def} filterKey={key} value={value} onApply={(nextKey, next) => put(key, nextKey, next)} onRemove={() => drop(key)} />
          ) : null;
        })}
        {defs.length > 0 && <AddFilter defs={defs} onApply={(key, value) => put(null, key, value)} />}
        {extra}
      </div>
      <div className={s.end}>
        {onQ && <QuickSearch q={q ?? ''} onQ={onQ} />}
        {end}
      </div>
    </search>
  );
}

function FilterChip({
  def,
  filterKey,
  value,
  onApply,
  onRemove,
}: {
  def: FilterDef;
  filterKey: string;
  value: string;
  onApply: (key: string, value: string) => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation('ui');
  const f = useFormat();
  const [opened, setOpened] = useState(false);
  const words = useFilterWords(def, filterKey, value);
  return (
    <span className={s.chip}>
      <Popover opened={opened} onChange={setOpened} position="bottom-start" width={280} shadow="md" radius="md" trapFocus returnFocus withinPortal>
        <Popover.Target>
          <button type="button" className={s.words} aria-expanded={opened} onClick={() => setOpened(!opened)}>
            {words}
          </button>
        </Popover.Target>
        <Popover.Dropdown className={s.dropdown} aria-label={def.label}>
          <FilterEditor
            def={def}
            operator={splitKey(filterKey).operator}
            value={value}
            currency={f.currency}
            onApply={(key, next) => {
              setOpened(false);
              onApply(key, next);
            }}
          />
        </Popover.Dropdown>
      </Popover>
      <button type="button" className={s.remove} aria-label={t('filter.remove', { words })} title={t('filter.remove', { words })} onClick={onRemove}>
        <Icon name="x" size={14} />
      </button>
    </span>
  );
}

function AddFilter({ defs, onApply }: { defs: readonly FilterDef[]; onApply: (key: string, value: string) => void }) {
  const { t } = useTranslation('ui');
  const f = useFormat();
  const [opened, setOpened] = useState(false);
  const [def, setDef] = useState<FilterDef | null>(null);
  const toggle = (open: boolean) => {
    setOpened(open);
    if (open) setDef(null);
  };
  return (
    <Popover opened={opened} onChange={toggle} position="bottom-start" width={280} shadow="md" radius="md" trapFocus returnFocus withinPortal>
      <Popover.Target>
        <button type="button" className={cx(s.chip, s.add)} aria-expanded={opened} onClick={() => toggle(!opened)}>
          <Icon name="plus" size={14} />
          {t('filter.add')}
        </button>
      </Popover.Target>
      <Popover.Dropdown className={s.dropdown} aria-label={t('filter.add')}>
        {def ? (
          <FilterEditor
            key={def.field}
            def={def}
            operator={operatorsOf(def)[0] ?? 'is'}
            value={operatorsOf(def)[0] === 'empty' ? 'true' : ''}
            currency={f.currency}
            onApply={(key, value) => {
              toggle(false);
              onApply(key, value);
            }}
          />
        ) : (
          <ul className={s.fields}>
            {defs.map((each) => (
              <li key={each.field}>
                <button type="button" className={s.field} onClick={() => setDef(each)}>
                  {each.label}
                </button>
              </li>
            ))}
          </ul>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

function QuickSearch({ q, onQ }: { q: string; onQ: (q: string) => void }) {
  const { t } = useTranslation('ui');
  const [text, setText] = useState(q);
  const told = useRef(q);
  useEffect(() => {
    if (q !== told.current) setText(q);
    told.current = q;
  }, [q]);
  useEffect(() => {
    if (text === told.current) return;
    const timer = setTimeout(() => {
      told.current = text;
      onQ(text);
    }, 250);
    return () => clearTimeout(timer);
  }, [text, onQ]);
  return (
    <span className={s.search}>
      <Icon name="search" size={16} />
      <input
        type="search"
        aria-label={t('filter.find')}
        placeholder={t('filter.find')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && text) {
            event.stopPropagation();
            setText('');
          }
        }}
      />
    </span>
  );
}

/** A ready-made filter beside the chips: pressed it holds, `alarm` ones are red while they count something. */
export function QuickChip({
  label,
  icon,
  pressed,
  alarm,
  onClick,
}: {
  label: string;
  icon?: 'alert' | 'bell' | 'clock' | 'user' | 'star';
  pressed?: boolean;
  alarm?: boolean;
  onClick: () => void;
}) {
  return (
    <button type="button" className={cx(s.chip, s.quick, alarm && s.alarm, pressed && s.pressed)} aria-pressed={pressed ?? false} onClick={onClick}>
      {icon && <Icon name={icon} size={14} />}
      {label}
    </button>
  );
}
