import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type ModuleCard, moduleEndpoints } from '../../../../server/contracts/core/modules.js';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { Icon, isIconName } from '../../../ui/icon.js';
import { useFormat } from '../../../ui/ui-context.js';
import { call } from '../../api.js';
import { FormProblem } from '../../form/field.js';
import { useForm } from '../../form/use-form.js';
import { moduleName, recordsName } from '../../module-words.js';
import { queryClient } from '../../query.js';
import { keyOf, useModules } from '../../registry.js';
import { useSessionState } from '../../session.js';
import { archivesQuery } from './archives.js';
import m from './modules.module.css';
import { SeenByOthers } from './touches.js';

export type Step = 'add' | 'park' | 'resume';

/** What the module gives to others' records, in words: those tabs come and go with it. */
function useGiven(id: string): { key: string; module: string; text: string }[] {
  const { t } = useTranslation('core');
  const modules = useModules();
  const others = modules.filter((module) => module.id !== id).map((module) => moduleName(module.id));
  return (modules.find((module) => module.id === id)?.recordTabs ?? []).flatMap((tab) => {
    if (tab.recordType === '*' && others.length === 0) return [];
    if (tab.recordType === '*') return { key: tab.id, module: others.join(', '), text: t('modules.tabGoesEverywhere', { tab: t(keyOf(id, tab.labelKey)) }) };
    const owner = tab.recordType.slice(0, tab.recordType.indexOf('.'));
    if (owner === id) return [];
    return {
      key: `${tab.recordType}.${tab.id}`,
      module: moduleName(owner),
      text: t('modules.tabGoes', { tab: t(keyOf(id, tab.labelKey)), records: recordsName(tab.recordType) }),
    };
  });
}

/** Modules that this one needs and that are not on yet, each after what it needs itself. */
function neededBy(card: ModuleCard, cards: readonly ModuleCard[]): ModuleCard[] {
  return card.requires.flatMap((id) => {
    const needed = cards.find((each) => each.id === id);
    return needed && needed.state !== 'on' ? [...neededBy(needed, cards), needed] : [];
  });
}

async function bring(card: ModuleCard): Promise<void> {
  await call(card.state === 'absent' || card.state === 'purged' ? moduleEndpoints.add : moduleEndpoints.resume, { params: { id: card.id } });
}

/** Shows what a step changes before it is taken. */
export function PreviewDialog({ card, step, cards, onClose }: { card: ModuleCard; step: Step; cards: ModuleCard[]; onClose: () => void }) {
  const { t } = useTranslation('core');
  const f = useFormat();
  const { reload } = useSessionState();
  const given = useGiven(card.id);
  const isArchived = useQuery(archivesQuery).data?.items.some(({ module }) => module === card.id) ?? false;
  const needed = step === 'park' ? [] : neededBy(card, cards);
  const holders = step === 'park' ? cards.filter((each) => each.state === 'on' && each.requires.includes(card.id)) : [];
  const friends = card.worksWith.flatMap((id) => cards.find((each) => each.id === id)?.name ?? []);
  const form = useForm(async () => {
    if (step === 'park') await call(moduleEndpoints.park, { params: { id: card.id } });
    else for (const each of [...needed, card]) await bring(each);
    await queryClient.invalidateQueries({ queryKey: ['core.module'] });
    await queryClient.invalidateQueries({ queryKey: ['core.role'] });
    onClose();
    await reload();
  });
  const blocked = holders.length > 0;
  return (
    <Dialog
      opened
      title={t(`modules.${step}Title`, { name: card.name })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t(blocked ? 'close' : 'cancel')}</Button>
          {!blocked && (
            <Button look="primary" busy={form.busy} onClick={() => void form.submit()} data-autofocus>
              {t(`modules.${step}Action`, { name: card.name })}
            </Button>
          )}
        </>
      }
    >
      <FormProblem>{form.problem}</FormProblem>
      {blocked ? (
        <p>{t('modules.blocked', { name: card.name, others: holders.map((each) => each.name).join(', ') })}</p>
      ) : (
        <>
          <p>{step === 'add' ? card.what : t(`modules.${step}Text`, { name: card.name, count: card.records, shown: f.number(card.records) })}</p>
          {step === 'add' && (
            <p className={m.choice}>
              <span>
                <em className={m.take}>{t('modules.takeIf')}</em> {card.takeIf}
              </span>
              <span>
                <em>{t('modules.leaveIf')}</em> {card.leaveIf}
              </span>
            </p>
          )}
          {step === 'add' && isArchived && <p>{t('modules.addArchived')}</p>}
          {needed.length > 0 && <p>{t('modules.takenToo', { others: needed.map((each) => each.name).join(', ') })}</p>}
          {step === 'add' && friends.length > 0 && <p>{t('modules.worksWith', { others: friends.join(', ') })}</p>}
          {step === 'park' && (
            <>
              <h3>{t('modules.losesTitle')}</h3>
              <ul className={m.losses}>
                <li>
                  <Icon name={isIconName(card.icon) ? card.icon : 'box'} />
                  <span>{t('modules.menuGoes', { name: card.name })}</span>
                </li>
                {given.map((each) => (
                  <li key={each.key}>
                    <Icon name="eyeoff" />
                    <span>
                      <b>{each.module}.</b> {each.text}
                    </span>
                  </li>
                ))}
                <SeenByOthers id={card.id} />
              </ul>
              <h3>{t('modules.freesTitle')}</h3>
              <dl className={m.frees}>
                {(['routes', 'jobs'] as const).map((each) => (
                  <div key={each}>
                    <dt>{t(`modules.${each}`)}</dt>
                    <dd>{card[each]}</dd>
                  </div>
                ))}
              </dl>
            </>
          )}
          <p className={m.ever}>
            <Icon name="undo" size={16} />
            <span>{t(`modules.${step === 'park' ? 'parkEver' : 'ever'}`)}</span>
          </p>
        </>
      )}
    </Dialog>
  );
}
