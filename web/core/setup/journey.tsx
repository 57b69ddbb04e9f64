import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SetupAnswers, SetupState } from '../../../server/contracts/core/setup.js';
import { queryClient } from '../query.js';
import { useProblemWords } from '../words.js';
import { setupClient, setupKey } from './client.js';
import { CompanyStep } from './company-step.js';
import { MailStep } from './mail-step.js';
import { ModulesStep } from './modules-step.js';
import { Progress } from './progress.js';
import type { StepProps } from './step-props.js';
import { firstOpen, type Step, stepOf, steps } from './steps.js';
import { SummaryStep } from './summary-step.js';
import { WizardFrame } from './wizard-frame.js';
import { YouStep } from './you-step.js';

/** Walks through the steps; after each one the answers are kept on the server. */
export function Journey({ code, state, onDone }: { code: string; state: SetupState; onDone: () => void }) {
  const { i18n } = useTranslation('setup');
  const words = useProblemWords('form');
  const client = setupClient(code);
  const [answers, setAnswers] = useState<SetupAnswers>({ ...state.answers, language: i18n.language });
  const [step, setStep] = useState<Step>(() => firstOpen(state.answers));
  // One step that is changed from the summary leads back there, not through all that follow.
  const [returning, setReturning] = useState(false);
  const [finishing, setFinishing] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const place = useRef<HTMLDivElement>(null);
  const before = useRef(step);

  useEffect(() => {
    if (before.current === step) return;
    before.current = step;
    scrollTo(0, 0);
    // A step that begins with a field has put the focus there already.
    if (!place.current?.contains(document.activeElement)) place.current?.querySelector<HTMLElement>('h1')?.focus();
  }, [step]);

  const go = (to: Step = 'summary') => {
    setReturning(false);
    setStep(to);
  };
  const change = (which: Step) => {
    setStep(which);
    setReturning(true);
  };
  const next = async (given: SetupAnswers) => {
    const now = { ...answers, ...given, language: i18n.language };
    setAnswers(now);
    setProblem(null);
    if (step === 'summary') return setFinishing(true);
    setBusy(true);
    try {
      // What this machine was measured to need may have become known meanwhile.
      queryClient.setQueryData(setupKey(code, i18n.language), await client.save(now));
      setErrors({});
      go(returning ? 'summary' : steps[steps.indexOf(step) + 1]);
    } catch (error) {
      setProblem(words(error));
    } finally {
      setBusy(false);
    }
  };
  const at = steps.indexOf(step);
  const props: StepProps = {
    state,
    answers,
    errors,
    busy,
    problem,
    onNext: (given) => void next(given),
    ...(at > 0 || returning ? { onBack: () => go(returning ? 'summary' : steps[at - 1]) } : {}),
  };

  if (finishing) {
    return (
      <WizardFrame step="summary">
        <Progress
          client={client}
          answers={{ ...answers, language: i18n.language }}
          modules={state.modules}
          onDone={onDone}
          onBack={() => setFinishing(false)}
          onErrors={(found) => {
            setErrors(found);
            setFinishing(false);
            change(stepOf(Object.keys(found)[0] ?? ''));
          }}
        />
      </WizardFrame>
    );
  }
  return (
    <WizardFrame step={step}>
      <div ref={place}>
        {step === 'company' && <CompanyStep {...props} />}
        {step === 'you' && <YouStep {...props} />}
        {step === 'modules' && <ModulesStep {...props} />}
        {step === 'mail' && <MailStep {...props} onTest={client.testMail} />}
        {step === 'summary' && <SummaryStep {...props} onStep={change} />}
      </div>
    </WizardFrame>
  );
}
