import t from 'tap';
import { call, sede, setUpFolder, startProcess, streamOfLeads } from '../support/process.js';

interface LeadPage {
  items: { id: number; title: string }[];
  next: string | null;
}

async function allLeads(portal: { url: string }, token: string): Promise<Map<number, string>> {
  const leads = new Map<number, string>();
  let after: string | null = '';
  while (after !== null) {
    const page = (await (
      await call(portal, token, 'GET', `crm/leads?limit=100${after === '' ? '' : `&after=${encodeURIComponent(after)}`}`)
    ).json()) as LeadPage;
    for (const { id, title } of page.items) leads.set(id, title);
    after = page.next;
  }
  return leads;
}

t.test('a portal that is killed while it takes leads has every one that it confirmed, each whole', async (t) => {
  const { data, token } = await setUpFolder(t);
  const confirmed = new Map<number, string>();
  for (const round of [1, 2]) {
    const portal = await startProcess(t, ['--data', data]);
    const stream = streamOfLeads(portal, token, `Round ${round}, lead`);
    await stream.reach(40 * round);
    t.equal((await portal.end('SIGKILL')).signal, 'SIGKILL');
    await stream.stop();
    for (const [id, title] of stream.confirmed) confirmed.set(id, title);
  }
  const again = await startProcess(t, ['--data', data]);
  const found = await allLeads(again, token);
  t.same(
    [...confirmed].filter(([id, title]) => found.get(id) !== title),
    [],
  );
  t.ok(found.size - confirmed.size <= 16, 'at most what was under way is there unconfirmed');
  t.equal(new Set(found.values()).size, found.size, 'none is there twice');
  const searched = (await (await call(again, token, 'GET', 'crm/leads?q=lead&limit=1&total=true')).json()) as { total: number };
  t.equal(searched.total, found.size, 'the search finds every one');
  t.equal((await again.end('SIGTERM')).code, 0);
  const doctor = await sede(['doctor', '--data', data]);
  t.equal(doctor.code, 0, doctor.out);
  t.match(doctor.out, /ok +Database: .* is sound/);
});

t.test('a call with a key that a kill cut off is never done twice, and is known to be done or done now', async (t) => {
  const { data, token } = await setUpFolder(t);
  const cutOff = new Set<string>();
  for (const round of [1, 2, 3]) {
    const portal = await startProcess(t, ['--data', data]);
    const stream = streamOfLeads(portal, token, `Round ${round}, lead`);
    await stream.reach(20);
    await portal.end('SIGKILL');
    await stream.stop();
    for (const title of stream.unanswered) cutOff.add(title);
  }
  t.ok(cutOff.size > 0, 'some calls were cut off');
  const again = await startProcess(t, ['--data', data]);
  const before = new Set((await allLeads(again, token)).values());
  for (const title of cutOff) {
    const answer = await call(again, token, 'POST', 'crm/leads', { title }, { 'idempotency-key': title });
    if (answer.status === 409) {
      t.equal(((await answer.json()) as { code: string }).code, 'answer-lost', title);
      t.ok(before.has(title), `${title} had been done`);
    } else t.equal(answer.status, 201, title);
  }
  const found = [...(await allLeads(again, token)).values()];
  t.same(
    [...cutOff].filter((title) => found.filter((one) => one === title).length !== 1),
    [],
    'each is there exactly once',
  );
});
