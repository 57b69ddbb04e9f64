import { Outlet } from '@tanstack/react-router';
import { useCallback, useEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { useLinesPlace } from '../../ui/record/lines-place.js';
import { isolated } from '../isolated.js';
import { moduleName } from '../module-words.js';
import { usePage } from '../navigation.js';
import { OutboxLine } from '../offline/outbox-line.js';
import { BulkProgress } from '../records/bulk/bulk-progress.js';
import { WhoSeesHost } from '../records/who-sees.js';
import { useMissingModules } from '../registry.js';
import { SampleLine } from '../sample/sample-line.js';
import { useSession } from '../session.js';
import { CommandDialogs } from './command-dialogs.js';
import { HeadingProvider, useHeadingState } from './heading.js';
import { Line } from './line.js';
import { Offline, useComeBack } from './offline.js';
import { Rail } from './rail.js';
import s from './shell.module.css';
import { Top } from './top.js';
import { useLiveSession } from './use-live-session.js';
import { Viewing } from './viewing.js';

function Frame() {
  const { t } = useTranslation('core');
  const { company } = useSession();
  const heading = useHeadingState();
  const main = useRef<HTMLElement>(null);
  const missing = useMissingModules();
  const page = usePage();
  const before = useRef(page);
  useLiveSession();
  useComeBack();
  const place = useLinesPlace();
  // An open record would cover them.
  const aside = (
    <>
      <Viewing />
      <Offline />
      <OutboxLine />
    </>
  );

  useEffect(() => {
    document.title = heading?.title ? `${isolated(heading.title)} · ${isolated(company.name)}` : company.name;
  }, [heading?.title, company.name]);
  useEffect(() => {
    // A new page: readers, the keyboard and the eye begin at its content, not where the old page was left.
    if (before.current !== page) {
      main.current?.focus({ preventScroll: true });
      main.current?.scrollTo(0, 0);
    }
    before.current = page;
  }, [page]);
  const skip = useCallback(() => main.current?.focus(), []);

  return (
    <div className={s.shell}>
      <button type="button" className={s.skip} onClick={skip}>
        {t('shell.skip')}
      </button>
      <Rail />
      <div className={s.main}>
        <Top />
        {place === null ? aside : createPortal(aside, place)}
        <SampleLine />
        {missing.length > 0 && (
          <Line
            icon="alert"
            text={t('shell.missing', { modules: missing.map(moduleName).join(', ') })}
            action={{ label: t('broken.reload'), onSelect: () => location.reload() }}
          />
        )}
        <main ref={main} tabIndex={-1} className={s.content} aria-label={heading?.title || undefined}>
          <Outlet />
        </main>
      </div>
      <CommandDialogs />
      <WhoSeesHost />
      <BulkProgress />
      <div className="visually-hidden" role="status" aria-live="polite">
        {heading?.title}
      </div>
    </div>
  );
}

export function Shell() {
  return (
    <HeadingProvider>
      <Frame />
    </HeadingProvider>
  );
}
