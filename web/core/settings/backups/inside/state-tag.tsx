import { useTranslation } from 'react-i18next';
import type { KeptState } from '../../../../../server/contracts/core/time-machine.js';
import { Tag, type TagLook } from '../../../../ui/tag.js';

const looks: Record<KeptState, TagLook> = { gone: 'bad', bin: 'warn', changed: 'accent', same: 'plain', other: 'warn', erased: 'plain' };

/** How a record of a backup stands now. */
export function StateTag({ state }: { state: KeptState }) {
  const { t } = useTranslation('core');
  return <Tag look={looks[state]}>{t(`backups.inside.states.${state}`)}</Tag>;
}
