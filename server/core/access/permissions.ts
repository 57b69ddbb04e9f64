/** Core's own permissions; each module names its own in its manifest. All of them are for the whole portal. */
export const corePermissions = [
  'core.people.manage',
  'core.roles.manage',
  'core.settings.manage',
  'core.modules.manage',
  'core.webhooks.manage',
  'core.metrics.read',
  'core.audit.read',
  'core.privacy.manage',
  'core.backup.manage',
] as const;
