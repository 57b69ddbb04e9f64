import type { SettingsPage } from '../module.js';

/** The settings of the portal itself; modules add theirs through their entries. */
export const settingsPages: SettingsPage[] = [
  { path: 'company', labelKey: 'core:settings.company', icon: 'building', right: 'core.settings.manage', load: () => import('./company/company.js') },
  { path: 'people', labelKey: 'core:settings.people', icon: 'people', right: 'core.people.manage', load: () => import('./people/people.js') },
  { path: 'roles', labelKey: 'core:settings.roles', icon: 'shield', right: 'core.roles.manage', load: () => import('./roles/roles.js') },
  { path: 'modules', labelKey: 'core:settings.modules', icon: 'box', right: 'core.modules.manage', load: () => import('./modules/modules.js') },
  { path: 'mail', labelKey: 'core:settings.mail', icon: 'mail', right: 'core.settings.manage', load: () => import('./mail/mail.js') },
  { path: 'notices', labelKey: 'core:settings.notices', icon: 'bell', right: 'core.settings.manage', load: () => import('../notices/company-page.js') },
  { path: 'backups', below: ['$id'], labelKey: 'core:settings.backups', icon: 'disk', right: 'core.backup.manage', load: () => import('./backups/backups.js') },
  { path: 'health', labelKey: 'core:settings.health', icon: 'shield', right: 'core.settings.manage', load: () => import('./health/health.js') },
  { path: 'jobs', labelKey: 'core:settings.jobs', icon: 'clock', right: 'core.settings.manage', load: () => import('./jobs/jobs.js') },
  { path: 'sample', labelKey: 'core:settings.sample', icon: 'gallery', right: 'core.settings.manage', load: () => import('./sample.js') },
  { path: 'bin', labelKey: 'core:settings.bin', icon: 'trash', load: () => import('./bin/bin.js') },
  { path: 'changes', below: ['$id'], labelKey: 'core:settings.changes', icon: 'edit', load: () => import('./changes/changes.js') },
  { path: 'audit', labelKey: 'core:settings.audit', icon: 'shield', right: 'core.audit.read', load: () => import('./audit/audit.js') },
  { path: 'privacy', labelKey: 'core:settings.privacy', icon: 'eyeoff', right: 'core.privacy.manage', load: () => import('./privacy/privacy.js') },
  { path: 'webhooks', labelKey: 'core:settings.webhooks', icon: 'link', right: 'core.webhooks.manage', load: () => import('./webhooks/webhooks.js') },
];
