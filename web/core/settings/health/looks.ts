import type { HealthState } from '../../../../server/contracts/core/health.js';
import type { IconName } from '../../../ui/icon.js';

export const looks: Readonly<Record<HealthState, { icon: IconName }>> = {
  ok: { icon: 'check' },
  look: { icon: 'eye' },
  broken: { icon: 'alert' },
};
