import t from 'tap';
import { browserFor, sees, step, visit } from '../support/pages.js';
import { startPortal } from '../support/portal.js';

t.test('a list longer than the screen', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite', modules: ['crm'] });
  const { admin } = portal;
  for (let at = 1; at <= 130; at += 1) await admin.api('POST', 'crm/leads', { title: `Lead ${at}`, amount: { amount: 10_000, currency: 'BRL' } });
  const browser = await browserFor(t);

  for (const phone of [false, true])
    await step(t, phone ? 'on a phone' : 'on a wide screen', async (t) => {
      const { page, go, complaints } = await visit(browser, portal.url, { cookie: admin.cookie, phone });
      await go('/crm/leads?view=list');
      await sees(t, page.getByText('Lead 130', { exact: true }), 'begins with the newest');
      await sees(t, page.getByText('130 leads'), 'says at its foot how many there are');
      t.equal(await page.evaluate(() => document.documentElement.scrollHeight <= innerHeight), true, 'scrolls inside, not with the page');
      t.ok((await page.getByText(/^Lead \d+$/).count()) < 60, 'draws what is seen and a little more');
      await page.evaluate(() => {
        const far = Array.from(document.querySelectorAll('main *')).filter((each) => each.scrollHeight > each.clientHeight + 2000);
        far.at(-1)?.scrollTo(0, 1e6);
      });
      await sees(t, page.getByText('Lead 31', { exact: true }), 'loads on as it is scrolled');
      t.same(complaints(), [], 'the browser has nothing to complain about');
    });
});
