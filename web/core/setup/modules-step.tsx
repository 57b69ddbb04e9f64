import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.js';
import { cx } from '../../ui/cx.js';
import { Icon, isIconName } from '../../ui/icon.js';
import { useFormat } from '../../ui/ui-context.js';
import { FormProblem } from '../form/field.js';
import { costOf, sameChoice, toggled, withNeeds } from './choice.js';
import { ModuleChoice } from './module-choice.js';
import w from './setup.module.css';
import type { StepProps } from './step-props.js';
import { WhatItTakes } from './what-it-takes.js';

const intents = ['sell', 'organise', 'talk', 'share', 'team', 'protect'] as const;

function Ever() {
  const { t } = useTranslation('setup');
  return (
    <p className={w.ever}>
      <Icon name="undo" size={16} />
      <span>{t('modules.ever')}</span>
    </p>
  );
}

export function ModulesStep({ state, answers, errors, busy, problem, onBack, onNext }: StepProps) {
  const { t } = useTranslation('setup');
  const f = useFormat();
  const cards = state.modules;
  const [wanted, setWanted] = useState<ReadonlySet<string>>(() => new Set(answers.modules?.install ?? state.presets[0]?.modules ?? []));
  const taken = withNeeds(wanted, cards);
  const names = new Map(cards.map((card) => [card.id, card.name]));
  const cost = costOf(state.cost, taken, cards, state.sharedMemory);
  const chosen = cards.filter((card) => taken.includes(card.id));
  const go = (
    <>
      {onBack && <Button onClick={onBack}>{t('back')}</Button>}
      <Button look="primary" busy={busy} className={w.grow} onClick={() => onNext({ modules: { install: taken } })}>
        {t('modules.continue', { count: taken.length })}
      </Button>
    </>
  );
  return (
    <div className={w.wrap}>
      <div>
        <h1 tabIndex={-1}>{t('modules.title')}</h1>
        <p className={w.lead}>{t('modules.text')}</p>
        <FormProblem>{problem ?? errors['modules.install'] ?? errors['modules.preset']}</FormProblem>
        {state.presets.length > 1 && (
          <div className={w.presets} role="radiogroup" aria-label={t('modules.presets')}>
            {state.presets.map((preset) => {
              const whole = withNeeds(new Set(preset.modules), cards);
              const on = sameChoice(whole, taken);
              return (
                <label key={preset.id} className={cx(w.preset, on && w.presetOn)}>
                  <input type="radio" name="preset" className="visually-hidden" checked={on} onChange={() => setWanted(new Set(whole))} />
                  <b>{preset.name}</b>
                  <span>{whole.map((id) => names.get(id)).join(', ')}</span>
                  <small>{t('modules.count', { count: whole.length })}</small>
                </label>
              );
            })}
          </div>
        )}
        {intents.map((intent) => {
          const group = cards.filter((card) => card.intent === intent);
          if (group.length === 0) return null;
          return (
            <section key={intent} className={w.group}>
              <h2>
                {t(`intent.${intent}.name`)}
                <span>{t(`intent.${intent}.text`)}</span>
              </h2>
              <div className={w.modules}>
                {group.map((card) => (
                  <ModuleChoice
                    key={card.id}
                    card={card}
                    taken={taken.includes(card.id)}
                    names={names}
                    onToggle={() => setWanted(toggled(wanted, card.id, cards))}
                  />
                ))}
              </div>
            </section>
          );
        })}
      </div>
      <aside className={w.side}>
        <div className={w.sideCard}>
          <h2>{t('modules.choice')}</h2>
          <ul aria-live="polite">
            {chosen.map((card) => (
              <li key={card.id}>
                <Icon name={isIconName(card.icon) ? card.icon : 'box'} size={16} />
                {card.name}
              </li>
            ))}
            {chosen.length === 0 && <li className={w.nothing}>{t('modules.nothing')}</li>}
          </ul>
          {cost && <WhatItTakes cost={cost} />}
          <h3>{t('modules.machine')}</h3>
          <dl>
            <div>
              <dt>
                <Icon name="disk" size={16} />
                {t('modules.disk')}
              </dt>
              <dd>{t('modules.free', { size: f.size(state.machine.diskFree) })}</dd>
            </div>
            <div>
              <dt>
                <Icon name="cpu" size={16} />
                {t('modules.memory')}
              </dt>
              <dd>{t('modules.free', { size: f.size(state.machine.memoryFree) })}</dd>
            </div>
          </dl>
          <Ever />
          <div className={w.sideGo}>{go}</div>
        </div>
      </aside>
      <div className={w.foot}>
        {cost && <p className={w.takes}>{t('modules.takesShort', { memory: f.size(cost.memory), disk: f.size(cost.disk) })}</p>}
        <Ever />
        <div>{go}</div>
      </div>
    </div>
  );
}
