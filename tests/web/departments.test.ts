import t from 'tap';
import { expectAccessible } from '../support/browser.js';
import { browserFor, misses, sees, step, untilYes, visit } from '../support/pages.js';
import { startPortal } from '../support/portal.js';

t.test('departments are moved in their tree', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite', modules: [] });
  const { admin } = portal;
  const sales = await portal.department('Sales', { headId: admin.id });
  const north = await portal.department('North');
  const parentOfNorth = async () => (await admin.api('GET', `departments/${north.id}`)).body.parentId;
  const browser = await browserFor(t);
  const office = await visit(browser, portal.url, { cookie: admin.cookie });
  const phone = await visit(browser, portal.url, { cookie: admin.cookie, phone: true, dark: true });
  const { page } = office;
  const handle = page.getByRole('button', { name: 'Move North' });

  await step(t, 'by mouse', async (t) => {
    await office.go('/settings/people');
    const [from, to] = [await handle.boundingBox(), await page.getByRole('listitem').filter({ hasText: 'Sales' }).boundingBox()];
    if (!from || !to) throw new Error('no tree');
    await page.mouse.move(from.x + 10, from.y + 10);
    await page.mouse.down();
    await page.getByText('At the top', { exact: true }).first().waitFor();
    t.same(await page.getByRole('listitem').filter({ hasText: 'Sales' }).boundingBox(), to, 'no row moves away from under the pointer');
    await page.mouse.move(to.x + 100, to.y + 20, { steps: 5 });
    await page.mouse.up();
    await sees(t, page.getByText('North belongs to Sales now'), 'says where it is now');
    t.equal(await parentOfNorth(), sales.id);
    await page.getByRole('button', { name: 'Undo' }).click();
    await untilYes(page, async (id: number) => (await (await fetch(`/api/v1/departments/${id}`)).json()).parentId === null, north.id);
    t.equal(await parentOfNorth(), null, 'and can be taken back');
  });

  await step(t, 'those of others appear by themselves, and two of one name at one place are refused', async (t) => {
    const depot = await portal.department('Depot');
    await sees(t, page.getByRole('button', { name: 'Move Depot' }), 'without a reload');
    await page.getByRole('button', { name: 'Add a department' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Department' }).fill('depot ');
    await page.keyboard.press('Enter');
    await sees(t, page.getByText('Another department at this place has this name.', { exact: false }), 'says so');
    await page.keyboard.press('Escape');
    await admin.api('DELETE', `departments/${depot.id}`);
    await misses(t, page.getByRole('button', { name: 'Move Depot' }), 'what is gone is gone');
  });

  await step(t, 'by keyboard', async (t) => {
    await handle.press('Space');
    await sees(t, page.getByText('At the top', { exact: true }).first(), 'the place at the top is offered too');
    await expectAccessible(t, page);
    await page.keyboard.press('ArrowUp');
    await sees(t, page.getByText('North under Sales', { exact: false }).first(), 'up from the top is the last one');
    await page.keyboard.press('Escape');
    t.equal(await parentOfNorth(), null, 'Escape leaves it');
    await handle.press('Space');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await sees(t, page.getByText('North belongs to Sales now').first(), 'Enter puts it down');
    t.equal(await parentOfNorth(), sales.id);
  });

  await step(t, 'by finger', async (t) => {
    await phone.go('/settings/people');
    await phone.rest();
    const finger = phone.page.getByRole('button', { name: 'Move North' });
    await finger.scrollIntoViewIfNeeded();
    const from = await finger.boundingBox();
    if (!from) throw new Error('no tree');
    const touch = await phone.page.context().newCDPSession(phone.page);
    const point = (x: number, y: number) => [{ x, y }];
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: point(from.x + 10, from.y + 10) });
    const top = phone.page.getByText('At the top', { exact: true }).first();
    await top.waitFor();
    const to = await top.boundingBox();
    await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: point((to?.x ?? 0) + 60, (to?.y ?? 0) + 10) });
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await sees(t, phone.page.getByText('North stands at the top now'), 'put at the top');
    t.equal(await parentOfNorth(), null);
    await expectAccessible(t, phone.page);
  });

  await step(t, 'to one that is out of sight: held at the edge, the page moves along', async (t) => {
    for (let n = 10; n < 26; n += 1) await portal.department(`Unit ${n}`);
    await phone.go('/settings/people');
    await phone.rest();
    const last = phone.page.getByRole('listitem').filter({ hasText: 'Unit 25' });
    await last.waitFor();
    const finger = phone.page.getByRole('button', { name: 'Move North' });
    await finger.scrollIntoViewIfNeeded();
    const from = await finger.boundingBox();
    const content = await phone.page.locator('main').boundingBox();
    if (!from || !content) throw new Error('no tree');
    const touch = await phone.page.context().newCDPSession(phone.page);
    const at = (type: 'touchStart' | 'touchMove', y: number) => touch.send('Input.dispatchTouchEvent', { type, touchPoints: [{ x: from.x + 10, y }] });
    await at('touchStart', from.y + 10);
    await phone.page.getByText('At the top', { exact: true }).first().waitFor();
    await at('touchMove', content.y + content.height - 20);
    await phone.page.waitForFunction(() => {
      const main = document.querySelector('main');
      return main !== null && main.scrollTop + main.clientHeight >= main.scrollHeight - 1;
    });
    const to = await last.boundingBox();
    await at('touchMove', (to?.y ?? 0) + 20);
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await sees(t, phone.page.getByText('North belongs to Unit 25 now'), 'put under the last');
  });
  t.same([...office.complaints(), ...phone.complaints()], [], 'the browsers have nothing to complain about');
});
