import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.js';
import { fromAddress } from '../smtp/address.js';
import { zoneName } from '../zone-name.js';
import w from './setup.module.css';
import { StepForm } from './step-form.js';
import type { StepProps } from './step-props.js';
import type { Step } from './steps.js';

export function SummaryStep({ state, answers, busy, problem, onBack, onNext, onStep }: StepProps & { onStep: (step: Step) => void }) {
  const { t, i18n } = useTranslation('setup');
  const { company, admin, modules, mail } = answers;
  const country = state.countries.find((each) => each.code === company?.country)?.name;
  const names = state.modules.filter((card) => modules?.install?.includes(card.id)).map((card) => card.name);
  const lines: { step: Step | null; label: string; value: string[] }[] = [
    {
      step: 'company',
      label: t('step.company'),
      value: [
        company?.name ?? '',
        [country, company?.currency, company?.timeZone && zoneName(company.timeZone)].filter(Boolean).join(' · '),
        t(`core:language.${i18n.language}`),
      ],
    },
    { step: 'you', label: t('step.you'), value: [admin?.name ?? '', admin?.email ?? ''] },
    { step: 'modules', label: t('step.modules'), value: [names.length > 0 ? names.join(', ') : t('modules.nothing')] },
    { step: 'mail', label: t('step.mail'), value: mail?.smtp ? [fromAddress(mail.smtp)?.host ?? '', mail.from ?? ''] : [t('summary.noMail')] },
    // Chosen where the program is started, not here.
    { step: null, label: t('summary.database'), value: [t(`summary.databases.${state.database}`)] },
  ];
  return (
    <StepForm
      title={t('summary.title')}
      text={t('summary.text')}
      problem={problem}
      busy={busy}
      onBack={onBack}
      onSubmit={() => onNext({})}
      action={t('summary.action')}
    >
      <dl className={w.summary}>
        {lines.map(({ step, ...line }) => (
          <div key={line.label}>
            <dt>{line.label}</dt>
            <dd>
              {line.value.filter(Boolean).map((value) => (
                <span key={value}>{value}</span>
              ))}
            </dd>
            {step !== null && (
              <dd className={w.change}>
                <Button look="quiet" onClick={() => onStep(step)} aria-label={t('summary.changeOne', { what: line.label })}>
                  {t('summary.change')}
                </Button>
              </dd>
            )}
          </div>
        ))}
      </dl>
    </StepForm>
  );
}
