import { minuteOf, workdayAfter, workdayBefore } from '../../../contracts/core/working-day.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { dayIn, instantAt } from '../../../core/db/days.js';
import { plusMilliseconds } from '../../../core/db/instant.js';
import { isWorkingDay } from '../../../core/db/working-days.js';
import { digitsOf } from '../../../core/imports/numbers.js';
import type { Sample } from '../../../core/sample/point.js';
import { completeActivity, planActivity } from '../activities/activities.js';
import { createCompany } from '../companies/companies.js';
import { createContact } from '../contacts/contacts.js';
import type { Crm } from '../crm.js';
import { createDeal } from '../deals/create-deal.js';
import { deal, lead } from '../kinds.js';
import { createLead } from '../leads/create-lead.js';
import { defaultPipeline, stagesOf } from '../stages/find.js';
import { move } from '../stages/move.js';
import { type SampleWords, sampleWords } from './words.js';

const hour = 3_600_000;

/** Reads a place of a list that is written down as a whole. */
function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new Error(`The sample has no ${index}`);
  return found;
}

/**
 * The full hour that is so many hours from now; outside the company's working hours one within them, later for what is to come and earlier for what is
 * past.
 * @param n moves several to different hours.
 */
function inHours({ now, settings }: Crm, hours: number, n: number): string {
  const { timeZone, workingHours } = settings.company();
  const { from, to } = workingHours;
  const wanted = new Date(Math.ceil(Date.parse(now()) / hour + hours) * hour).toISOString();
  const day = dayIn(timeZone, wanted);
  const isWorkday = isWorkingDay(workingHours, day);
  const [begin, end] = [instantAt(day, from, timeZone), instantAt(day, to, timeZone)];
  if (isWorkday && begin <= wanted && wanted < end) return wanted;
  const other =
    isWorkday && (hours > 0 ? wanted < begin : wanted >= end) ? day : hours > 0 ? workdayAfter(workingHours, day) : workdayBefore(workingHours, day);
  const fullHours = Math.max(1, Math.floor((minuteOf(to) - minuteOf(from)) / 60));
  return plusMilliseconds(instantAt(other, from, timeZone), (n % fullHours) * hour);
}

function createMaker(crm: Crm, actor: Actor) {
  const { currency, country } = crm.settings.company();
  const words = sampleWords(actor.language, country);
  const write = <T>(work: (tx: Tx) => Promise<T>) => crm.db.write(work);
  const money = (hundreds: number) => (hundreds === 0 ? null : { amount: hundreds * 100 * 10 ** digitsOf(currency), currency });
  const mail = (name: string) => [{ kind: 'work' as const, value: `${name}.example`.toLowerCase() }];
  const phone = (value: string) => [{ kind: 'work' as const, value }];
  const first = async (table: 'crm_sources' | 'crm_lost_reasons') =>
    (await crm.db.read.selectFrom(table).select('id').where('deleted_at', 'is', null).orderBy('position').execute()).map(({ id }) => id);
  return { crm, actor, words, write, money, mail, phone, first };
}
type Maker = ReturnType<typeof createMaker>;

async function makeClients({ crm, actor, words, write, mail, phone, first }: Maker): Promise<{ companies: number[]; contacts: number[] }> {
  const sources = await first('crm_sources');
  const companies: number[] = [];
  for (const [title, industry, address, number, box] of words.companies) {
    const sourceId = sources[companies.length % Math.max(1, sources.length)] ?? null;
    const made = await write((tx) => createCompany(crm, tx, actor, { title, industry, address, phones: phone(number), emails: mail(box), sourceId }));
    companies.push(made.id);
  }
  const contacts: number[] = [];
  for (const [firstName, lastName, position, of] of words.contacts) {
    const [title, , , number, box] = at(words.companies, of);
    const address = `${lastName}@${box.split('@')[1]}`.normalize('NFD').replace(/\p{M}/gu, '');
    const draft = { firstName, lastName, position, companyId: at(companies, of), companyName: title, phones: phone(number), emails: mail(address) };
    contacts.push((await write((tx) => createContact(crm, tx, actor, draft))).id);
  }
  return { companies, contacts };
}

