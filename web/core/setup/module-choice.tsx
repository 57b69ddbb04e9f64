import { useTranslation } from 'react-i18next';
import type { ModuleCard } from '../../../server/contracts/core/modules.js';
import { cx } from '../../ui/cx.js';
import { Icon, isIconName } from '../../ui/icon.js';
import { Tag } from '../../ui/tag.js';
import { useCostWords } from '../cost-words.js';
import w from './setup.module.css';

/** One module to take or leave, in plain words. `names` are the names of all modules by id. */
export function ModuleChoice({ card, taken, names, onToggle }: { card: ModuleCard; taken: boolean; names: Map<string, string>; onToggle: () => void }) {
  const { t } = useTranslation('setup');
  const list = (ids: string[]) => ids.flatMap((id) => names.get(id) ?? []).join(', ');
  const cost = useCostWords()(card.cost);
  const friends = list(card.worksWith.filter((id) => !card.requires.includes(id)));
  return (
    <label className={cx(w.module, taken && w.taken)}>
      <span className={w.moduleHead}>
        <Icon name={isIconName(card.icon) ? card.icon : 'box'} />
        <span className={w.moduleName}>
          <b>{card.name}</b>
          {card.requires.length > 0 && (
            <Tag look={taken ? 'accent' : 'plain'}>{t(taken ? 'modules.takenToo' : 'modules.needs', { modules: list(card.requires) })}</Tag>
          )}
        </span>
        <input type="checkbox" checked={taken} onChange={onToggle} aria-label={card.name} />
      </span>
      <span className={w.what}>{card.what}</span>
      <span className={w.reasons}>
        <span>
          <em className={w.takeIf}>{t('modules.takeIf')}</em> {card.takeIf}
        </span>
        <span>
          <em>{t('modules.leaveIf')}</em> {card.leaveIf}
        </span>
      </span>
      {(friends || cost) && (
        <span className={w.cost}>
          {friends && <span>{t('modules.worksWith', { modules: friends })}</span>}
          {cost && <span>{cost}</span>}
        </span>
      )}
    </label>
  );
}
