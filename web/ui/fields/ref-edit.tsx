import { Select } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reference } from '../../../server/contracts/core/references.js';
import { Icon } from '../icon.js';
import { useReference, useUi } from '../ui-context.js';
import type { ControlProps } from './control.js';
import s from './edits.module.css';

type State = 'idle' | 'busy' | 'done' | 'failed';
const says: Record<State, string> = { idle: 'fields.typeToSearch', busy: 'fields.searching', failed: 'fields.searchFailed', done: 'fields.nothingFound' };

/** What can be chosen from a list before anything is typed. */
const listed: ReadonlySet<string> = new Set(['core.person']);
/** Milliseconds after the last key. */
const pause = 200;

/** Answers of the app's search for what is being typed, a moment after the last key; late answers are dropped. */
function useSearch(type: string, query: string, opened: boolean, holding: string | undefined): { found: Reference[]; state: State } {
  const { search } = useUi();
  const [answer, setAnswer] = useState<{ found: Reference[]; state: State }>({ found: [], state: 'idle' });
  useEffect(() => {
    if (!opened || !search) return;
    const isBlank = query.trim() === '';
    if (isBlank && !listed.has(type)) {
      setAnswer({ found: [], state: 'idle' });
      return;
    }
    let wanted = true;
    setAnswer((before) => ({ ...before, state: 'busy' }));
    const timer = setTimeout(
      () =>
        search(type, query, holding).then(
          (found) => wanted && setAnswer({ found, state: 'done' }),
          () => wanted && setAnswer({ found: [], state: 'failed' }),
        ),
      isBlank ? 0 : pause,
    );
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [search, type, query, opened, holding]);
  return answer;
}

interface RefEditProps extends ControlProps<number | null> {
  type: string;
  /** Of people only those whose roles hold this permission are offered. */
  holding?: string | undefined;
  onDone?: (() => void) | undefined;
  /** What none means. */
  placeholder?: string | undefined;
}

/** One record or person, found by typing. */
export function RefEdit({ type, holding, onDone, placeholder, ...props }: RefEditProps) {
  const { t } = useTranslation('ui');
  const current = useReference(type, props.value);
  const [typed, setTyped] = useState<string | null>(null);
  const [opened, setOpened] = useState(false);
  const [chosen, setChosen] = useState<Reference | null>(null);
  const named = (chosen?.id === props.value ? chosen : null) ?? current;
  const currentTitle = named?.deleted ? t('fields.inBin', { title: named.title }) : (named?.title ?? null);
  const { found, state } = useSearch(type, typed ?? '', opened, holding);
  const data = useMemo(() => {
    const options = found.map((each) => ({ value: String(each.id), label: each.title ?? `#${each.id}` }));
    if (props.value !== null && !options.some((option) => option.value === String(props.value)))
      options.push({ value: String(props.value), label: currentTitle ?? `#${props.value}` });
    return options;
  }, [found, props.value, currentTitle]);
  const take = (next: Reference) => {
    setTyped(null);
    setOpened(false);
    setChosen(next);
    props.onChange(next.id);
    onDone?.();
  };
  // Enter before the answer is there takes its first, as soon as it comes.
  const [awaited, setAwaited] = useState(false);
  useEffect(() => {
    if (!awaited || state === 'busy') return;
    setAwaited(false);
    if (state === 'done' && found[0] && typed !== null) take(found[0]);
  });
  const shown = new Set(found.map((each) => String(each.id)));
  return (
    <Select
      id={props.id}
      aria-label={props.label}
      aria-describedby={props.describedBy}
      aria-required={props.required || undefined}
      error={props.invalid || undefined}
      classNames={{ input: s.refInput, dropdown: s.dropdown, option: s.option }}
      autoFocus={props.autoFocus}
      // What is typed next takes the place of the name that stands there.
      onFocus={(event) => event.currentTarget.select()}
      data-autofocus={props.autoFocus || undefined}
      placeholder={placeholder}
      data={data}
      value={props.value === null ? null : String(props.value)}
      searchable
      {...(props.value === null || props.required ? { rightSection: <Icon name="down" size={16} />, rightSectionPointerEvents: 'none' as const } : {})}
      clearable={!props.required}
      clearButtonProps={{ 'aria-label': t('fields.clear'), tabIndex: -1 }}
      searchValue={typed ?? currentTitle ?? ''}
      onSearchChange={(text) => setTyped(text === currentTitle ? null : text)}
      dropdownOpened={opened}
      onKeyDown={(event) => {
        const isPointing = event.currentTarget.getAttribute('aria-activedescendant') !== null;
        if (event.key !== 'Enter' || isPointing || typed === null || typed.trim() === '') return;
        event.preventDefault();
        if (state === 'done' && found[0]) take(found[0]);
        else setAwaited(state === 'busy');
      }}
      onDropdownOpen={() => setOpened(true)}
      onDropdownClose={() => {
        setOpened(false);
        setTyped(null);
        setAwaited(false);
      }}
      filter={({ options }) => options.filter((option) => 'value' in option && shown.has(option.value))}
      nothingFoundMessage={t(says[state])}
      onChange={(value) => {
        setTyped(null);
        setChosen(found.find((each) => String(each.id) === value) ?? null);
        props.onChange(value === null ? null : Number(value));
        onDone?.();
      }}
      maxDropdownHeight={280}
      comboboxProps={{ withinPortal: true, shadow: 'md' }}
    />
  );
}
