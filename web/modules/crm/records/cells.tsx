import { useTranslation } from 'react-i18next';
import type { Channel } from '../../../../server/contracts/core/fields.js';
import type { Stage } from '../../../../server/contracts/crm/records.js';
import { ReferenceLink } from '../../../ui/cells.js';
import { dayOf } from '../../../ui/format.js';
import type { IconName } from '../../../ui/icon.js';
import { StageDot } from '../../../ui/tag.js';
import { useFormat, useReference } from '../../../ui/ui-context.js';
import s from './cells.module.css';

export const FirstChannel = ({ of }: { of: readonly Channel[] }) => <>{of[0]?.value ?? ''}</>;

export function StageName({ stage }: { stage: Stage | undefined }) {
  return stage ? <StageDot colour={stage.colour ?? 1}>{stage.name}</StageDot> : null;
}

export interface WithNextStep {
  nextActivityAt: string | null;
  nextActivityKind: string | null;
  nextActivityTitle: string | null;
  nextStepType: string | null;
  nextStepId: number | null;
  closedAt: string | null;
}

const icons: Record<string, IconName> = { call: 'phone', meeting: 'cal', mail: 'mail', todo: 'tasks', task: 'check' };

export const stepIcon = (kind: string | null): IconName => icons[kind ?? ''] ?? 'tasks';

/** A step of another module: by its title for those who may see it there, otherwise by what it is. */
export function StepElsewhere({ of }: { of: WithNextStep }) {
  const { t } = useTranslation('crm');
  const found = useReference(of.nextStepType ?? '', of.nextStepId);
  if (!found?.title) return <>{t(`option.nextActivityKind.${of.nextActivityKind}`)}</>;
  return <ReferenceLink type={of.nextStepType ?? ''} id={of.nextStepId} />;
}

/** What comes next in words, and how it looks: none and late are what a salesperson must see. `when` is what its text ends with. */
export function useNextStep(
  of: 'lead' | 'deal',
  record: WithNextStep,
  semantic: Stage['semantic'] | undefined,
): { icon: IconName; text: string; when?: string; look: 'plain' | 'none' | 'late' | 'won' } {
  const { t } = useTranslation('crm');
  const f = useFormat();
  // What another module calls it is for those alone who may see it there.
  const found = useReference(record.nextStepType ?? '', record.nextStepType === null ? null : record.nextStepId);
  if (semantic === 'won')
    return {
      icon: 'check',
      text: record.closedAt
        ? t([`${of}.next.won`, 'next.won'], { when: f.day(dayOf(new Date(record.closedAt), f.timeZone)) })
        : t([`${of}.next.wonPlain`, 'next.wonPlain']),
      look: 'won',
    };
  if (semantic === 'lost')
    return {
      icon: 'x',
      text: record.closedAt
        ? t([`${of}.next.lost`, 'next.lost'], { when: f.day(dayOf(new Date(record.closedAt), f.timeZone)) })
        : t([`${of}.next.lostPlain`, 'next.lostPlain']),
      look: 'plain',
    };
  if (!record.nextActivityKind) return { icon: 'alert', text: t('next.none'), look: 'none' };
  const icon = stepIcon(record.nextActivityKind);
  const late = record.nextActivityAt !== null && Date.parse(record.nextActivityAt) < Date.now();
  const when = record.nextActivityAt ? f.instant(record.nextActivityAt) : '';
  const title = record.nextActivityTitle ?? found?.title ?? t(`option.nextActivityKind.${record.nextActivityKind}`);
  return { icon: late ? 'clock' : icon, text: when ? `${title}, ${when}` : title, when, look: late ? 'late' : 'plain' };
}

export function NextStep({ of, record, semantic }: { of: 'lead' | 'deal'; record: WithNextStep; semantic: Stage['semantic'] | undefined }) {
  const next = useNextStep(of, record, semantic);
  const { text, when = '' } = next;
  return (
    <span className={[s.next, next.look === 'none' || next.look === 'late' ? s.bad : ''].join(' ')} title={text}>
      <span className={s.what}>{text.slice(0, text.length - when.length).trimEnd()}</span>
      {when && <span className={s.when}>{when}</span>}
    </span>
  );
}
