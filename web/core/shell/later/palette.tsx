import { Modal } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { referenceEndpoints } from '../../../../server/contracts/core/references.js';
import { cx } from '../../../ui/cx.js';
import { Icon } from '../../../ui/icon.js';
import { useFormat } from '../../../ui/ui-context.js';
import { usePhone } from '../../../ui/use-media.js';
import { call } from '../../api.js';
import { optionName, recordName } from '../../module-words.js';
import { useGo } from '../../navigation.js';
import { useRecordPlaces } from '../../registry.js';
import { useProblemWords } from '../../words.js';
import { openCommand } from '../command-dialogs.js';
import { matching, type PaletteEntry, plain, useCommands } from './commands.js';
import s from './palette.module.css';

const mostCommands = 8;

function useHits(words: string): { hits: PaletteEntry[]; similar: boolean; busy: boolean; error: Error | null } {
  const placeOf = useRecordPlaces();
  const f = useFormat();
  const { data, isFetching, error } = useQuery({
    queryKey: ['core.search', words],
    queryFn: ({ signal }) => call(referenceEndpoints.search, { query: { q: words, limit: 12 }, signal }),
    enabled: words.length >= 2,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
  const hits = (words.length >= 2 ? (data?.items ?? []) : []).flatMap((hit) => {
    const place = placeOf(hit.type, hit.id);
    // What was said about it stands behind the `?`.
    const rest = hit.url?.split('?')[1];
    const to = place && rest ? `${place.url}?${rest}` : (place?.url ?? hit.url);
    return to && hit.title !== null
      ? [
          {
            id: `${hit.type}:${hit.id}`,
            label: hit.title,
            // A lead and the deal made of it have one title: the kind tells them apart.
            hint:
              [recordName(hit.type), hit.snippet, hit.amount && f.money(hit.amount), hit.state && optionName(hit.type, hit.state.field, hit.state.option)]
                .filter(Boolean)
                .join(' · ') || undefined,
            icon: place?.icon ?? (hit.type === 'core.person' ? ('user' as const) : ('search' as const)),
            to,
          },
        ]
      : [];
  });
  return { hits, similar: data?.similar === true, busy: isFetching, error };
}

function Search({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('core');
  const go = useGo();
  const id = useId();
  const words = useProblemWords('reading');
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const typed = useDeferredValue(text.trim());
  const { hits, similar, busy, error } = useHits(typed);
  const commands = matching(useCommands(), typed).slice(0, mostCommands);
  const all = [...hits, ...commands];
  const current = Math.min(at, all.length - 1);

  const open = (entry: PaletteEntry | undefined) => {
    if (!entry) return;
    onClose();
    if (entry.run) entry.run();
    else if (entry.dialog) openCommand(entry.dialog);
    else go(entry.to);
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && all.length > 0) {
      event.preventDefault();
      const next = (current + step + all.length) % all.length;
      setAt(next);
      document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: 'nearest' });
    }
    if (event.key === 'Enter') {
      // Or the page that opens would take the same key for its own.
      event.preventDefault();
      open(all[current]);
    }
  };
  const wanted = plain(typed).split(/\s+/).filter(Boolean);
  /** Words that hold what was typed stand out. */
  const marked = (line: string) =>
    Array.from(line.matchAll(/\s+|\S+/g), ({ 0: part, index: offset }) =>
      wanted.some((word) => plain(part).includes(word)) ? <mark key={offset}>{part}</mark> : part,
    );
  const row = (entry: PaletteEntry, index: number) => (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are heard by the field, which keeps the focus
    <div
      key={entry.id}
      id={`${id}-${index}`}
      role="option"
      tabIndex={-1}
      aria-selected={index === current}
      className={cx(s.row, index === current && s.current)}
      onPointerMove={() => setAt(index)}
      onClick={() => open(entry)}
    >
      <Icon name={entry.icon} size={18} />
      <span className={s.words}>
        <span>{marked(entry.label)}</span>
        {entry.hint && <small>{marked(entry.hint)}</small>}
      </span>
    </div>
  );

  return (
    <>
      <div className={s.box}>
        <Icon name="search" size={18} />
        <input
          ref={field}
          data-autofocus
          role="combobox"
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={all.length > 0 ? `${id}-${current}` : undefined}
          aria-label={t('search.name')}
          placeholder={t('search.placeholder')}
          value={text}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={press}
        />
        <kbd>Esc</kbd>
      </div>
      <div id={id} role="listbox" aria-label={t('search.found')} className={s.list}>
        {hits.length > 0 && (
          <div role="presentation" className={s.cap}>
            {t(similar ? 'search.similar' : 'search.records')}
          </div>
        )}
        {hits.map(row)}
        {commands.length > 0 && (
          <div role="presentation" className={s.cap}>
            {t('search.commands')}
          </div>
        )}
        {commands.map((entry, index) => row(entry, hits.length + index))}
      </div>
      <p className={s.note} role="status">
        {error ? words(error) : all.length === 0 && !busy ? t('search.nothing', { words: typed }) : ''}
      </p>
    </>
  );
}

/** Search over everything the person may see, and commands. */
export function Palette({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('core');
  const phone = usePhone();
  // Each time it opens it begins anew, also before the one that was closed is gone from the screen.
  const [turn, setTurn] = useState({ opened, number: 0 });
  if (turn.opened !== opened) setTurn({ opened, number: turn.number + (opened ? 1 : 0) });
  return (
    <Modal.Root
      opened={opened}
      onClose={onClose}
      radius="lg"
      size={600}
      yOffset={phone ? 0 : '12vh'}
      xOffset={phone ? 0 : 16}
      fullScreen={phone}
      centered={false}
      classNames={{ content: s.dialog ?? '' }}
    >
      <Modal.Overlay className={s.scrim} />
      <Modal.Content aria-label={t('search.name')}>
        <Modal.Body p={0}>
          <Search key={turn.number} onClose={onClose} />
          {phone && (
            <button type="button" className={s.close} onClick={onClose}>
              {t('close')}
            </button>
          )}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
