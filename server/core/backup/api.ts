import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { Type } from 'typebox';
import { type Backups, backupEndpoints, type RehearsalPace } from '../../contracts/core/backups.js';
import type { Actor } from '../access/actor.js';
import { demandAll } from '../access/demand.js';
import { audit } from '../audit/audit.js';
import { type Api, api, type Schemas } from '../http/call.js';
import { conflict, notFound } from '../http/problem.js';
import { recurringKey } from '../jobs/jobs.js';
import type { Services } from '../services.js';
import { changePlan, makeKey } from './change-plan.js';
import { BackupsBusy, lockBackups } from './folder-lock.js';
import { backupHealth } from './health.js';
import { readKeys } from './keys.js';
import { backupJobKind, rehearsalJobKind } from './nightly.js';
import type { BackupDefaults } from './plan.js';
import { printKey } from './seal.js';
import { secondFolder } from './second-folder.js';
import { listSets, removeSet } from './sets.js';
import { sourceOf } from './source.js';

const bySet = Type.Object({ id: Type.String({ minLength: 1, maxLength: 40 }) }, { additionalProperties: false });
const count = (minimum: number, maximum: number) => Type.Integer({ minimum, maximum });

const schemas: Schemas<typeof backupEndpoints> = {
  list: {},
  plan: {
    body: Type.Object(
      {
        hour: Type.Optional(count(0, 23)),
        days: Type.Optional(Type.Array(count(0, 6), { minItems: 1, maxItems: 7, uniqueItems: true })),
        keep: Type.Optional(Type.Object({ daily: count(1, 365), weekly: count(0, 260), monthly: count(0, 120) }, { additionalProperties: false })),
        second: Type.Optional(Type.Unsafe<string | null>({ type: ['string', 'null'], minLength: 1, maxLength: 1000 })),
        sealed: Type.Optional(Type.Boolean()),
        rehearsal: Type.Optional(Type.Unsafe<RehearsalPace>({ type: 'string', enum: ['daily', 'weekly', 'monthly'] })),
      },
      { additionalProperties: false },
    ),
    example: { hour: 2, keep: { daily: 7, weekly: 4, monthly: 3 } },
  },
  // The key is shown this once.
  key: { secretReply: true },
  now: {},
  rehearse: {},
  remove: { params: bySet },
  download: { params: bySet },
};

interface BackupsApiDeps {
  services: Services;
  backup: BackupDefaults;
}

/** The page of backups: what there is, the plan, and doing it now. */
export function backupsApi({ services, backup }: BackupsApiDeps): Api {
  const { db, access, jobs, folder, now } = services;
  const demand = (actor: Actor) => demandAll(access, actor, 'core.backup.manage');
  const locked = async <T>(work: () => Promise<T>): Promise<T> => {
    let unlock: () => void;
    try {
      unlock = lockBackups(folder);
    } catch (error) {
      if (error instanceof BackupsBusy) throw conflict('backup-busy');
      throw error;
    }
    return work().finally(unlock);
  };
  const jobRow = (kind: string) =>
    db.read.selectFrom('jobs').select(['due_at', 'lease_until']).where('kind', '=', kind).where('key', '=', recurringKey).executeTakeFirst();
  const runNow = async (actor: Actor, kind: string, action: string) => {
    demand(actor);
    await db.write(async (tx) => {
      if (!(await jobs.runNow(tx, kind))) throw conflict('backup-busy');
      await audit(tx, now(), actor, action, null);
    });
    return { started: true as const };
  };

  async function list(): Promise<Backups> {
    const source = sourceOf(services, backup);
    const { plan, keyId } = source;
    const [keys, second, items, health, made, tried] = await Promise.all([
      readKeys(folder),
      secondFolder(source),
      listSets(source),
      backupHealth(folder, plan, now()),
      jobRow(backupJobKind),
      jobRow(rehearsalJobKind),
    ]);
    const isRunning = (row: typeof made) => row?.lease_until != null && row.lease_until >= now();
    const newest = items[0];
    return {
      items,
      plan,
      health,
      second,
      running: isRunning(made) ? 'backup' : isRunning(tried) ? 'rehearsal' : null,
      nextAt: made?.due_at ?? null,
      nextRehearsalAt: tried?.due_at ?? null,
      bytes: items.reduce((sum, { ownBytes }) => sum + ownBytes, newest ? newest.bytes : 0),
      keyId: keys.some(({ id }) => id === keyId) ? keyId : null,
    };
  }

  return api(backupEndpoints, schemas, {
    list: async ({ actor }) => {
      demand(actor);
      return list();
    },
    plan: async ({ actor, body }) => {
      demand(actor);
      return changePlan(services, backup, actor, body);
    },
    key: async ({ actor }) => {
      demand(actor);
      const key = await makeKey(services, actor);
      return { key: printKey(key), id: key.id };
    },
    now: ({ actor }) => runNow(actor, backupJobKind, 'backup.asked'),
    rehearse: ({ actor }) => runNow(actor, rehearsalJobKind, 'backup.rehearsal-asked'),
    remove: async ({ actor, params: { id } }) => {
      demand(actor);
      return locked(async () => {
        const found = await removeSet(sourceOf(services, backup), id);
        if (!found) throw notFound();
        await db.write((tx) => audit(tx, now(), actor, 'backup.removed', id));
        return { removed: true as const };
      });
    },
    download: async ({ actor, params: { id }, reply }) => {
      demand(actor);
      // Packing and PostgreSQL come with it, which a start should not wait for.
      const { packSet } = await import('./pack-set.js');
      const packed = await locked(() => packSet(sourceOf(services, backup), id));
      await db.write((tx) => audit(tx, now(), actor, 'backup.downloaded', id));
      const { size } = await stat(packed.file);
      const stream = createReadStream(packed.file);
      stream.once('close', () => void rm(packed.folder, { recursive: true, force: true }));
      return reply
        .header('content-type', 'application/octet-stream')
        .header('content-disposition', `attachment; filename="${packed.name}"`)
        .header('content-length', size)
        .header('cache-control', 'no-store')
        .send(stream);
    },
  });
}
