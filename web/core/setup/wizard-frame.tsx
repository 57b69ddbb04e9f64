import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../ui/cx.js';
import { Icon } from '../../ui/icon.js';
import { LanguageChoice } from '../entrance/language-choice.js';
import type { Language } from '../i18n.js';
import w from './setup.module.css';
import { type Step, steps } from './steps.js';

/** Where one is among the steps, and the language, on every page of the set-up. */
export function WizardFrame({ step, onLanguage, children }: { step?: Step; onLanguage?: (language: Language) => void; children: ReactNode }) {
  const { t } = useTranslation('setup');
  const at = step ? steps.indexOf(step) : -1;
  return (
    <div className={w.wizard}>
      <header className={w.bar}>
        <span className={w.logo}>
          <Icon name="sede" />
        </span>
        <b>{t('core:product')}</b>
        <ol aria-label={t('steps')}>
          {step &&
            steps.map((each, index) => (
              <li key={each} className={cx(index < at && w.done, index === at && w.now)} aria-current={index === at ? 'step' : undefined}>
                <span>{index < at ? <Icon name="check" size={12} /> : index + 1}</span>
                {t(`step.${each}`)}
              </li>
            ))}
        </ol>
        {step && <span className={w.stepOf}>{t('stepOf', { step: at + 1, all: steps.length })}</span>}
        <LanguageChoice {...(onLanguage ? { onChoose: onLanguage } : {})} />
      </header>
      <main>{children}</main>
    </div>
  );
}
