import { Type } from 'typebox';
import type { BankDetails, CompanyAddress, WorkingHours } from '../../contracts/core/company.js';
import { settingsEndpoints } from '../../contracts/core/settings.js';
import type { Actor } from '../access/actor.js';
import { demandAll } from '../access/demand.js';
import { sessionsChanged } from '../access/sessions-changed.js';
import { createRateLimit } from '../auth/throttle.js';
import { changeCompany } from '../company/company.js';
import { sendLogo } from '../company/logo.js';
import { type Api, api, type Schemas } from '../http/call.js';
import { invalidField } from '../http/problem.js';
import { emailOrNull, idOrNull, lineOrNull, needed } from '../people/fields.js';
import { byId } from '../records/schemas.js';
import type { Services } from '../services.js';
import { changeMail, completeMail, recentMails, retryMail, shownMail } from './mail.js';

const code = (max: number) => Type.Optional(Type.String({ minLength: 1, maxLength: max }));

/** An object of texts of which each may be null, or nothing at all; what is not given is null. */
const textsOrNull = <T extends object>(fields: Record<keyof T & string, number>) =>
  Type.Unsafe<T | null>({
    type: ['object', 'null'],
    properties: Object.fromEntries(Object.entries(fields).map(([name, max]) => [name, { type: ['string', 'null'], maxLength: max, default: null }])),
    additionalProperties: false,
  });

const clock = { type: 'string', pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' };
const stretch = { properties: { from: clock, to: clock }, required: ['from', 'to'], additionalProperties: false };
const workingHours = Type.Object(
  {
    days: Type.Array(Type.Integer({ minimum: 0, maximum: 6 }), { minItems: 1, maxItems: 7, uniqueItems: true }),
    from: Type.Unsafe<string>(clock),
    to: Type.Unsafe<string>(clock),
    break: Type.Unsafe<WorkingHours['break']>({ type: ['object', 'null'], ...stretch }),
  },
  { additionalProperties: false },
);

const schemas: Schemas<typeof settingsEndpoints> = {
  company: {},
  changeCompany: {
    body: Type.Object(
      {
        name: Type.Optional(needed(250)),
        country: code(2),
        currency: code(3),
        timeZone: code(60),
        language: code(20),
        weekStart: Type.Optional(Type.Integer({ minimum: 0, maximum: 6 })),
        workingHours: Type.Optional(workingHours),
        legalName: Type.Optional(lineOrNull(250)),
        taxId: Type.Optional(lineOrNull(60)),
        stateRegistration: Type.Optional(lineOrNull(60)),
        cityRegistration: Type.Optional(lineOrNull(60)),
        address: Type.Optional(textsOrNull<CompanyAddress>({ street: 1000, extra: 250, district: 120, postalCode: 20, city: 120, region: 60 })),
        bank: Type.Optional(textsOrNull<BankDetails>({ bank: 120, holder: 250, branch: 30, account: 40, pix: 80, iban: 60, bic: 20 })),
        site: Type.Optional(lineOrNull(250)),
        logoId: Type.Optional(idOrNull),
        accent: Type.Optional(lineOrNull(7)),
        phone: Type.Optional(lineOrNull(60)),
        email: Type.Optional(emailOrNull),
        publicUrl: Type.Optional(lineOrNull(500)),
      },
      { additionalProperties: false },
    ),
  },
  logo: { params: Type.Object({ hash: Type.String({ pattern: '^[0-9a-f]{32}$' }) }, { additionalProperties: false }) },
  mail: {},
  changeMail: { body: Type.Object({ smtp: lineOrNull(500), from: lineOrNull(250) }, { additionalProperties: false }) },
  testMail: {
    body: Type.Object(
      {
        to: Type.String({ maxLength: 250, format: 'email' }),
        smtp: Type.Optional(Type.String({ maxLength: 500 })),
        from: Type.Optional(Type.String({ maxLength: 250 })),
      },
      { additionalProperties: false },
    ),
  },
  retryMail: { params: byId },
};

export function settingsApi(services: Services): Api {
  const { access, settings, mail } = services;
  const limit = createRateLimit(20, 60_000);
  const demand = (actor: Actor) => demandAll(access, actor, 'core.settings.manage');
  return api(settingsEndpoints, schemas, {
    company: async () => settings.company(),
    changeCompany: async ({ actor, body }) => {
      demand(actor);
      const company = await changeCompany(services, actor, body);
      sessionsChanged(services, 'everybody');
      return company;
    },
    logo: ({ params, request, reply }) => sendLogo(services, params.hash, request, reply),
    mail: async ({ actor }) => {
      demand(actor);
      return { ...shownMail(services), recent: await recentMails(services) };
    },
    changeMail: async ({ actor, body }) => {
      demand(actor);
      return changeMail(services, actor, body);
    },
    testMail: async ({ actor, body }) => {
      demand(actor);
      limit(String(actor.personId));
      const present = shownMail(services);
      const [smtp, from] = [body.smtp ?? present.smtp, body.from ?? present.from];
      if (smtp === null) throw invalidField('smtp', 'required');
      if (from === null) throw invalidField('from', 'required');
      await mail.test(completeMail(services, { smtp, from }), body.to, actor.language);
      return { sent: true as const };
    },
    retryMail: async ({ actor, params }) => {
      demand(actor);
      return retryMail(services, actor, params.id);
    },
  });
}
