import { useTranslation } from 'react-i18next';
import type { Stage, StageRule } from '../../../../server/contracts/crm/records.js';
import { useSession } from '../../../core/session.js';

/** What the rule of a stage does, in a line of the list; of a module that is off, that it does nothing. */
export function RuleLine({ rule, stages }: { rule: StageRule; stages: Stage[] }) {
  const { t } = useTranslation('crm');
  const hasTasks = useSession().modules.includes('tasks');
  const { title } = rule;
  if (rule.kind !== 'task') return <small>{t('rule.short', { title })}</small>;
  const then = stages.find(({ id }) => id === rule.thenStageId);
  return (
    <small>
      {then ? t('rule.thenShort', { title, stage: then.name }) : t('rule.taskShort', { title })}
      {!hasTasks && ` · ${t('rule.offShort')}`}
    </small>
  );
}
