import { setTimeout as pause } from 'node:timers/promises';
import { call } from './process.js';

/** What the portal promised about one lead; where a call got no answer, what it would have set is possible too. */
export interface Promised {
  title: string;
  amounts: Set<number>;
  stages: Set<number>;
  /** Comments that were confirmed, and those that may be there. */
  comments: Set<string>;
  maybeComments: Set<string>;
  deleted: 'no' | 'yes' | 'maybe';
}

/** Everything that was promised over all lives of the portal. */
export interface Promises {
  leads: Map<number, Promised>;
  /** Titles of calls that were cut off: at most one lead each. */
  cutOff: Set<string>;
  /** Title of each activity whose reminder was promised, with its lead. */
  reminders: Map<string, number>;
  confirmed: number;
}

export const nothingPromised = (): Promises => ({ leads: new Map(), cutOff: new Set(), reminders: new Map(), confirmed: 0 });

export interface LoadWish {
  token: string;
  /** Who is responsible, and so hears of each lead and is reminded. */
  ownerId: number;
  stages: readonly number[];
  /** 0 … 1, from a seed, so that a run can be repeated. */
  random(): number;
  lanes: number;
  /** Tells one life of the portal from the next in the titles. */
  life: number;
}

/** Thrown by a call without an answer: the portal is gone. */
class Gone extends Error {}

/**
 * Creates, changes, moves, deletes leads, comments on them and plans reminders without a pause until the portal is gone. Each lane works on leads
 * of its own, so that what it was told last is what must be there.
 */
export function mixedLoad(portal: { url: string }, promises: Promises, wish: LoadWish): { stop(): Promise<void> } {
  const { token, ownerId, stages, random } = wish;
  let goOn = true;
  async function ask(method: string, path: string, body: unknown): Promise<{ id: number }> {
    let answer: Response;
    let told: { id: number };
    try {
      answer = await call(portal, token, method, path, body);
      told = (await answer.json()) as { id: number };
    } catch {
      throw new Gone();
    }
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(told)}`);
    promises.confirmed += 1;
    return told;
  }
  async function lane(number: number): Promise<void> {
    const own: number[] = [];
    for (let i = 0; goOn; i += 1) {
      const name = `${wish.life}-${number}-${i}`;
      const id = own[Math.floor(random() * own.length)];
      const lead = id === undefined ? undefined : promises.leads.get(id);
      const what = random();
      if (id === undefined || !lead || what < 0.4) {
        const title = `Lead ${name}`;
        promises.cutOff.add(title);
        const amount = Math.floor(random() * 1e6);
        const made = await ask('POST', 'crm/leads', { title, ownerId, stageId: stages[0], amount: { amount, currency: 'BRL' } });
        promises.cutOff.delete(title);
        promises.leads.set(made.id, {
          title,
          amounts: new Set([amount]),
          stages: new Set([stages[0] as number]),
          comments: new Set(),
          maybeComments: new Set(),
          deleted: 'no',
        });
        own.push(made.id);
      } else if (what < 0.6) {
        const amount = Math.floor(random() * 1e6);
        lead.amounts.add(amount);
        await ask('PATCH', `crm/leads/${id}`, { amount: { amount, currency: 'BRL' } });
        lead.amounts = new Set([amount]);
      } else if (what < 0.75) {
        const stage = stages[Math.floor(random() * stages.length)] as number;
        lead.stages.add(stage);
        await ask('POST', `crm/leads/${id}/move`, { stageId: stage });
        lead.stages = new Set([stage]);
      } else if (what < 0.87) {
        const text = `Comment ${name}`;
        lead.maybeComments.add(text);
        await ask('POST', 'comments', { recordType: 'crm.lead', recordId: id, html: `<p>${text}</p>` });
        lead.comments.add(text);
      } else if (what < 0.97) {
        const title = `Call ${name}`;
        // Far enough ahead not to be due when the call arrives: such an activity needs no reminder.
        const dueAt = new Date(Date.now() + 4000 + random() * 2000).toISOString();
        await ask('POST', 'crm/activities', { kind: 'call', title, recordType: 'crm.lead', recordId: id, ownerId, dueAt });
        promises.reminders.set(title, id);
      } else {
        own.splice(own.indexOf(id), 1);
        lead.deleted = 'maybe';
        await ask('DELETE', `crm/leads/${id}`, undefined);
        lead.deleted = 'yes';
      }
    }
  }
  const failures: unknown[] = [];
  const ended = Promise.all(
    Array.from({ length: wish.lanes }, (_, number) =>
      lane(number).catch((error) => {
        if (!(error instanceof Gone)) failures.push(error);
      }),
    ),
  );
  return {
    async stop() {
      goOn = false;
      await ended;
      if (failures.length > 0) throw failures[0];
    },
  };
}

/** A row of numbers from 0 to 1 that is the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = state;
    x = Math.imul(x ^ (x >>> 15), x | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Every item of a list, page by page. */
export async function everything<T>(portal: { url: string }, token: string, path: string): Promise<T[]> {
  const items: T[] = [];
  for (let after: string | null = ''; after !== null; ) {
    const page = (await (
      await call(portal, token, 'GET', `${path}${path.includes('?') ? '&' : '?'}limit=100${after ? `&after=${encodeURIComponent(after)}` : ''}`)
    ).json()) as { items: T[]; next: string | null };
    items.push(...page.items);
    after = page.next;
  }
  return items;
}

/** Asks until the answer holds or the time is over. */
export async function eventually(holds: () => Promise<boolean>, withinMs = 30_000): Promise<boolean> {
  const until = Date.now() + withinMs;
  while (Date.now() < until) {
    if (await holds()) return true;
    await pause(20);
  }
  return holds();
}
