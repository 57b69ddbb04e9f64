import type { Locator } from 'playwright-core';
import t from 'tap';
import { working } from '../modules/tasks/tasks-portal.js';
import { expectAccessible } from '../support/browser.js';
import { browserFor, holdsFocus, misses, sees, step, visit } from '../support/pages.js';
import { startPortal } from '../support/portal.js';

const aDay = 86_400_000;

t.test('a project is planned on the chart: drawn, moved, linked, refused and taken back', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite', modules: ['tasks'], language: 'en' });
  const { admin } = portal;
  const bruno = await portal.person('Bruno Dias', { grants: working('own') });
  const ok = async (method: string, path: string, body?: object) => {
    const answer = await admin.api(method, path, body);
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const project = await ok('POST', 'tasks/projects', { name: 'Mudança', memberIds: [bruno.id] });
  // A Monday to come, at nine in São Paulo.
  const monday = Math.floor(Date.now() / aDay / 7) * 7 + 11;
  const at = (day: number, hour: number) => new Date((monday + day) * aDay + (hour + 3) * 3_600_000).toISOString();
  const make = (title: string, times: object) => ok('POST', 'tasks/tasks', { title, projectId: project.id, ownerId: bruno.id, ...times });
  const keys = await make('Keys', { plannedStartAt: at(0, 9), plannedEndAt: at(1, 18) });
  const paint = await make('Paint', { plannedStartAt: at(2, 9), plannedEndAt: at(3, 18) });
  const party = await make('Party', { deadlineAt: at(9, 18), mayMoveDeadline: false });
  await make('Photos', {});
  const browser = await browserFor(t);
  const { page, go, complaints } = await visit(browser, portal.url, { language: 'en', cookie: admin.cookie });
  const bar = (task: { id: number }, on = page) => on.locator(`[data-bar="${task.id}"]`);
  const toast = (words: string | RegExp, on = page) => on.getByText(words).first();
  const undo = () => page.getByRole('button', { name: 'Undo' }).last().click();
  const stored = async ({ id }: { id: number }) => {
    const { plannedStartAt, plannedEndAt, deadlineAt } = (await admin.api('GET', `tasks/tasks/${id}`)).body;
    return { plannedStartAt, plannedEndAt, deadlineAt };
  };
  const boxOf = async (what: Locator) => {
    const box = await what.boundingBox();
    if (!box) throw new Error('It is not on the screen');
    return box;
  };
  /** Waits until a bar lies where it lay before: then what was taken back is stored and drawn. */
  const lies = async ({ id }: { id: number }, { x, width }: { x: number; width: number }) => {
    await page.waitForFunction(
      (wanted) => {
        const box = document.querySelector(`[data-bar="${wanted.id}"]`)?.getBoundingClientRect();
        return box && Math.abs(box.x - wanted.x) < 2 && Math.abs(box.width - wanted.width) < 2;
      },
      { id, x, width },
    );
  };
  /** By mouse, from one point of an element to another on the page. */
  const drag = async (from: { x: number; y: number }, to: { x: number; y: number }) => {
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2);
    await page.mouse.move(to.x, to.y);
    await page.mouse.up();
  };

  await step(t, 'a bar is dragged by days, and taken back', async (t) => {
    await go(`/tasks/projects/${project.id}?view=gantt&span=day`);
    await bar(keys).waitFor();
    await bar(keys).scrollIntoViewIfNeeded();
    const { x, y, width, height } = await boxOf(bar(keys));
    const middle = { x: x + width / 2, y: y + height / 2 };
    await drag(middle, { x: middle.x + 36, y: middle.y });
    await sees(t, toast(/“Keys”: /), 'it says where it lies now');
    t.match(await stored(keys), { plannedStartAt: at(1, 9), plannedEndAt: at(2, 18) });
    await undo();
    await lies(keys, { x, width });
    t.match(await stored(keys), { plannedStartAt: at(0, 9), plannedEndAt: at(1, 18) });
  });

  await step(t, 'its end is drawn longer', async (t) => {
    const { x, y, width, height } = await boxOf(bar(keys));
    await drag({ x: x + width - 2, y: y + height / 2 }, { x: x + width + 34, y: y + height / 2 });
    await sees(t, toast(/“Keys”: /), 'it says until when');
    t.match(await stored(keys), { plannedStartAt: at(0, 9), plannedEndAt: at(2, 18) });
    await undo();
    await lies(keys, { x, width });
  });

  await step(t, 'from its end a link is drawn to another, and a circle is refused in words', async (t) => {
    await bar(keys).hover();
    const dot = await boxOf(page.locator(`[data-dot="until"][data-of="${keys.id}"]`));
    const target = await boxOf(bar(paint));
    await drag({ x: dot.x + 6, y: dot.y + 6 }, { x: target.x + target.width / 2, y: target.y + target.height / 2 });
    await sees(t, page.getByText('Linked', { exact: true }), 'it is said');
    await page.locator('[data-arrow]').waitFor({ state: 'attached' });
    t.match((await ok('GET', `tasks/dependencies?taskId=${keys.id}`)).items, [{ fromId: keys.id, toId: paint.id, kind: 'end-start' }]);
    await bar(paint).hover();
    const back = await boxOf(page.locator(`[data-dot="until"][data-of="${paint.id}"]`));
    const first = await boxOf(bar(keys));
    await drag({ x: back.x + 6, y: back.y + 6 }, { x: first.x + first.width / 2, y: first.y + first.height / 2 });
    await sees(t, page.getByText('Tasks would wait for each other in a circle.'), 'and why not');
    await page.getByRole('button', { name: 'Close' }).last().click();
  });

  await step(t, 'by keyboard it is moved by days at once, pushes what waits, and all comes back in one step', async (t) => {
    const before = { keys: await boxOf(bar(keys)), paint: await boxOf(bar(paint)) };
    await bar(keys).focus();
    // Both at once: keys that rest are stored, and a slow machine would let them.
    await bar(keys).evaluate((element) => {
      for (let n = 0; n < 2; n += 1) element.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true, cancelable: true }));
    });
    await sees(t, toast(/“Keys”: .*One that waits for it moved too: “Paint”/), 'both are told');
    t.match([await stored(keys), await stored(paint)], [{ plannedStartAt: at(2, 9) }, { plannedStartAt: at(3, 18) }]);
    await page.keyboard.press('Control+z');
    await lies(keys, before.keys);
    await lies(paint, before.paint);
    t.match([await stored(keys), await stored(paint)], [{ plannedStartAt: at(0, 9) }, { plannedStartAt: at(2, 9), plannedEndAt: at(3, 18) }]);
    await bar(keys).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Shift+ArrowRight');
    await sees(t, toast(/“Paint”: /), 'with Shift the end of the next one');
    t.match(await stored(paint), { plannedStartAt: at(2, 9), plannedEndAt: at(4, 18) });
  });

  await step(t, 'the critical path is shown, and the menu opens the links in words', async (t) => {
    await page.getByRole('button', { name: 'Critical path' }).click();
    await sees(t, page.getByRole('button', { name: /^Keys, .*on the critical path/ }), 'Keys is on it');
    await misses(t, page.getByRole('button', { name: /^Party, .*on the critical path/ }), 'what waits for nothing is not');
    await bar(keys).focus();
    await page.keyboard.press('m');
    await page.getByRole('menuitem', { name: 'Depends on / blocks …' }).click();
    const dialog = page.getByRole('dialog', { name: 'Keys' });
    await sees(t, dialog.getByText('it starts after this one is done'), 'in words');
    await expectAccessible(t, page);
    await portal.settle();
    await dialog.getByRole('button', { name: 'Add a dependency' }).click();
    await dialog.getByLabel('The other task').fill('Paint');
    await page.getByRole('option', { name: 'Paint' }).click();
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await sees(t, dialog.getByText('Tasks would wait for each other in a circle.'), 'a circle is refused at the field');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.getByRole('button', { name: 'Remove the link to “Paint”' }).click();
    await misses(t, dialog.getByText('it starts after this one is done'), 'it can be taken off there');
    await page.keyboard.press('Escape');
  });

  await step(t, 'a task without dates is planned from the tray', async (t) => {
    await page.getByRole('button', { name: 'Plan “Photos” from today on' }).click();
    await sees(t, page.getByRole('button', { name: /^Photos, / }), 'it lies on the chart');
    await sees(t, toast(/“Photos”: /), 'it says where');
    await undo();
    await sees(t, page.getByRole('button', { name: 'Plan “Photos” from today on' }), 'and back in the tray');
    t.same(complaints(), [], 'the browser has nothing to complain about');
  });

  await step(t, 'who may not move a deadline is told so, and it stays', async (t) => {
    const other = await visit(browser, portal.url, { language: 'en', cookie: bruno.cookie });
    await other.go(`/tasks/projects/${project.id}?view=gantt`);
    await bar(party, other.page).focus();
    await other.page.keyboard.press('ArrowRight');
    await sees(t, toast(/deadline/i, other.page), 'why not');
    t.match(await stored(party), { deadlineAt: at(9, 18) });
    t.same(other.complaints(), [], 'the browser has nothing to complain about');
  });

  await step(t, 'a task tells on its own page what it waits for, as long as that is not done', async (t) => {
    await ok('POST', 'tasks/dependencies', { fromId: keys.id, toId: paint.id, kind: 'end-start' });
    await go(`/tasks/tasks/${paint.id}`);
    const hint = page.getByRole('dialog', { name: 'Paint' }).getByText('Waits for what is not done yet: Keys');
    await sees(t, hint, 'names it');
    await expectAccessible(t, page);
    const complete = page.getByRole('dialog', { name: 'Paint' }).getByRole('button', { name: 'Complete', exact: true });
    const question = page.getByRole('dialog', { name: 'Finish it all the same?' });
    await complete.click();
    await sees(t, question.getByText('It waits for “Keys”, which is still open.'), 'who would finish it before is asked');
    await holdsFocus(t, question.getByRole('button', { name: 'Finish' }), 'and can answer with a key');
    await expectAccessible(t, page);
    await page.keyboard.press('Escape');
    await misses(t, question, 'put off');
    await ok('POST', `tasks/tasks/${keys.id}/complete`, {});
    await misses(t, hint, 'then no longer');
    t.equal((await ok('GET', `tasks/tasks/${paint.id}`)).state, 'new', 'it was not finished');
    await complete.click();
    await sees(t, page.getByText('“Paint” is done'), 'and is finished without a question');
  });
});
