import { corePermissions } from './access/permissions.js';
import { rightsApi } from './access/rights-api.js';
import { rolesApi } from './access/roles-api.js';
import { auditApi } from './audit/api.js';
import { sessionApi } from './auth/api.js';
import { cleanUpJob } from './auth/clean-up.js';
import { forgottenPasswordJob } from './auth/forgot.js';
import { sessionsApi } from './auth/sessions-api.js';
import { tokensApi } from './auth/tokens-api.js';
import { backupsApi } from './backup/api.js';
import { backupJob, rehearsalJob } from './backup/nightly.js';
import type { BackupDefaults } from './backup/plan.js';
import type { Rehearse } from './backup/rehearse.js';
import { binApi } from './bin/api.js';
import { purgeJob } from './bin/purge.js';
import { bulkJob, bulkRunsApi } from './bulk/api.js';
import { bulkCleanUp } from './bulk/clean-up.js';
import { commentsApi } from './comments/api.js';
import type { Migration } from './db/migrate.js';
import { filesApi } from './files/api.js';
import { discardJob, removedFilesJob } from './files/let-go.js';
import { recordFilesApi } from './files/record-files-api.js';
import { unattachedJob } from './files/unattached.js';
import { uploadsApi, uploadsCleanUp, uploadsOf } from './files/uploads-api.js';
import { firstStepsApi } from './first-steps/api.js';
import { healthApi } from './health/api.js';
import type { PortalHealth } from './health/portal-health.js';
import { watchJob } from './health/watch.js';
import type { Api } from './http/call.js';
import { importsApi } from './imports/api.js';
import { importsCleanUp } from './imports/clean-up.js';
import { importJob } from './imports/engine.js';
import { undoJob } from './imports/undo.js';
import { jobsApi } from './jobs/api.js';
import type { JobKind } from './jobs/jobs.js';
import type { Registry } from './kernel/registry.js';
import { AnnouncedEvents } from './module.js';
import { modulesApi } from './modules/api.js';
import type { CatalogEntry } from './modules/entry.js';
import type { Life } from './modules/life-interface.js';
import { newsApi } from './news/api.js';
import { noticesApi } from './notify/api.js';
import { noticesCleanUp } from './notify/clean-up.js';
import { digestJob } from './notify/digest.js';
import { dayApi } from './notify/due.js';
import { peopleApi } from './people/api.js';
import { departmentsApi } from './people/departments-api.js';
import { dismissalApi } from './people/dismissal-api.js';
import { handOverJob } from './people/hand-over.js';
import { invitesApi } from './people/invites-api.js';
import { privacyApi } from './privacy/api.js';
import { erasureJob } from './privacy/erasures.js';
import { nextStepsJob } from './records/catch-up-steps.js';
import type { RecordContext } from './records/context.js';
import { sampleApi } from './sample/api.js';
import { sampleJob } from './sample/fill.js';
import { searchApi } from './search/api.js';
import { reindexJobs } from './search/reindex.js';
import type { Services } from './services.js';
import { settingsApi } from './settings/api.js';
import { timeMachineApi } from './time-machine/api.js';
import type { Openings } from './time-machine/openings.js';
import { viewsApi } from './views/api.js';
import { webhooksApi } from './webhooks/api.js';
import { deliverKind } from './webhooks/deliver.js';
import { type Allowed, createGuard } from './webhooks/guard.js';
import { webhooksSweep } from './webhooks/log.js';
import { recordReader } from './webhooks/read-record.js';
import type { Sender } from './webhooks/send.js';

