import type { Test } from 'tap';
import { expectAccessible } from './browser.js';
import { browserFor, misses, rawTexts, sees, visit } from './pages.js';
import { startPortal, type TestPortal } from './portal.js';

interface Round {
  language: 'en' | 'pt-BR';
  dark: boolean;
  phone: boolean;
}

/** Every page of core, from the portal's root. */
export const corePages: readonly string[] = [
  '/',
  '/me',
  '/me/notices',
  '/inbox',
  '/people',
  '/people/1',
  '/people/2',
  '/settings/company',
  '/settings/people',
  '/settings/roles',
  '/settings/modules',
  '/settings/mail',
  '/settings/webhooks',
  '/settings/bin',
  '/settings/changes',
  '/settings/changes/1',
  '/settings/backups',
  '/settings/health',
  '/settings/jobs',
  '/settings/notices',
  '/settings/audit',
  '/settings/privacy?of=core.person:2',
  '/settings/sample',
  '/nothing/here',
];

/** Every page of the CRM. */
export const crmPages: readonly string[] = [
  '/settings/pipelines',
  '/settings/dictionaries',
  '/crm/leads',
  '/crm/leads?view=list',
  '/crm/leads/1',
  '/crm/leads/1?tab=files',
  '/crm/deals/1?tab=files',
  '/crm/deals',
  '/crm/deals/1',
  '/crm/deals/1?tab=history',
  '/crm/contacts',
  '/crm/contacts/1',
  '/crm/companies',
  '/crm/companies/1',
  '/crm/import',
];

/** A portal in which every page has something to show. */
async function furnished(t: Test, language: Round['language'], more: readonly string[]): Promise<TestPortal> {
  const portal = await startPortal(t, { dialect: 'sqlite', modules: ['crm', 'sales', ...more], language });
  const { admin } = portal;
  const department = await portal.department('Loja');
  await portal.person('Bruno Dias', { role: 'salesperson', departmentId: department.id });
  const lead = {
    title: 'Doze escadas',
    firstName: 'Bia',
    lastName: 'Lima',
    companyName: 'Casa Verde',
    phones: [
      { kind: 'work', value: '+55 11 5555 0101' },
      { kind: 'mobile', value: '+55 11 5555 0102' },
    ],
    emails: [{ kind: 'work', value: 'bia@casa-verde.example' }],
    amount: { amount: 150_000, currency: 'BRL' },
    comments: 'Antes de sexta.',
  };
  const { body } = await admin.api('POST', 'crm/leads', lead);
  await admin.api('POST', 'comments', { recordType: 'crm.lead', recordId: body.id, html: '<p>Ligou <strong>duas vezes</strong>.</p>' });
  await admin.api('POST', `crm/leads/${body.id}/convert`, { deal: true, contact: true, company: true });
  await admin.api('POST', 'crm/leads', { title: 'Telhado' });
  for (const [recordType, dueAt] of [
    ['crm.lead', portal.now()],
    ['crm.deal', '2035-01-31T12:00:00.000Z'],
  ])
    await admin.api('POST', 'crm/activities', { kind: 'call', title: 'Ligar', dueAt, recordType, recordId: 1 });
  await admin.api('POST', 'tokens', { name: 'Planilha' });
  const form = new FormData();
  form.set('file', new Blob(['Medidas']), 'medidas do vão.txt');
  const { body: file } = await admin.api('POST', 'files', form);
  await admin.api('POST', 'record-files', { recordType: 'crm.lead', recordId: 1, fileIds: [file.id] });
  const { body: gone } = await admin.api('POST', 'crm/leads', { title: 'Engano' });
  await admin.api('DELETE', `crm/leads/${gone.id}`);
  await admin.api('POST', 'webhooks', { name: 'Contabilidade', url: 'https://contas.example/sede', events: ['crm.deal.won', 'sales.invoice.paid'] });
  await admin.api('POST', 'crm/leads/bulk', { action: 'change', ids: [1, 2], values: { ownerId: 2 } });
  await portal.settle();
  return portal;
}

/** Whether the shell of the portal stands around it: what clients open by a link has none. */
const isInside = (path: string) => !path.startsWith('/p/');

/**
 * Visits each of these pages once: each in words of that language, without a barrier, and with nothing for the browser to complain about.
 * On a wide screen each is opened by its address, on a phone by following a link to it.
 * @param modules that are on beside the CRM and sales.
 * @param pages addresses from the portal's root, or what furnishes the portal further and answers them.
 */
export async function proveEveryPage(
  t: Test,
  pages: readonly string[] | ((portal: TestPortal) => Promise<readonly string[]>),
  { language, dark, phone }: Round,
  modules: readonly string[] = [],
): Promise<void> {
  const portal = await furnished(t, language, modules);
  const browser = await browserFor(t);
  const { page, go, follow, complaints } = await visit(browser, portal.url, { language, dark, phone, cookie: portal.admin.cookie });
  const paths = typeof pages === 'function' ? await pages(portal) : pages;
  const shown = new Set<string>();
  let before: string | undefined;
  for (const path of paths) {
    const byLink = phone && before !== undefined && isInside(before) && isInside(path);
    before = path;
    await t.test(path, async (t) => {
      if (byLink) await follow(path);
      else {
        await go(path);
        await page.waitForLoadState('networkidle');
      }
      await sees(t, page.getByRole('heading'), 'says where one is');
      await misses(t, page.getByRole('status', { name: /^(Loading|Carregando)$/ }), 'nothing is waited for any more');
      t.equal(await page.locator('html').getAttribute('lang'), language);
      t.same(await rawTexts(page), [], 'every text is in words');
      await expectAccessible(t, page);
      t.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing is wider than the window');
      t.same(complaints(), [], 'the browser has nothing to complain about');
      shown.add((await page.locator('body').textContent()) ?? '');
    });
  }
  t.ok(shown.size > paths.length * 0.8, `${shown.size} of ${paths.length} pages look like no other`);
}
