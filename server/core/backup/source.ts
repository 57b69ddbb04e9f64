import type { Services } from '../services.js';
import type { Settings } from '../settings/settings.js';
import { type BackupDefaults, planOf } from './plan.js';
import type { BackupSource } from './take.js';

type Needs = Pick<Services, 'folder'> & { settings: Pick<Settings, 'get'> };

/** By what a portal is told from others in a folder of backups: the moment at which it was set up, which a restored one shares. */
export const portalMark = ({ settings }: Pick<Needs, 'settings'>): string => settings.get('portal.setUpAt') ?? '';

/** What is backed up, and how, by what was chosen. */
export function sourceOf({ folder, settings }: Needs, defaults: BackupDefaults): BackupSource {
  return {
    folder,
    plan: planOf(settings, defaults),
    keyId: settings.get('backup')?.keyId ?? null,
    portal: portalMark({ settings }),
    timeZone: settings.get('company')?.timeZone ?? 'UTC',
  };
}
