import { timingSafeEqual } from 'node:crypto';
import { statfs } from 'node:fs/promises';
import { freemem } from 'node:os';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { portalEndpoints } from '../../contracts/core/session.js';
import { type SetupAnswers, type SetupProgress, type SetupState, setupEndpoints } from '../../contracts/core/setup.js';
import { sessionCookieFor } from '../auth/cookie.js';
import { recoverable } from '../auth/forgot.js';
import { openSession } from '../auth/sessions.js';
import { createThrottle } from '../auth/throttle.js';
import { addressForOthers } from '../http/addresses.js';
import { type Api, api } from '../http/call.js';
import { Refusal } from '../http/problem.js';
import { languages, nearestLanguage, texts } from '../i18n/texts.js';
import { describeModule } from '../modules/api.js';
import { readCosts } from '../modules/costs.js';
import { countriesIn } from './countries.js';
import { isSetUp, type SetUpDeps, setUp } from './set-up.js';

/** Public facts that the browser needs before anybody has signed in. */
export function portalApi(deps: SetUpDeps, version: string): Api {
  const { settings } = deps.services;
  return api(
    portalEndpoints,
    { portal: {} },
    {
      portal: async ({ actor }) => {
        const company = settings.get('company');
        return {
          setUp: isSetUp(deps.services),
          language: company?.language ?? actor.language,
          companyName: company?.name ?? null,
          logo: company?.logo ?? null,
          accent: company?.accent ?? null,
          version,
          recovery: company !== undefined && recoverable(deps.services),
        };
      },
    },
  );
}

const text = (max: number) => Type.Optional(Type.String({ maxLength: max }));
const answersSchema = Type.Object(
  {
    language: text(10),
    publicUrl: text(500),
    company: Type.Optional(Type.Object({ name: text(250), country: text(2), currency: text(3), timeZone: text(60) }, { additionalProperties: false })),
    admin: Type.Optional(Type.Object({ name: text(250), email: text(250), password: text(1000) }, { additionalProperties: false })),
    modules: Type.Optional(
      Type.Object({ install: Type.Optional(Type.Array(Type.String({ maxLength: 40 }), { maxItems: 40 })), preset: text(40) }, { additionalProperties: false }),
    ),
    mail: Type.Optional(Type.Union([Type.Null(), Type.Object({ smtp: text(500), from: text(250) }, { additionalProperties: false })])),
  },
  { additionalProperties: false },
);

/** The wizard's routes. They exist only while the portal is not set up, and want the code that was printed at start. */
export function setupApi(deps: SetUpDeps, code: string, config: { host: string; basePath: string }, costsFile: string): Api {
  const { services, catalog, presets } = deps;
  const throttle = createThrottle();
  let progress: SetupProgress = { steps: [], failure: null };
  let running = false;

  function demandCode(request: FastifyRequest): void {
    throttle.check(request.ip);
    const plain = (value: string) => value.toUpperCase().replace(/[^0-9A-Z]/g, '');
    const given = Buffer.from(
      plain(String(request.headers['x-setup-code'] ?? ''))
        .padEnd(64)
        .slice(0, 64),
    );
    if (timingSafeEqual(given, Buffer.from(plain(code).padEnd(64).slice(0, 64)))) {
      throttle.succeeded(request.ip);
      return;
    }
    throttle.failed(request.ip);
    throw new Refusal(403, 'setup-code');
  }

  async function state(language: string, request: FastifyRequest): Promise<SetupState> {
    const { bsize, bavail } = await statfs(services.folder);
    const t = texts(language);
    const costs = await readCosts(costsFile);
    return {
      answers: (services.settings.get('setup.answers') as SetupAnswers | undefined) ?? {},
      countries: countriesIn(language),
      timeZones: Intl.supportedValuesOf('timeZone'),
      currencies: Intl.supportedValuesOf('currency'),
      database: services.db.dialect,
      presets: presets.map(({ id, modules }) => ({ id, name: t(`core:preset.${id}`), modules: [...modules] })),
      modules: catalog.map((entry) => describeModule(catalog, entry, language, costs)),
      address: addressForOthers(config.host, request.socket.localPort ?? 80, config.basePath),
      machine: { diskFree: bsize * bavail, memoryFree: freemem() },
      cost: costs.core,
      sharedMemory: costs.shared,
    };
  }

  return api(
    setupEndpoints,
    {
      state: { query: Type.Object({ language: text(10) }, { additionalProperties: false }) },
      save: { body: answersSchema },
      testMail: {
        body: Type.Object(
          { smtp: Type.String({ maxLength: 500 }), from: Type.String({ maxLength: 250 }), to: Type.String({ maxLength: 250 }) },
          { additionalProperties: false },
        ),
      },
      finish: { body: answersSchema },
      progress: {},
    },
    {
      state: async ({ request, query, actor }) => {
        demandCode(request);
        return state(query.language && languages.includes(query.language) ? query.language : actor.language, request);
      },
      save: async ({ request, body, actor }) => {
        demandCode(request);
        const { password: _never, ...admin } = body.admin ?? {};
        const mail = body.mail?.smtp ? { ...body.mail, smtp: body.mail.smtp.replace(/^(smtps?:\/\/[^:@/]*):[^@/]*@/, '$1@') } : body.mail;
        await services.db.write((tx) => services.settings.set(tx, 'setup.answers', { ...body, admin, mail }));
        return state(nearestLanguage(body.language ?? actor.language), request);
      },
      testMail: async ({ request, body, actor }) => {
        demandCode(request);
        await services.mail.test(body, body.to, actor.language);
        return { sent: true as const };
      },
      finish: async ({ request, reply, body }) => {
        demandCode(request);
        if (running) throw new Refusal(409, 'still-running');
        running = true;
        try {
          const personId = await setUp(deps, body, (next) => {
            progress = next;
          });
          const secret = await openSession(services.db, personId, request.headers['user-agent'] ?? null, services.now());
          reply.header('set-cookie', sessionCookieFor(secret, { secure: request.protocol === 'https', basePath: config.basePath }));
          return { done: true as const };
        } catch (error) {
          progress = {
            steps: progress.steps.map((step) => (step.state === 'running' ? { ...step, state: 'failed' } : step)),
            failure: (error as Error).message,
          };
          throw error;
        } finally {
          running = false;
        }
      },
      progress: async ({ request }) => {
        demandCode(request);
        return progress;
      },
    },
  );
}
