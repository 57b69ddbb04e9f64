import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../ui/states.js';
import { ApiProblem } from '../api.js';
import s from '../states/states.module.css';
import { Waiting } from '../states/waiting.js';
import { useProblemWords } from '../words.js';
import { codeFromAddress, keepCode, setupClient, setupKey } from './client.js';
import { CodeStep } from './code-step.js';
import { Journey } from './journey.js';
import { WizardFrame } from './wizard-frame.js';

/** The first day: code, then the steps. Everything typed is kept on the server, so that it can be interrupted. */
export default function SetupWizard({ onDone }: { onDone: () => void }) {
  const { t, i18n } = useTranslation('setup');
  const [code, setCode] = useState(codeFromAddress);
  const words = useProblemWords('reading');
  const query = useQuery({
    queryKey: setupKey(code, i18n.language),
    queryFn: () => setupClient(code).state(i18n.language),
    enabled: code !== '',
    staleTime: Number.POSITIVE_INFINITY,
    // What this machine was measured to need arrives by itself, while somebody chooses.
    refetchInterval: (now) => (now.state.data?.cost === null ? 2000 : false),
    placeholderData: (before) => before,
  });
  useEffect(() => {
    document.title = t('title');
  }, [t]);

  if (query.data) return <Journey code={code} state={query.data} onDone={onDone} />;
  const problem = query.error instanceof ApiProblem ? query.error : null;
  if (code && problem && problem.status !== 403 && problem.status !== 429) {
    return (
      <WizardFrame>
        <div className={s.place}>
          <ErrorState
            title={t('core:unreachable.title')}
            text={words(problem)}
            onRetry={() => void query.refetch()}
            {...(problem.requestId ? { requestId: problem.requestId } : {})}
          />
        </div>
      </WizardFrame>
    );
  }
  return (
    <WizardFrame>
      {code && query.isFetching && !problem ? (
        <Waiting rows={3} />
      ) : (
        <CodeStep
          tried={code}
          error={problem ? (problem.status === 403 ? t('code.wrong') : words(problem)) : undefined}
          busy={query.isFetching}
          onCode={(next) => {
            if (next === code) void query.refetch();
            setCode(keepCode(next));
          }}
        />
      )}
    </WizardFrame>
  );
}
