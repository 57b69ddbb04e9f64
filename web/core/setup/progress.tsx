import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModuleCard } from '../../../server/contracts/core/modules.js';
import type { SetupAnswers, SetupProgress } from '../../../server/contracts/core/setup.js';
import { Button } from '../../ui/button.js';
import { cx } from '../../ui/cx.js';
import { Icon } from '../../ui/icon.js';
import { ErrorState } from '../../ui/states.js';
import { ApiProblem } from '../api.js';
import { useProblemWords } from '../words.js';
import { forgetCode, type SetupClient } from './client.js';
import w from './setup.module.css';

interface Props {
  client: SetupClient;
  answers: SetupAnswers;
  modules: ModuleCard[];
  onDone: () => void;
  onBack: () => void;
  /** Wrong answers by path: back to where they are mended. */
  onErrors: (errors: Record<string, string>) => void;
}

const askEvery = 500;
type Phase = { kind: 'running' } | { kind: 'done' } | { kind: 'failed'; error: unknown };

/** Sets the portal up and says what is being done; then the way in. */
export function Progress({ client, answers, modules, onDone, onBack, onErrors }: Props) {
  const { t } = useTranslation('setup');
  const words = useProblemWords('reading');
  const [progress, setProgress] = useState<SetupProgress>({ steps: [], failure: null });
  const [phase, setPhase] = useState<Phase>({ kind: 'running' });
  const started = useRef(false);
  const running = phase.kind === 'running';

  const run = async () => {
    setPhase({ kind: 'running' });
    try {
      await client.finish(answers);
      forgetCode();
      setPhase({ kind: 'done' });
    } catch (error) {
      const fields = error instanceof ApiProblem ? error.errors : [];
      if (fields.length > 0) onErrors(Object.fromEntries(fields.map((each) => [each.path, each.message])));
      else setPhase({ kind: 'failed', error });
    }
  };
  const begin = useRef(run);
  useEffect(() => {
    if (started.current) return;
    started.current = true;
    void begin.current();
  }, []);
  useEffect(() => {
    if (!running) return;
    // An answer that does not come says nothing: the finish call itself tells how it went.
    const timer = setInterval(() => client.progress().then(setProgress, () => undefined), askEvery);
    return () => clearInterval(timer);
  }, [running, client]);

  if (phase.kind === 'failed') {
    const requestId = phase.error instanceof ApiProblem ? phase.error.requestId : undefined;
    return (
      <div className={w.narrow}>
        <ErrorState
          title={t('progress.failed')}
          text={words(phase.error)}
          onRetry={() => void run()}
          second={{ label: t('back'), onClick: onBack }}
          {...(requestId ? { requestId } : {})}
        />
      </div>
    );
  }
  const done = phase.kind === 'done';
  const nameOf = (id: string) =>
    id.startsWith('module.')
      ? t('progress.module', { name: modules.find((card) => card.id === id.slice(7))?.name ?? id.slice(7) })
      : t(`progress.${id}`, { defaultValue: id });
  const finished = progress.steps.filter((step) => step.state === 'done').length;
  const share = done ? 100 : progress.steps.length > 0 ? Math.round((finished / progress.steps.length) * 100) : 4;
  return (
    <div className={w.narrow}>
      <div role="status">
        <h1>{t(done ? 'progress.doneTitle' : 'progress.title', { company: answers.company?.name })}</h1>
        <p className={w.lead}>{t(done ? 'progress.doneText' : 'progress.text')}</p>
      </div>
      <div
        className={w.meter}
        role="progressbar"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share}
        aria-label={t('progress.title', { company: answers.company?.name })}
      >
        <i style={{ width: `${share}%` }} />
      </div>
      <ol className={w.doing}>
        {progress.steps.map((step) => {
          const state = done ? 'done' : step.state;
          return (
            <li key={step.id} className={cx(state === 'done' && w.isDone, state === 'running' && w.isRunning)}>
              <Icon name={state === 'done' ? 'check' : 'clock'} size={16} />
              {nameOf(step.id)}
            </li>
          );
        })}
      </ol>
      {done && (
        <div className={w.go}>
          <Button look="primary" iconAfter="arrow" onClick={onDone} autoFocus>
            {t('progress.open')}
          </Button>
        </div>
      )}
    </div>
  );
}
