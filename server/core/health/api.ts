import { randomUUID } from 'node:crypto';
import { Type } from 'typebox';
import { type HealthAction, healthActions, healthEndpoints } from '../../contracts/core/health.js';
import type { Actor } from '../access/actor.js';
import { demandAll } from '../access/demand.js';
import { audit } from '../audit/audit.js';
import { backupJobKind, rehearsalJobKind } from '../backup/nightly.js';
import { zipOf } from '../exports/zip.js';
import { type Api, api, type Schemas } from '../http/call.js';
import { conflict, invalidField, notFound } from '../http/problem.js';
import { canRetry } from '../jobs/report.js';
import { tryAgain } from '../jobs/retry.js';
import type { Services } from '../services.js';
import { completeMail, shownMail } from '../settings/mail.js';
import { type BundleFile, type BundleNeeds, makeBundle } from './bundle.js';
import { closeSecrets } from './folder.js';
import type { PortalHealth } from './portal-health.js';

const text = Type.String({ minLength: 1, maxLength: 40 });
const schemas: Schemas<typeof healthEndpoints> = {
  get: {},
  act: { params: Type.Object({ action: text }, { additionalProperties: false }) },
  bundle: {},
  download: { params: Type.Object({ id: text }, { additionalProperties: false }) },
};

export interface HealthApiNeeds {
  services: Services;
  health: PortalHealth;
  bundle: Omit<BundleNeeds, 'context' | 'findings'>;
}

const isAction = (name: string): name is HealthAction => healthActions.some((one) => one === name);

/** So many bundles are kept for whoever has one on the screen. */
const keptBundles = 5;

async function retryMails({ db, mail }: Services): Promise<void> {
  const rows = await db.read.selectFrom('mails').select('id').where('state', '=', 'failed').orderBy('id', 'desc').limit(500).execute();
  await db.write(async (tx) => {
    const ids = rows.map(({ id }) => id);
    const settled = await mail.settled(tx.q, ids);
    for (const id of ids) if (!settled.has(id)) await mail.again(tx, id);
  });
}

async function retryJobs(services: Services): Promise<void> {
  const { db, jobs } = services;
  const again = [...jobs.kinds().values()].filter(canRetry).map(({ kind }) => kind);
  if (again.length === 0) return;
  await db.write(async (tx) => {
    const rows = await tx.q.selectFrom('jobs').select(['id', 'kind', 'payload']).where('state', '=', 'failed').where('kind', 'in', again).limit(500).execute();
    for (const job of rows) await tryAgain(services, tx, job);
  });
}

async function tryMail(services: Services, actor: Actor): Promise<void> {
  const { smtp, from } = shownMail(services);
  const { email } = await services.db.read.selectFrom('people').select('email').where('id', '=', actor.personId).executeTakeFirstOrThrow();
  if (smtp === null || from === null) throw invalidField('smtp', 'required');
  if (email === null) throw invalidField('to', 'required');
  await services.mail.test(completeMail(services, { smtp, from }), email, actor.language);
}

/** The health page: what the checks find, the buttons that mend it, and the bundle for whoever is asked for help. */
export function healthApi({ services, health, bundle }: HealthApiNeeds): Api {
  const { access, db, jobs, now } = services;
  const demand = (actor: Actor) => demandAll(access, actor, 'core.settings.manage');
  const bundles = new Map<string, readonly BundleFile[]>();
  const runNow = async (actor: Actor, kind: string) => {
    demandAll(access, actor, 'core.backup.manage');
    if (!(await db.write((tx) => jobs.runNow(tx, kind)))) throw conflict('backup-busy');
  };
  const doing: Readonly<Record<HealthAction, (actor: Actor) => Promise<unknown>>> = {
    check: async () => health.forget(),
    'close-files': () => closeSecrets(services.folder),
    backup: (actor) => runNow(actor, backupJobKind),
    rehearse: (actor) => runNow(actor, rehearsalJobKind),
    'retry-mails': () => retryMails(services),
    'retry-jobs': () => retryJobs(services),
    'try-mail': (actor) => tryMail(services, actor),
  };
  return api(healthEndpoints, schemas, {
    get: async ({ actor }) => {
      demand(actor);
      return health.inWords(await health.look(), actor.language);
    },
    act: async ({ actor, params: { action } }) => {
      demand(actor);
      if (!isAction(action)) throw notFound();
      await doing[action](actor);
      await db.write((tx) => audit(tx, now(), actor, 'health.acted', action));
      return health.inWords(await health.look(), actor.language);
    },
    bundle: async ({ actor }) => {
      demand(actor);
      const files = await makeBundle({ ...bundle, context: health.context(), findings: await health.look() });
      const id = randomUUID();
      bundles.set(id, files);
      for (const old of [...bundles.keys()].slice(0, -keptBundles)) bundles.delete(old);
      return { id, files: [...files] };
    },
    download: async ({ actor, params: { id }, reply }) => {
      demand(actor);
      const files = bundles.get(id);
      if (!files) throw notFound();
      await db.write((tx) => audit(tx, now(), actor, 'health.bundle-downloaded', null));
      return reply
        .header('content-type', 'application/zip')
        .header('content-disposition', `attachment; filename="sede-support-${now().slice(0, 10)}.zip"`)
        .header('cache-control', 'no-store')
        .send(zipOf(files.map(({ name, text }) => ({ path: name, content: () => [text] }))));
    },
  });
}
