import { useTranslation } from 'react-i18next';
import type { ModuleCard } from '../../../../server/contracts/core/modules.js';
import { Icon } from '../../../ui/icon.js';
import { useFormat } from '../../../ui/ui-context.js';
import m from './modules.module.css';

/** Steps that did not live to their end, and what became of them. */
export function Interrupted({ cards }: { cards: ModuleCard[] }) {
  const { t } = useTranslation('core');
  const f = useFormat();
  return cards.map(({ id, name, interrupted, work }) =>
    interrupted && work === null ? (
      <p key={id} className={m.interrupted} role="status">
        <Icon name={interrupted.outcome === 'after' ? 'info' : 'alert'} size={16} />
        <span>{t(`modules.interrupted.${interrupted.action}.${interrupted.outcome}`, { name, when: f.instantFull(interrupted.at) })}</span>
      </p>
    ) : null,
  );
}
