import type { SetupAnswers, SetupProgress } from '../../contracts/core/setup.js';
import { systemActor } from '../access/actor.js';
import { createBuiltInRoles } from '../access/built-in-roles.js';
import { audit } from '../audit/audit.js';
import { hashPassword } from '../auth/secrets.js';
import { conflict } from '../http/problem.js';
import { sealSmtp } from '../mail/smtp.js';
import type { CatalogEntry } from '../modules/entry.js';
import type { Life } from '../modules/life-interface.js';
import { layListAside } from '../privacy/list.js';
import { closeFolder } from '../private-files.js';
import { fold } from '../search/fold.js';
import type { Services } from '../services.js';
import { type Choices, checkAnswers } from './answers.js';

/** What set-up works with; the same from the wizard and from an answers file. */
export interface SetUpDeps {
  services: Services;
  catalog: readonly CatalogEntry[];
  presets: Choices['presets'];
  life: Life;
}

export const isSetUp = (services: Pick<Services, 'settings'>): boolean => services.settings.get('portal.setUpAt') !== undefined;

/**
 * Sets the portal up: tables of the chosen modules, then company, roles, the first administrator and the mark "set up" in
 * one transaction, so that a process killed in between begins anew.
 * @returns the id of the administrator. @throws Refusal 422 naming each wrong answer, 409 when it is set up already.
 */
export async function setUp(deps: SetUpDeps, answers: SetupAnswers, onStep: (progress: SetupProgress) => void): Promise<number> {
  const { services, catalog, life } = deps;
  if (isSetUp(services)) throw conflict('already-set-up');
  const manifests = catalog.map(({ manifest }) => manifest);
  const checked = checkAnswers(answers, { presets: deps.presets, modules: manifests });
  const steps: SetupProgress['steps'] = ['account', ...checked.modules.map((id) => `module.${id}`), 'finish'].map((id) => ({ id, state: 'waiting' }));
  const begin = (id: string) => {
    for (const step of steps) if (step.state === 'running') step.state = 'done';
    const step = steps.find((one) => one.id === id);
    if (step) step.state = 'running';
    onStep({ steps: steps.map((one) => ({ ...one })), failure: null });
  };
  begin('account');
  const passwordHash = await hashPassword(checked.admin.password);
  const { company, admin } = checked;
  const now = services.now();
  let adminId = 0;
  closeFolder(services.folder);
  const layBack = await layListAside(services.folder, now);
  const installed = life.install(
    checked.modules,
    company.language,
    async (tx) => {
      begin('finish');
      const permissions = manifests.filter(({ id }) => checked.modules.includes(id)).flatMap((one) => one.permissions);
      const roles = await createBuiltInRoles(tx, permissions);
      await services.settings.set(tx, 'company', company);
      if (checked.mail) await services.settings.set(tx, 'mail', { ...checked.mail, smtp: sealSmtp(services.secrets, checked.mail.smtp) });
      const person = await tx.q
        .insertInto('people')
        .values({
          version: 1,
          name: admin.name,
          email: admin.email,
          folded_email: fold(admin.email),
          folded_name: fold(admin.name),
          password_hash: passwordHash,
          status: 'active',
          position: null,
          phone: null,
          language: company.language,
          time_zone: company.timeZone,
          department_id: null,
          created_at: now,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      adminId = person.id;
      await tx.q.insertInto('person_roles').values({ person_id: adminId, role_id: roles.administrator }).execute();
      await services.settings.remove(tx, 'setup.answers');
      await services.settings.set(tx, 'portal.setUpAt', now);
      await audit(tx, now, systemActor(), 'portal.set-up', null, { modules: checked.modules });
    },
    (id) => begin(`module.${id}`),
  );
  await installed.catch(async (error) => {
    await layBack();
    throw error;
  });
  for (const step of steps) step.state = 'done';
  onStep({ steps, failure: null });
  return adminId;
}
