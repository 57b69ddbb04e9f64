import t from 'tap';
import type { Stage } from '../../server/contracts/crm/records.js';
import { expectAccessible } from '../support/browser.js';
import { browserFor, holdsFocus, misses, sees, step, visit } from '../support/pages.js';
import { startPortal } from '../support/portal.js';

t.test('a deal changes its pipeline', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite', modules: ['crm'] });
  const { admin } = portal;
  const deal = (await admin.api('POST', 'crm/deals', { title: 'Twelve ladders' })).body;
  const [browser, path] = [await browserFor(t), `/crm/deals/${deal.id}`];
  const office = await visit(browser, portal.url, { cookie: admin.cookie });
  const { page } = office;
  const entry = page.getByRole('menuitem', { name: 'Move to another pipeline…' });
  const more = page.getByRole('button', { name: 'More actions' });
  const stored = async () => (await admin.api('GET', `crm/deals/${deal.id}`)).body as { pipelineId: number; stageId: number };

  await step(t, 'not where there is only one', async (t) => {
    await office.go(path);
    await more.click();
    await sees(t, page.getByRole('menuitem', { name: 'Mark as lost' }), 'the menu');
    await misses(t, entry, 'without another pipeline');
  });

  const other = (await admin.api('POST', 'crm/pipelines', { name: 'Upkeep' })).body;
  const { items } = (await admin.api('GET', `crm/stages?pipelineId=${other.id}&sort=position`)).body as { items: Stage[] };
  const stageThere = (name: string) => items.find((stage) => stage.name === name)?.id;

  await step(t, 'an empty pipeline shows its stages while there are deals in another', async (t) => {
    await office.go(`/crm/deals?pipeline=${other.id}`);
    await sees(t, page.getByRole('heading', { name: 'Final invoice' }), 'they wait to be filled');
    await misses(t, page.getByText('No deals yet'), 'nobody is told that there are no deals');
    await expectAccessible(t, page);
  });

  await step(t, 'by keyboard, to its first open stage, and back', async (t) => {
    await office.go(path);
    await more.click();
    await entry.click();
    const dialog = page.getByRole('dialog', { name: 'Move “Twelve ladders” to another pipeline' });
    await holdsFocus(t, dialog.getByLabel('Pipeline'), 'at the pipelines');
    t.equal(await dialog.getByLabel('Stage').inputValue(), String(stageThere('New')), 'the first open one is proposed');
    await expectAccessible(t, page);
    await page.keyboard.press('Enter');
    await misses(t, dialog, 'it is done');
    await sees(t, page.getByText('Twelve ladders moved to New in Upkeep'), 'and said');
    t.match(await stored(), { pipelineId: other.id, stageId: stageThere('New') });
    await sees(t, page.getByText('Pipeline: Sales → Upkeep. Stage: New → New').first(), 'on its timeline too');
    await page.getByRole('button', { name: 'Undo' }).click();
    await sees(t, page.getByText('Pipeline: Upkeep → Sales. Stage: New → New').first(), 'taken back');
    t.match(await stored(), { pipelineId: deal.pipelineId, stageId: deal.stageId });
    t.same(office.complaints(), []);
  });

  await step(t, 'on a phone, in Portuguese, to a lost one with its reason', async (t) => {
    await admin.api('PATCH', 'session', { language: 'pt-BR' });
    const phone = await visit(browser, portal.url, { cookie: admin.cookie, phone: true, dark: true, language: 'pt-BR' });
    const his = phone.page;
    await phone.go(path);
    await his.getByRole('button', { name: 'Mais ações' }).tap();
    await his.getByRole('menuitem', { name: 'Mudar de funil…' }).tap();
    const dialog = his.getByRole('dialog', { name: 'Mudar “Twelve ladders” de funil' });
    await dialog.getByLabel('Etapa').selectOption(String(stageThere('Lost')));
    await expectAccessible(t, his);
    await dialog.getByRole('button', { name: 'Mudar', exact: true }).tap();
    const reason = his.getByRole('dialog', { name: 'Por que “Twelve ladders” foi perdido?' });
    await reason.getByLabel('Motivo').selectOption({ index: 1 });
    await reason.getByRole('button', { name: 'Marcar como perdido' }).tap();
    await misses(t, dialog, 'both are closed');
    await sees(t, his.getByText('Twelve ladders foi para Lost no funil Upkeep'), 'said in words');
    t.match(await stored(), { pipelineId: other.id, stageId: stageThere('Lost') });
  });
});
