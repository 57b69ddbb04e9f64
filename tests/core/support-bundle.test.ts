import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { loggedLine } from '../../server/core/health/logged-line.js';
import { dialects, startPortal } from '../support/portal.js';
import { sede } from '../support/process.js';
import { readZip } from '../support/read-zip.js';

/** Made-up people and secrets; none of it may leave the house. */
const secrets = {
  name: 'Quitéria Falcoeira',
  surname: 'Falcoeira',
  mail: 'quiteria.falcoeira@papagaio.example',
  domain: 'papagaio.example',
  phone: '+55 21 97654-3210',
  digits: '5521976543210',
  street: 'Rua dos Abacateiros, 1234',
  text: 'Prometeu pagar o conserto da varanda',
  company: 'Serralheria Falcoeira',
  host: 'correio.papagaio.example',
  password: 'pudim-de-leite-77',
  address: '203.0.113.77',
  token: '',
};

const found = (text: string) => Object.entries(secrets).filter(([, secret]) => secret !== '' && text.includes(secret));

t.test('a line of the log is kept by what it may say, not cleaned of what it may not', async (t) => {
  const err = {
    type: 'SqliteError',
    code: 'SQLITE_BUSY',
    message: secrets.text,
    stack: `SqliteError: ${secrets.text}\n    at run (/srv/${secrets.name}/server/core/jobs/jobs.js:1:2)`,
  };
  const line = JSON.stringify({
    level: 40,
    time: 1,
    job: 'core.mail',
    id: 7,
    reason: `connect ECONNREFUSED ${secrets.address}`,
    person: 3,
    err,
    to: secrets.mail,
    msg: 'job failed',
  });
  t.same(JSON.parse(loggedLine(line)), {
    level: 40,
    time: 1,
    job: 'core.mail',
    id: 7,
    reason: 'ECONNREFUSED',
    msg: 'job failed',
    err: { type: 'SqliteError', code: 'SQLITE_BUSY', at: ['run server/core/jobs/jobs.js:1:2'] },
  });
  t.same(JSON.parse(loggedLine(JSON.stringify({ level: 50, err, msg: err.message }))).msg, undefined, 'the message of an error that was written alone');
  t.equal(loggedLine(secrets.text), '{"left":"out"}');
});

for (const dialect of dialects) {
  t.test(`a support bundle on ${dialect} names nobody`, async (t) => {
    const p = await startPortal(t, { dialect, mail: { smtp: `smtp://robo:${secrets.password}@${secrets.host}:2525`, from: secrets.mail } });
    const { admin } = p;
    const { db } = p.portal.services;
    await p.person(secrets.name, { role: 'salesperson' });
    secrets.token = (await admin.api('POST', 'tokens', { name: secrets.surname })).body.token;
    t.ok(secrets.token);
    await admin.api('PATCH', 'settings/company', { name: secrets.company, publicUrl: `https://${secrets.domain}`, phone: secrets.phone });
    const lead = await admin.api('POST', 'crm/leads', {
      title: secrets.text,
      firstName: 'Quitéria',
      lastName: secrets.surname,
      phones: [{ kind: 'work', value: secrets.phone }],
      emails: [{ kind: 'work', value: secrets.mail }],
      comments: secrets.street,
    });
    t.equal(lead.status, 201);
    await admin.api('POST', 'comments', { recordType: 'crm.lead', recordId: lead.body.id, html: `<p>${secrets.text}</p>` });
    await db.write(({ q }) =>
      q
        .updateTable('modules')
        .set({ state: 'failed', failure: `${secrets.name}: ${secrets.text}` })
        .where('id', '=', 'sales')
        .execute(),
    );
    await p.settle();
    await mkdir(join(p.folder, 'logs'), { recursive: true });
    const logged = {
      level: 50,
      time: Date.now(),
      wish: secrets.name,
      err: { type: 'Error', message: secrets.mail, stack: `Error: ${secrets.phone}` },
      address: secrets.address,
      msg: 'request failed',
    };
    await appendFile(join(p.folder, 'logs', 'sede.2026-01-01.log'), `${JSON.stringify(logged)}\n${secrets.text} ${secrets.digits}\n`);

    await t.test('what it is made of does name them, so that this test could fail', async (t) => {
      const log = await readFile(join(p.folder, 'logs', 'sede.2026-01-01.log'), 'utf8');
      const rows = JSON.stringify(
        await Promise.all(
          (['people', 'crm_leads', 'settings', 'comments', 'modules'] as const).map((table) =>
            db.read
              .selectFrom(table as 'people')
              .selectAll()
              .execute(),
          ),
        ),
      );
      const there = new Set(found(log + rows + (await admin.api('GET', 'settings/mail')).body.smtp).map(([what]) => what));
      for (const what of ['name', 'surname', 'mail', 'phone', 'street', 'text', 'company', 'host', 'address', 'digits']) t.ok(there.has(what), what);
    });

    const { body, status } = await admin.api('POST', 'health/bundles');
    t.equal(status, 201);
    await t.test('what is shown names nobody and tells enough', async (t) => {
      for (const { name, text } of body.files) t.same(found(text), [], name);
      const file = (name: string) => JSON.parse(body.files.find((one: { name: string }) => one.name === name).text);
      t.equal(file('tables.json').crm_leads, 1);
      t.equal(file('modules.json').find(({ id }: { id: string }) => id === 'sales').state, 'failed');
      t.equal(file('config.json').mail, true);
      t.ok(file('migrations.json').some(({ name }: { name: string }) => name === '0032-health'));
      t.ok(file('health.json').checks.length > 10);
      t.match(body.files.find(({ name }: { name: string }) => name === 'log.ndjson').text, /"msg":"request failed"/);
    });

    await t.test('what is downloaded is what was shown', async (t) => {
      const response = await fetch(`${p.url}/api/v1/health/bundles/${body.id}`, { headers: { cookie: admin.cookie } });
      t.match(response.headers.get('content-disposition'), /sede-support-.*\.zip/);
      const zip = readZip(Buffer.from(await response.arrayBuffer()));
      t.same(
        [...zip],
        body.files.map(({ name, text }: { name: string; text: string }) => [name, text]),
      );
      t.equal((await admin.api('GET', 'health/bundles/00000000-0000-4000-8000-000000000000')).status, 404);
      const other = await p.person('Bruno Dias', { role: 'salesperson' });
      t.equal((await other.api('GET', `health/bundles/${body.id}`)).status, 403);
    });

    if (dialect === 'sqlite')
      await t.test('the command writes the same kind of file, once, beside a running portal', async (t) => {
        const out = join(p.folder, 'bundle.zip');
        const made = await sede(['support-bundle', '--data', p.folder, '--out', out, '--json']);
        t.equal(made.code, 0, made.err);
        const zip = readZip(await readFile(out));
        t.same([...zip.keys()], JSON.parse(made.out).files);
        for (const [name, text] of zip) t.same(found(text), [], name);
        const again = await sede(['support-bundle', '--data', p.folder, '--out', out]);
        t.equal(again.code, 1);
        t.match(again.err, /is there already/);
      });
  });
}
