import { setTimeout as pause } from 'node:timers/promises';
import t from 'tap';
import type { Dialect } from '../../server/core/db/database.js';
import { eventually, everything, mixedLoad, nothingPromised, type Promises, seeded } from './kill-load.js';
import { ask, freshPostgres } from './postgres.js';
import { admin, call, killWhileStarting, sede, setUpFolder, startProcess } from './process.js';

interface Lead {
  id: number;
  title: string;
  stageId: number;
  amount: { amount: number };
}
interface Comment {
  text: string;
}
interface Notice {
  code: string;
  params: { title: string };
  recordId: number;
}

const lanes = 6;
const seed = Number(process.env.SEDE_TEST_SEED ?? Date.now() % 1_000_000);

/** Somebody to be responsible, with a token of their own to read their notices. */
async function addOwner(portal: { url: string }): Promise<{ id: number; token: string }> {
  const post = async (path: string, body: unknown, cookie = '') => {
    const answer = await fetch(`${portal.url}/api/v1/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    const told = (await answer.json()) as { id: number; url: string; token: string };
    return { ...told, cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0] as string };
  };
  const { cookie } = await post('session', { email: admin.email, password: admin.password });
  const roles = (await (await fetch(`${portal.url}/api/v1/roles`, { headers: { cookie } })).json()) as { items: { id: number; fixed: boolean }[] };
  const roleIds = roles.items.filter(({ fixed }) => fixed).map((role) => role.id);
  const { id } = await post('people', { name: 'Bruno Lima', email: 'bruno@aurora.example', roleIds }, cookie);
  const invite = await post(`people/${id}/invite`, {}, cookie);
  const entered = await post(`invites/${invite.url.split('/').at(-1)}`, { password: admin.password });
  return { id, token: (await post('tokens', { name: 'notices' }, entered.cookie)).token };
}

/** What is not as it was promised, in words; empty when all is. */
async function broken(portal: { url: string }, token: string, promises: Promises): Promise<string[]> {
  const wrong: string[] = [];
  const found = new Map((await everything<Lead>(portal, token, 'crm/leads')).map((lead) => [lead.id, lead]));
  for (const [id, lead] of promises.leads) {
    const there = found.get(id);
    if (lead.deleted === 'maybe') continue;
    if (lead.deleted === 'yes') {
      if (there) wrong.push(`${lead.title} was deleted and is back`);
      continue;
    }
    if (!there) wrong.push(`${lead.title} is lost`);
    else if (there.title !== lead.title || !lead.amounts.has(there.amount.amount) || !lead.stages.has(there.stageId)) wrong.push(`${lead.title} differs`);
    if (lead.comments.size === 0 && lead.maybeComments.size === 0) continue;
    const comments = await everything<Comment>(portal, token, `comments?recordType=crm.lead&recordId=${id}`);
    const texts = comments.map(({ text }) => text);
    for (const text of lead.comments) if (texts.filter((one) => one === text).length !== 1) wrong.push(`${text} of ${lead.title}`);
    for (const text of texts) if (!lead.maybeComments.has(text)) wrong.push(`${text} of ${lead.title} was never written`);
  }
  const known = new Set([...promises.leads.values()].map(({ title }) => title));
  const titles = [...found.values()].map(({ title }) => title);
  if (new Set(titles).size !== titles.length) wrong.push('a lead is there twice');
  for (const title of titles) if (!known.has(title) && !promises.cutOff.has(title)) wrong.push(`${title} comes from nowhere`);
  return wrong;
}

/** Whether the board's kept counts and sums are those of the leads themselves. */
async function countersThatDiffer(portal: { url: string }, token: string): Promise<unknown[]> {
  const leads = await everything<Lead>(portal, token, 'crm/leads');
  const board = (await (await call(portal, token, 'GET', 'crm/leads/board')).json()) as {
    columns: { stageId: number; count: number; sums: { amount: number }[] }[];
  };
  return board.columns
    .map(({ stageId, count, sums }) => {
      const own = leads.filter((lead) => lead.stageId === stageId);
      return { stageId, kept: [count, sums[0]?.amount ?? 0], counted: [own.length, own.reduce((sum, { amount }) => sum + amount.amount, 0)] };
    })
    .filter(({ kept, counted }) => kept.join() !== counted.join());
}

const noticesBy = (notices: readonly Notice[], code: string, key: (notice: Notice) => string | number) => {
  const counts = new Map<string | number, number>();
  for (const notice of notices) if (notice.code === code) counts.set(key(notice), (counts.get(key(notice)) ?? 0) + 1);
  return counts;
};

/** Kills a portal so many times at random moments under load, a fifth of them while it starts, and looks whether anything is lost or doubled. */
export function testRandomKills(dialect: Dialect, kills: number): void {
  t.test(`a portal on ${dialect} that is killed ${kills} times at any moment loses and doubles nothing (seed ${seed})`, async (t) => {
    const database = dialect === 'postgres' ? await freshPostgres() : null;
    if (database) t.teardown(database.drop);
    const { data, token } = await setUpFolder(t, database ? `[database]\nurl = "${database.url}"\n` : '');
    const random = seeded(seed);
    const promises = nothingPromised();
    const first = await startProcess(t, ['--data', data], { bundled: true });
    const owner = await addOwner(first);
    const all = (await (await call(first, token, 'GET', 'crm/stages?limit=100')).json()) as {
      items: { id: number; pipelineId: number | null; semantic: string }[];
    };
    const stages = all.items.filter(({ pipelineId, semantic }) => pipelineId === null && semantic === 'open').map(({ id }) => id);
    await first.end('SIGTERM');

    let duringStart = 0;
    for (let life = 1; life <= kills; life += 1) {
      if (random() < 0.2) {
        duringStart += 1;
        await killWhileStarting(['--data', data], random() * 500, { bundled: true });
        continue;
      }
      const portal = await startProcess(t, ['--data', data], { bundled: true });
      const load = mixedLoad(portal, promises, { token, ownerId: owner.id, stages, random, lanes, life });
      const before = promises.confirmed;
      await eventually(async () => promises.confirmed >= before + 5);
      await pause(random() * 300);
      t.equal((await portal.end('SIGKILL')).signal, 'SIGKILL');
      await load.stop();
    }
    t.comment(`${promises.confirmed} confirmed calls, ${promises.leads.size} leads, ${promises.cutOff.size} cut off, ${duringStart} kills during the start`);
    t.ok(promises.confirmed >= (kills - duringStart) * 5, 'the portal was under load');

    // Where other processes may be at work, a job that a killed one had taken is free again after two minutes: here they are over at once.
    if (database) await ask(database.url, `update jobs set lease_until = '2000-01-01T00:00:00.000Z' where lease_until is not null`);
    const again = await startProcess(t, ['--data', data], { bundled: true });
    t.same(await broken(again, token, promises), []);
    t.same(await countersThatDiffer(again, token), []);

    const standing = [...promises.leads].filter(([, { deleted }]) => deleted === 'no');
    const wanted = [...promises.reminders].filter(([, lead]) => promises.leads.get(lead)?.deleted === 'no').map(([title]) => title);
    const notices = () => everything<Notice>(again, owner.token, 'notices');
    const reminded = async () => noticesBy(await notices(), 'crm.activity.due', ({ params }) => params.title);
    t.ok(wanted.length > 0);
    await eventually(async () => {
      const counts = await reminded();
      return wanted.every((title) => counts.has(title));
    });
    const reminders = await reminded();
    t.same(
      wanted.filter((title) => reminders.get(title) !== 1),
      [],
      'each reminder came exactly once',
    );
    const told = noticesBy(await notices(), 'crm.lead.assigned', ({ recordId }) => recordId);
    t.same(
      standing.filter(([id]) => told.get(id) !== 1).map(([id]) => id),
      [],
      'each lead was told of exactly once',
    );
    const sought = standing.filter((_, i) => i % Math.ceil(standing.length / 20) === 0);
    const missing: string[] = [];
    for (const [id, { title }] of sought) {
      const finds = async () => {
        const { items } = (await (await call(again, token, 'GET', `search?q=${encodeURIComponent(title)}`)).json()) as { items: { id: number }[] };
        return items.some((item) => item.id === id);
      };
      if (!(await eventually(finds))) missing.push(title);
    }
    t.same(missing, [], 'the search finds them');
    t.equal((await again.end('SIGTERM')).code, 0);
    const doctor = await sede(['doctor', '--data', data], { bundled: true });
    t.equal(doctor.code, 0, doctor.out);
  });
}
