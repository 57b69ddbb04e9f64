import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { firstStepsEndpoints } from '../../../server/contracts/core/first-steps.js';
import { Button, IconButton } from '../../ui/button.js';
import { cx } from '../../ui/cx.js';
import { showError } from '../../ui/feedback.js';
import { Icon } from '../../ui/icon.js';
import { usePhone } from '../../ui/use-media.js';
import { call } from '../api.js';
import type { FirstStep } from '../module.js';
import { queryClient } from '../query.js';
import { keyOf, useModules } from '../registry.js';
import { useSample, useSampleActions } from '../sample/data.js';
import { useMay } from '../session.js';
import { useProblemWords } from '../words.js';
import s from './first-steps.module.css';

const coreSteps: FirstStep[] = [
  { id: 'company', labelKey: 'core:firstSteps.company', to: '/settings/company' },
  { id: 'team', labelKey: 'core:firstSteps.team', to: '/settings/people' },
  { id: 'mail', labelKey: 'core:firstSteps.mail', to: '/settings/mail' },
];

const key = ['core.first-steps', 'list'];

/** What this person is offered of them; asked once for whoever waits for it. */
export const useFirstSteps = (enabled = true) => useQuery({ queryKey: key, queryFn: () => call(firstStepsEndpoints.list, {}), enabled });

/** To look around before there is anything of one's own. */
function SampleOffer() {
  const { t } = useTranslation('core');
  const { data } = useSample();
  const { load } = useSampleActions();
  if (data?.state !== 'none' || data.total === 0) return null;
  return (
    <p className={s.offer}>
      {t('firstSteps.look')} <Button onClick={() => void load()}>{t('sample.load')}</Button>
    </p>
  );
}

/** What a new portal is waiting for, as far as this person may do it. Each ticks itself; the list goes when all is done, or when it is put away. */
export function FirstSteps() {
  const { t } = useTranslation('core');
  const words = useProblemWords();
  const modules = useModules();
  const may = useMay();
  const phone = usePhone();
  const [opened, setOpened] = useState(false);
  const { data } = useFirstSteps();
  const known = new Map<string, FirstStep & { label: string }>([
    ...coreSteps.map((step) => [`core.${step.id}`, { ...step, label: t(step.labelKey) }] as const),
    ...modules.flatMap((module) =>
      (module.firstSteps ?? []).map((step) => [`${module.id}.${step.id}`, { ...step, label: t(keyOf(module.id, step.labelKey)) }] as const),
    ),
  ]);
  const steps = (data?.items ?? []).flatMap((item) => {
    const step = known.get(item.id);
    return step ? [{ ...step, ...item }] : [];
  });
  const done = steps.filter((step) => step.done).length;
  const next = steps.find((step) => !step.done);
  if (done === steps.length) return null;
  const dismiss = async () => {
    try {
      queryClient.setQueryData(key, await call(firstStepsEndpoints.dismiss, {}));
    } catch (error) {
      showError({ text: words(error) });
    }
  };
  // On a phone what needs the person comes first, and the steps are one line that opens.
  const folded = phone && !opened;
  const list = (
    <ul>
      {steps.map((step) => (
        <li key={step.id} className={cx(step.done && s.done)}>
          <span className={s.mark}>{step.done && <Icon name="check" size={14} />}</span>
          {step.done ? (
            <span>
              {step.label} {step.forAll && <small>{t('firstSteps.forAll')}</small>} <span className="visually-hidden">{t('firstSteps.isDone')}</span>
            </span>
          ) : (
            <Link to={step.to as never}>{step.label}</Link>
          )}
        </li>
      ))}
    </ul>
  );
  return (
    <section className={s.steps} aria-label={t('firstSteps.title')}>
      <header>
        <h2>{t('firstSteps.title')}</h2>
        <span className={s.count}>{t('firstSteps.count', { done, total: steps.length })}</span>
        {phone && <IconButton icon={opened ? 'up' : 'down'} label={t('firstSteps.all')} aria-expanded={opened} onClick={() => setOpened(!opened)} />}
        <IconButton icon="x" label={t('firstSteps.dismiss')} onClick={() => void dismiss()} />
      </header>
      {folded && next && (
        <Link to={next.to as never} className={s.next}>
          {t('firstSteps.next', { step: next.label })}
        </Link>
      )}
      {!folded && list}
      {!folded && may('core.settings.manage') && <SampleOffer />}
    </section>
  );
}
