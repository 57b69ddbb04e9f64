import { useTranslation } from 'react-i18next';
import type { Chip } from '../../../../server/contracts/tasks/quick-entry.js';
import { Icon, type IconName } from '../../../ui/icon.js';
import { useFormat } from '../../../ui/ui-context.js';
import s from './quick-chips.module.css';

const icons: Record<Chip['kind'], IconName> = { deadline: 'clock', tag: 'tag', person: 'user', project: 'board', priority: 'up' };

/** What was understood of a line; each can be made plain words again. */
export function QuickChips({ chips, deadlineAt, onIgnore }: { chips: readonly Chip[]; deadlineAt: string | null; onIgnore(texts: readonly string[]): void }) {
  const { t } = useTranslation('tasks');
  const f = useFormat();
  const words = (chip: Chip): string => {
    switch (chip.kind) {
      case 'deadline':
        return deadlineAt === null ? chip.text : f.instant(deadlineAt);
      case 'tag':
        return `#${chip.tag}`;
      case 'priority':
        return t(`priority.${chip.priority}`);
      default:
        return chip.name;
    }
  };
  // A day and a time make one deadline, wherever they stand in the line.
  const times = chips.filter(({ kind }) => kind === 'deadline');
  const shown = chips.filter((chip) => chip.kind !== 'deadline' || chip === times[0]);
  const wordsOf = (chip: Chip) => (chip.kind === 'deadline' ? times : [chip]).map(({ text }) => text);
  return (
    <ul className={s.chips} aria-label={t('quick.understood')} aria-live="polite">
      {shown.map((chip) => (
        <li key={chip.start} className={s.chip}>
          <Icon name={icons[chip.kind]} size={14} />
          <span>{words(chip)}</span>
          <button type="button" aria-label={t('quick.ignore', { text: wordsOf(chip).join(' ') })} onClick={() => onIgnore(wordsOf(chip))}>
            <Icon name="x" size={14} />
          </button>
        </li>
      ))}
    </ul>
  );
}
