import { Link } from '@tanstack/react-router';
import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.js';
import { cx } from '../../ui/cx.js';
import { localeOf, shortened } from '../../ui/format.js';
import { Icon, type IconName } from '../../ui/icon.js';
import { SkeletonRows } from '../../ui/skeleton.js';
import { EmptyState } from '../../ui/states.js';
import { useFormat } from '../../ui/ui-context.js';
import type { DayItem, DaySource } from '../module.js';
import { useGo } from '../navigation.js';
import { useReference } from '../references.js';
import { keyOf, useModules, useRecordPlaces } from '../registry.js';
import { useMay, useOnlyLooks, useSession } from '../session.js';
import { openCommand } from '../shell/command-dialogs.js';
import { useHeading } from '../shell/heading.js';
import { useProblemWords } from '../words.js';
import { countOf, type DayGroup, grouped, momentOf, partOfDay } from './day.js';
import { FirstSteps, useFirstSteps } from './first-steps.js';
import s from './my-day.module.css';
import { News } from './news.js';

/** What stands out, by its group. */
const marks: Partial<Record<DayGroup, IconName>> = { failed: 'alert', late: 'clock' };

function About({ item: { record, about } }: { item: DayItem }) {
  const reference = useReference(record?.type ?? '', record?.id ?? null);
  const place = useRecordPlaces();
  const to = record && reference ? place(record.type, record.id)?.url : undefined;
  const title = reference?.title ? shortened(reference.title) : null;
  if (!title && !about) return null;
  return (
    <span className={s.about}>
      {to ? <Link to={to as never}>{title}</Link> : title}
      {title && about && ' · '}
      {about}
    </span>
  );
}

function Line({ item, late, first }: { item: DayItem; late: boolean; first: boolean }) {
  const { t } = useTranslation('core');
  const f = useFormat();
  return (
    <li className={cx(s.item, late && s.late)}>
      <span className={s.when}>{momentOf(item, f) ?? t('home.today')}</span>
      <Icon name={item.icon} className={s.icon} />
      <span className={s.words}>
        <Link to={item.to as never} className={s.title}>
          {item.title}
        </Link>
        <About item={item} />
      </span>
      {item.action && (
        <Button
          look={first ? 'primary' : 'default'}
          data-settles
          // The second click of a double click would settle the line that has moved up meanwhile.
          onClick={(event) => event.detail < 2 && item.action?.onSelect()}
        >
          {item.action.label}
        </Button>
      )}
    </li>
  );
}

function GroupHead({ id, count }: { id: DayGroup; count: number }) {
  const { t } = useTranslation('core');
  const mark = marks[id];
  return (
    <h3 className={cx(s.group, mark && s.bad)}>
      {mark && <Icon name={mark} size={15} />}
      {t(`home.group.${id}`)} <span>{count}</span>
    </h3>
  );
}

/**
 * Once a line was settled and is gone, the keyboard goes on at the line that took its place, and not at the top of the page.
 * @param lines changes with them.
 */
function useNextLine(lines: string): RefObject<HTMLElement | null> {
  const section = useRef<HTMLElement>(null);
  const last = useRef(-1);
  useEffect(() => {
    const remember = ({ target }: FocusEvent) => {
      last.current = [...(section.current?.querySelectorAll('[data-settles]') ?? [])].indexOf(target as HTMLElement);
    };
    document.addEventListener('focusin', remember);
    return () => document.removeEventListener('focusin', remember);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at again whenever the lines changed
  useLayoutEffect(() => {
    if (last.current < 0 || document.activeElement !== document.body) return;
    const left = [...(section.current?.querySelectorAll<HTMLElement>('[data-settles]') ?? [])];
    (left[Math.min(last.current, left.length - 1)] ?? section.current?.closest('main'))?.focus({ preventScroll: true });
  }, [lines]);
  return section;
}

/** The sources never change while the page stands, so that calling their hooks in a loop keeps its order. */
function Needs({ sources }: { sources: DaySource[] }) {
  const { t } = useTranslation('core');
  const { person, modules } = useSession();
  const { timeZone, language } = useFormat();
  const words = useProblemWords('reading');
  const go = useGo();
  // biome-ignore lint/correctness/useHookAtTopLevel: the same sources in the same order at each rendering
  const answers = sources.map((source) => source.useItems());
  const looks = useOnlyLooks();
  const steps = useFirstSteps(!looks);
  const items = answers.flatMap((answer) => answer.items).map(({ action, ...item }) => (action && !looks ? { ...item, action } : item));
  // All at once: what came later would push down the line that somebody is about to take.
  const loading = answers.some((answer) => answer.loading) || steps.isLoading;
  const failed = answers.find((answer) => answer.error)?.error;
  const count = countOf(items);
  const groups = loading ? [] : grouped(items, new Date(), timeZone);
  const may = useMay();
  const mayAdd = may('core.modules.manage') && modules.length === 0;
  const [first, second] = useModules().flatMap((module) =>
    (module.commands ?? [])
      .filter((each) => each.begins && (!each.right || may(each.right)))
      .map((each) => ({ label: t(keyOf(module.id, each.labelKey)), icon: each.icon, onClick: () => (each.dialog ? openCommand(each.dialog) : go(each.to)) })),
  );
  const place = useNextLine(items.map((item) => item.id).join());
  const firstId = groups[0]?.items.find((item) => item.action)?.id;
  const today = new Intl.DateTimeFormat(localeOf(language), { timeZone, weekday: 'long', day: 'numeric', month: 'long' }).format(new Date());
  return (
    <section ref={place} className={s.needs}>
      <header>
        <p className={s.date}>{today}</p>
        <h2 className={s.greeting}>
          {t(`home.hello.${partOfDay(new Date(), timeZone)}`, { name: person.name.split(' ')[0] })}{' '}
          {!loading && !failed && t(count > 0 ? 'home.needs' : 'home.nothing', { count })}
        </h2>
      </header>
      {!looks && !loading && <FirstSteps />}
      {failed && <p className={s.failed}>{words(failed)}</p>}
      {loading && <SkeletonRows rows={5} label={t('loading')} />}
      {groups.map((group) => (
        <section key={group.id}>
          <GroupHead id={group.id} count={countOf(group.items)} />
          <ul className={s.card}>
            {group.items.map((item) => (
              <Line key={item.id} item={item} late={group.id === 'late'} first={item.id === firstId} />
            ))}
          </ul>
        </section>
      ))}
      {items.length === 0 && !loading && !failed && (
        <div className={s.empty}>
          <EmptyState
            icon="home"
            title={t('home.empty.title')}
            text={t(mayAdd ? 'home.empty.add' : 'home.empty.text')}
            {...(mayAdd ? { action: { label: t('home.empty.action'), icon: 'plus' as const, onClick: () => go('/settings/modules') } } : {})}
            {...(first ? { action: first } : {})}
            {...(second ? { second } : {})}
          />
        </div>
      )}
    </section>
  );
}

/** Home: what needs me, from every module that is on, in one list; then what is new. */
export function MyDay() {
  const { t } = useTranslation('core');
  useHeading(t('home.title'));
  const may = useMay();
  const sources = useModules().flatMap((module) => (module.myDay ?? []).filter((source) => !source.right || may(source.right)));
  return (
    <div className={s.day}>
      <Needs key={sources.map((source) => source.id).join()} sources={sources} />
      <News />
    </div>
  );
}