/** Puts records onto stages: most on those that are open, one of four or five on one that ends. */
function spread(stages: Awaited<ReturnType<typeof stagesOf>>, count: number): number[] {
  const open = stages.filter(({ semantic }) => semantic === 'open');
  const ends = stages.filter(({ semantic }) => semantic !== 'open');
  const ending = Math.min(ends.length * 2, Math.floor(count / 4));
  return Array.from({ length: count }, (_, n) => {
    const from = n - (count - ending);
    return from >= 0 ? at(ends, from % ends.length).id : at(open, Math.floor((n * open.length) / (count - ending))).id;
  });
}

async function makeLeads({ crm, actor, words, write, money, first }: Maker): Promise<void> {
  const stages = (await stagesOf(crm.db.read, null)).filter(({ semantic }) => semantic !== 'won');
  const places = spread(stages, words.leads.length);
  const [sources, [reason]] = [await first('crm_sources'), await first('crm_lost_reasons')];
  for (const [n, [title, firstName, lastName, companyName, worth]] of words.leads.entries()) {
    const draft = { title, firstName, lastName, companyName, amount: money(worth), sourceId: sources[n % Math.max(1, sources.length)] ?? null };
    const made = await write((tx) => createLead(crm, tx, actor, draft));
    await write((tx) => move(crm, tx, actor, lead, made.id, { stageId: at(places, n), lostReasonId: lostReason(stages, at(places, n), reason) }));
  }
}

const lostReason = (stages: Awaited<ReturnType<typeof stagesOf>>, stageId: number, reason: number | undefined) =>
  stages.find(({ id }) => id === stageId)?.semantic === 'lost' ? (reason ?? null) : null;

async function makeDeals({ crm, actor, words, write, money, first }: Maker, clients: { companies: number[]; contacts: number[] }): Promise<number[]> {
  const stages = await stagesOf(crm.db.read, await defaultPipeline(crm.db.read));
  const places = spread(stages, words.deals.length);
  const [reason] = await first('crm_lost_reasons');
  const open: number[] = [];
  for (const [n, [title, contact, worth, days]] of words.deals.entries()) {
    const draft = {
      title,
      contactId: at(clients.contacts, contact),
      companyId: at(clients.companies, at(words.contacts, contact)[3]),
      amount: money(worth),
      closeOn: plusMilliseconds(crm.now(), days * 24 * hour).slice(0, 10),
    };
    const stageId = at(places, n);
    const made = await write((tx) => createDeal(crm, tx, actor, draft));
    await write((tx) => move(crm, tx, actor, deal, made.id, { stageId, lostReasonId: lostReason(stages, stageId, reason) }, { reasonMayMiss: true }));
    if (stages.find(({ id }) => id === stageId)?.semantic === 'open') open.push(made.id);
  }
  return open;
}

async function makeActivities({ crm, actor, words, write }: Maker, deals: readonly number[]): Promise<void> {
  for (const [n, [kind, title, hours]] of words.activities.entries()) {
    const recordId = deals[n];
    if (recordId === undefined) return;
    await write((tx) => planActivity(crm, tx, actor, { kind, title, recordType: 'crm.deal', recordId, dueAt: inHours(crm, hours, n) }));
  }
  for (const [n, text] of words.notes.entries()) {
    const id = at(deals, n);
    await write(async (tx) => {
      // Another one than is planned there next.
      const [kind, title] = at(words.activities, words.activities.length - 1 - n);
      const done = await planActivity(crm, tx, actor, { kind, title, recordType: 'crm.deal', recordId: id, dueAt: inHours(crm, -48 - n, n) });
      await completeActivity(crm, tx, actor, done.id, text);
    });
  }
}

const countOf = (words: SampleWords) =>
  words.companies.length + words.contacts.length + words.leads.length + words.deals.length + words.activities.length + words.notes.length;

/** Clients, leads, and deals over all stages with something to do today. */
export const crmSample = (crm: Crm): Sample => ({
  total: countOf(sampleWords('en', null)),
  async make(actor) {
    const maker = createMaker(crm, actor);
    const clients = await makeClients(maker);
    await makeLeads(maker);
    await makeActivities(maker, await makeDeals(maker, clients));
  },
});