/** What core's own routes and jobs are made of, in one generation. */
export interface CoreDeps {
  services: Services;
  catalog: readonly CatalogEntry[];
  life: Life;
  records: RecordContext;
  registry: Registry;
  /** Number of routes of each module in the generation that answers. */
  routes(): ReadonlyMap<string, number>;
  /** Modules of this generation, in the order of the rail. */
  on(): string[];
  /** Path of the portal behind a proxy, '' for none. */
  basePath: string;
  /** As `config.toml` has it, where nothing was chosen in the portal. */
  backup: BackupDefaults;
  /** Restores a backup on trial, in a process of its own. */
  rehearse: Rehearse;
  /** Addresses inside the network that webhooks may call. */
  webhooks: Allowed;
  /** Backups that are open beside the portal. */
  openings: Openings;
  /** Of the portal, as receivers of webhooks are told. */
  version: string;
  coreMigrations(): Promise<readonly Migration[]>;
  health: PortalHealth;
  /** Whether `X-Forwarded-*` of a proxy in front is believed. */
  trustProxy: boolean;
  /** The file with what modules cost, as measured at preparation. */
  costsFile: string;
}

const senderOf = ({ services, records, registry, webhooks, version }: CoreDeps): Sender => ({
  now: services.now,
  secrets: services.secrets,
  guard: createGuard(webhooks),
  read: recordReader(records, registry),
  version,
});

/** Every table of routes that core has once the portal is set up. */
export function coreApis(deps: CoreDeps): Api[] {
  const { services, records } = deps;
  const modulesOff = () => deps.catalog.map(({ manifest }) => manifest.id).filter((id) => !deps.on().includes(id));
  const session = { services, modules: deps.on, modulesOff, basePath: deps.basePath };
  const modulePermissions = deps.catalog.filter(({ manifest }) => deps.on().includes(manifest.id)).flatMap(({ manifest }) => manifest.permissions);
  const permissions = [...corePermissions, ...modulePermissions];
  return [
    sessionApi(session),
    invitesApi(session),
    tokensApi(services),
    sessionsApi(services),
    peopleApi(services, deps.basePath),
    dismissalApi(services, records),
    departmentsApi(services),
    rolesApi(
      services,
      () => permissions,
      (type) => records.kinds.get(type)?.ownerColumn != null,
    ),
    rightsApi(records, services, () => permissions),
    auditApi(services, records),
    privacyApi(deps),
    settingsApi(services),
    jobsApi(services),
    searchApi(records, services.files),
    viewsApi(services, records),
    bulkRunsApi(deps),
    filesApi(services, records),
    recordFilesApi(records),
    uploadsApi(services, uploadsOf(services)),
    commentsApi({ services, records }),
    modulesApi(deps),
    backupsApi(deps),
    timeMachineApi(deps),
    healthApi({ ...deps, bundle: deps }),
    newsApi(records),
    dayApi(services, deps.registry),
    noticesApi(services, records, deps.registry),
    binApi(records),
    importsApi(deps),
    sampleApi(deps),
    firstStepsApi(services, deps.registry),
    webhooksApi(
      services,
      records,
      senderOf(deps),
      deps.registry.items(AnnouncedEvents).map(({ item }) => item),
    ),
  ];
}

/** Core's own jobs. */
export function coreJobs(deps: CoreDeps): JobKind[] {
  const { services, records } = deps;
  return [
    services.mail.job,
    cleanUpJob(services),
    handOverJob(services, records),
    forgottenPasswordJob(services),
    backupJob(deps),
    rehearsalJob(deps),
    watchJob(deps),
    importJob(deps),
    importsCleanUp(deps),
    undoJob(deps),
    ...reindexJobs(deps),
    nextStepsJob(deps),
    purgeJob(deps),
    discardJob(deps),
    removedFilesJob(deps),
    unattachedJob(deps),
    uploadsCleanUp(uploadsOf(services)),
    bulkJob(deps),
    sampleJob(deps),
    erasureJob(deps),
    bulkCleanUp(deps.services),
    digestJob({ services, registry: deps.registry, kinds: records.kinds }),
    noticesCleanUp(services),
    deliverKind(services, senderOf(deps), () => [...records.kinds.keys()]),
    webhooksSweep(services),
  ];
}
