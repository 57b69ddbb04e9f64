import { request } from 'node:http';
import t from 'tap';
import { dialects, password, startPortal } from '../support/portal.js';
import { addressOf, eachOf, type MountedRoute, mountedRoutes, nameOf } from '../support/routes.js';

const json = { 'content-type': 'application/json' };
const takesBody = ({ method }: MountedRoute) => ['POST', 'PATCH', 'PUT'].includes(method);
/** Their bodies are forms with files or parts of them, read by the handler itself. */
const isUpload = (route: MountedRoute) => ['POST files', 'POST imports', 'PATCH uploads/{token}'].includes(nameOf(route));

/** The status of an answer that may come before the whole body is sent. */
const statusOfLarge = (url: string, method: string, cookie: string, body: string): Promise<number> =>
  new Promise((resolve, reject) => {
    let answered = false;
    const call = request(url, { method, headers: { ...json, cookie, 'content-length': Buffer.byteLength(body) } }, (response) => {
      answered = true;
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    // The portal may close what it does not want to read.
    call.on('error', (error) => answered || reject(error));
    call.end(body);
  });

for (const dialect of dialects) {
  t.test(`every mounted route on ${dialect}`, async (t) => {
    const p = await startPortal(t, { dialect });
    const routes = await mountedRoutes(p.admin);
    const nobody = await p.person('Without Rights', { grants: {} });
    /** What does not answer as it should, by route: one assertion that names them all. */
    const strays = async (of: readonly MountedRoute[], look: (route: MountedRoute) => Promise<unknown>, wanted: unknown) => {
      const found: Record<string, unknown> = {};
      await eachOf(of, async (route) => {
        const got = await look(route);
        if (JSON.stringify(got) !== JSON.stringify(wanted)) found[nameOf(route)] = got;
      });
      return found;
    };

    await t.test('declares who may call it, and is described', async (t) => {
      const { permissions } = (await p.admin.api('GET', 'roles')).body;
      const known = ['public', 'signed-in', ...permissions];
      t.same(routes.filter(({ right }) => !known.includes(right)).map(nameOf), []);
      for (const card of (await p.admin.api('GET', 'modules')).body.items)
        t.equal(routes.filter(({ module }) => module === card.id).length, card.routes, `all routes of ${card.id} are described`);
      t.same(routes.filter(({ right }) => right === 'public').map(nameOf), [
        'GET portal',
        'POST session',
        'POST session/forgot',
        'GET session/present',
        'GET invites/{token}',
        'POST invites/{token}',
        'GET logo/{hash}',
        'GET sales/public/{token}',
        'GET sales/public/{token}/pdf',
        'POST sales/public/{token}/accept',
        'POST sales/public/{token}/decline',
      ]);
      t.equal((await p.api('GET', 'setup')).status, 404, 'the routes of set-up are gone');
    });

    await t.test('answers 401 to strangers, whatever they send', async (t) => {
      const closed = routes.filter(({ right }) => right !== 'public');
      const call = (headers: Record<string, string>) => async (route: MountedRoute) => {
        const { status, body } = await p.api(route.method, addressOf(route), takesBody(route) ? { nothing: 1 } : undefined, headers);
        return [status, body.code];
      };
      t.same(await strays(closed, call({}), [401, 'not-signed-in']), {});
      t.same(await strays(closed, call({ cookie: 'sede_session=nonsense' }), [401, 'not-signed-in']), {});
      t.same(
        await strays(closed, call({ authorization: 'Bearer nonsense', cookie: p.admin.cookie }), [401, 'not-signed-in']),
        {},
        'a wrong token is not mended by a cookie',
      );
    });

    await t.test('answers 403 to a person without the right, naming it', async (t) => {
      const guarded = routes.filter(({ right }) => right !== 'public' && right !== 'signed-in');
      t.ok(guarded.length > 100);
      for (const route of guarded) {
        const { status, body } = await nobody.api(route.method, addressOf(route), takesBody(route) ? { nothing: 1 } : undefined);
        if (status !== 403 || body.permission !== route.right) t.same([status, body], [403, route.right], nameOf(route));
      }
    });

    await t.test('changes nothing for a token that was given for reading', async (t) => {
      const { token } = (await p.admin.api('POST', 'tokens', { name: 'Reader', scopes: ['crm.lead.read', 'crm.lead.export'] })).body;
      const authorization = `Bearer ${token}`;
      const open = routes.filter(({ method, right }) => method !== 'GET' && right === 'signed-in');
      t.ok(open.length > 20);
      const call = async (route: MountedRoute) => {
        const { status, body } = await p.api(route.method, addressOf(route), takesBody(route) ? {} : undefined, { authorization });
        return [status, body.code];
      };
      t.same(await strays(open, call, [403, 'token-only-reads']), {});
      t.equal((await p.api('GET', 'crm/leads', undefined, { authorization })).status, 200);
    });

    await t.test('leaves what is a person’s own to a token only where it was given for that', async (t) => {
      const tokenFor = async (scopes: string[]) => `Bearer ${(await p.admin.api('POST', 'tokens', { name: 'x', scopes })).body.token}`;
      const [records, personal] = [await tokenFor(['crm.lead.read', 'crm.lead.change']), await tokenFor(['crm.lead.read', 'core.personal.change'])];
      const call = async (authorization: string, method: string, path: string, body?: object) =>
        (await p.api(method, path, body, { authorization })).body.code as string | undefined;
      for (const [method, path, body] of [
        ['POST', 'notices/read', { all: true }],
        ['PATCH', 'notices/settings', { quiet: null }],
        ['POST', 'views', { recordType: 'crm.lead', name: 'Mine', settings: { query: {}, look: {} } }],
        ['PUT', 'views/default', { recordType: 'crm.lead', viewId: null }],
        ['POST', 'news/seen', { upTo: 0 }],
        ['POST', 'first-steps/dismiss', {}],
      ] as const) {
        t.equal(await call(records, method, path, body), 'token-not-personal', `${method} ${path}`);
        t.equal(await call(personal, method, path, body), undefined, `${method} ${path}`);
      }
    });

    await t.test('changes nothing for an administrator who looks at the portal as somebody else', async (t) => {
      const looking = await p.signIn('ana@aurora.example', password);
      t.equal((await looking.api('POST', 'session/view', { personId: nobody.id })).status, 200);
      const changing = routes.filter(
        (route) => route.method !== 'GET' && route.right !== 'public' && !['DELETE session', 'DELETE session/view'].includes(nameOf(route)),
      );
      t.ok(changing.length > 100);
      const call = async (route: MountedRoute) => {
        const { status, body } = await looking.api(route.method, addressOf(route), takesBody(route) ? {} : undefined);
        return [status, body.code];
      };
      t.same(await strays(changing, call, [403, 'only-viewing']), {});
    });

    await t.test('refuses to act for a page of another site', async (t) => {
      const unsafe = routes.filter(({ method, right }) => method !== 'GET' && right !== 'public');
      const origin = 'https://evil.example';
      const call = async (route: MountedRoute) => (await p.admin.api(route.method, addressOf(route), takesBody(route) ? {} : undefined, { origin })).body.code;
      t.same(await strays(unsafe, call, 'foreign-origin'), {});
    });

    await t.test('names a parameter that it does not know', async (t) => {
      const call = (name: string) => async (route: MountedRoute) => {
        const { status, body } = await p.admin.api(route.method, `${addressOf(route)}?${name}=1`, takesBody(route) ? {} : undefined);
        return [status, body.errors?.some(({ path }: { path: string }) => path === name)];
      };
      for (const name of ['nonsense', '__proto__']) t.same(await strays(routes, call(name), [422, true]), {}, name);
    });

    const withBody = routes.filter(takesBody);
    await t.test('refuses a body that is not JSON', async (t) => {
      const call = (body: string) => async (route: MountedRoute) => {
        const answer = await p.admin.api(route.method, addressOf(route), body, json);
        return [answer.status, answer.headers.get('content-type')];
      };
      const problem = 'application/problem+json; charset=utf-8';
      for (const body of ['{"a":', '{"__proto__":{"a":1}}', '{"a":{"constructor":{"prototype":{"a":1}}}}'])
        t.same(await strays(withBody, call(body), [400, problem]), {}, body);
    });

    await t.test('refuses a body of another type, and fields that it does not know', async (t) => {
      const call = (body: string) => async (route: MountedRoute) => (await p.admin.api(route.method, addressOf(route), body, json)).status;
      const plain = withBody.filter((route) => !isUpload(route));
      for (const body of ['[{}]', '"text"', '5', '{"nonsense":1}']) t.same(await strays(plain, call(body), 422), {}, body);
      const deep = (open: string, close: string, levels: number) => `{"a":${open.repeat(levels)}1${close.repeat(levels)}}`;
      for (const body of [deep('[', ']', 10_000), deep('{"a":', '}', 1000)]) t.same(await strays(plain, call(body), 400), {}, 'too deep');
    });

    await t.test('refuses content of another kind', async (t) => {
      const call = (type: string, body: string) => async (route: MountedRoute) =>
        (await p.admin.api(route.method, addressOf(route), body, { 'content-type': type })).status;
      for (const type of ['text/plain', 'application/xml', 'application/x-www-form-urlencoded'])
        t.same(await strays(withBody, call(type, '{}'), 415), {}, type);
      const form = '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n';
      const plain = withBody.filter((route) => !isUpload(route));
      t.same(await strays(plain, call('multipart/form-data; boundary=x', form), 415), {}, 'a form');
    });

    await t.test('refuses two megabytes', async (t) => {
      const body = JSON.stringify({ title: 'x'.repeat(2 * 1_048_576) });
      const call = (route: MountedRoute) => statusOfLarge(`${p.url}${addressOf(route)}`, route.method, p.admin.cookie, body);
      t.same(await strays(withBody, call, 413), {});
    });

    await t.test('is not there while its module is off, for nobody', async (t) => {
      for (const module of ['sales', 'crm']) {
        t.equal((await p.admin.api('POST', `modules/${module}/park`)).status, 200);
        const off = routes.filter((route) => route.module === module);
        t.ok(off.length > 10);
        for (const who of [p.admin, p]) {
          const call = async (route: MountedRoute) => (await who.api(route.method, addressOf(route), takesBody(route) ? {} : undefined)).status;
          t.same(await strays(off, call, 404), {}, module);
        }
        t.ok(!(await mountedRoutes(p.admin)).some((route) => route.module === module));
      }
      t.equal((await p.admin.api('GET', 'people')).status, 200, 'core goes on');
      for (const module of ['crm', 'sales']) t.equal((await p.admin.api('POST', `modules/${module}/resume`)).status, 200);
      t.equal((await mountedRoutes(p.admin)).length, routes.length);
    });
  });
}
