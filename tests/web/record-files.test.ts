import { join } from 'node:path';
import sharp from 'sharp';
import t from 'tap';
import { expectAccessible } from '../support/browser.js';
import { browserFor, misses, sees, step, visit } from '../support/pages.js';
import { startPortal } from '../support/portal.js';

/** Lets the page drop or paste a file as a person would. */
const give = (how: 'drop' | 'paste') => `(file) => {
  const data = new DataTransfer();
  data.items.add(new File([Uint8Array.from(atob(file.base64), (sign) => sign.charCodeAt(0))], file.name, { type: file.type }));
  const target = document.querySelector('[role="tabpanel"]');
  const event = '${how}' === 'drop'
    ? new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data })
    : new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: data });
  target.dispatchEvent(event);
}`;

t.test('files at a record', async (t) => {
  const portal = await startPortal(t, { dialect: 'sqlite' });
  const { admin } = portal;
  const lead = (await admin.api('POST', 'crm/leads', { title: 'Portão da Rua Acre' })).body.id;
  const filesOf = async () =>
    (await admin.api('GET', `record-files?recordType=crm.lead&recordId=${lead}`)).body.items as { id: number; name: string; size: number }[];
  const picture = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#c86428' } })
    .jpeg()
    .toBuffer();
  const browser = await browserFor(t);
  const { page, go, complaints } = await visit(browser, portal.url, { cookie: admin.cookie });
  const hand = (how: 'drop' | 'paste', name: string, content: Buffer | string, type: string) =>
    page.evaluate(`(${give(how)})(${JSON.stringify({ name, type, base64: Buffer.from(content).toString('base64') })})`);
  const opener = (name: string) => page.getByRole('button', { name: `Open ${name}`, exact: true });
  const menuOf = async (name: string, entry: string) => {
    await page.getByRole('button', { name: `More for ${name}`, exact: true }).click();
    await page.getByRole('menuitem', { name: entry, exact: true }).click();
  };
  const preview = page.getByRole('dialog').last();

  await step(t, 'arrive by being dropped anywhere on it, whatever part of it is shown', async (t) => {
    await go(`/crm/leads/${lead}`);
    await page.getByRole('tab', { name: 'Files' }).waitFor();
    // Held over the page until it takes files: it asks first whether this person may add any.
    await page.waitForFunction(() => {
      const data = new DataTransfer();
      data.items.add(new File(['x'], 'x.txt'));
      document.body.dispatchEvent(new DragEvent('dragover', { bubbles: true, cancelable: true, dataTransfer: data }));
      return document.body.textContent?.includes('Drop to add to Portão da Rua Acre');
    });
    await hand('drop', 'contrato.txt', 'Contrato nº 7: olá', 'text/plain');
    await sees(t, opener('contrato.txt'), 'it stands in the list');
    await sees(t, page.getByRole('tab', { name: /^Files ?1$/, selected: true }), 'the tab counts it');
    await expectAccessible(t, page);
  });

  await step(t, 'arrive by being chosen, several at once, and pasted', async (t) => {
    await page
      .getByLabel('Add files', { exact: true })
      .and(page.locator('input'))
      .setInputFiles([
        { name: 'casa.jpg', mimeType: 'image/jpeg', buffer: picture },
        { name: 'planta.dwg', mimeType: 'application/octet-stream', buffer: Buffer.from('dwg') },
      ]);
    await sees(t, opener('casa.jpg'), 'the first');
    await sees(t, opener('planta.dwg'), 'the second');
    await hand('paste', 'image.png', await sharp(picture).png().toBuffer(), 'image/png');
    await sees(t, page.getByRole('button', { name: /^Open Picture \d{4}-\d\d-\d\d / }), 'a pasted picture gets a name that says when');
    t.equal((await filesOf()).length, 4);
  });

  await step(t, 'are looked at on the whole screen, by keyboard', async (t) => {
    await opener('casa.jpg').focus();
    await page.keyboard.press('Enter');
    await sees(t, preview.getByRole('img', { name: 'casa.jpg' }), 'the picture');
    await page.waitForFunction(() => Array.from(document.querySelectorAll('img')).some((one) => one.alt === 'casa.jpg' && one.naturalWidth === 900));
    await expectAccessible(t, page);
    const names = (await filesOf()).map(({ name }) => name);
    const walk = async (from: string, to: string) => {
      const by = names.indexOf(to) - names.indexOf(from);
      for (let n = 0; n < Math.abs(by); n += 1) await page.keyboard.press(by > 0 ? 'ArrowRight' : 'ArrowLeft');
    };
    await walk('casa.jpg', 'contrato.txt');
    await sees(t, preview.getByText('Contrato nº 7: olá'), 'a text');
    await walk('contrato.txt', 'planta.dwg');
    await sees(t, preview.getByText('This file cannot be shown here.'), 'what has no preview says so');
    await page.keyboard.press('Escape');
    await misses(t, preview.getByText('This file cannot be shown here.'), 'Esc closes it');
    await sees(t, page.getByRole('tab', { name: /^Files ?4$/, selected: true }), 'the record stays open below');
  });

  await step(t, 'are renamed and removed, and come back', async (t) => {
    await menuOf('planta.dwg', 'Rename');
    await page.getByRole('textbox', { name: 'Name' }).fill('Planta baixa');
    await page.keyboard.press('Enter');
    await sees(t, opener('Planta baixa.dwg'), 'its ending stays');
    await menuOf('Planta baixa.dwg', 'Remove');
    await sees(t, page.getByText('Planta baixa.dwg removed'), 'says so');
    await misses(t, opener('Planta baixa.dwg'), 'gone from the list');
    await page.keyboard.press('Control+z');
    await sees(t, opener('Planta baixa.dwg'), 'by a key while the toast is there');
    await menuOf('Planta baixa.dwg', 'Remove');
    await page.getByRole('button', { name: '1 removed file' }).click();
    await expectAccessible(t, page);
    await menuOf('Planta baixa.dwg', 'Bring back');
    await sees(t, opener('Planta baixa.dwg'), 'and later from the list of what was removed');
    await page.getByRole('tab', { name: 'Overview' }).click();
    await sees(t, page.getByText('contrato.txt added'), 'the timeline tells');
  });

  await step(t, 'go on by themselves after a lost connection, from where they ended', async (t) => {
    const large = Buffer.alloc(9 * 1_048_576, 'sede ');
    let parts = 0;
    await page.route('**/api/v1/uploads/*', async (route) => {
      if (route.request().method() !== 'PATCH') return route.continue();
      parts += 1;
      return parts === 2 ? route.abort('connectionreset') : route.continue();
    });
    await page.getByRole('tab', { name: /^Files/ }).click();
    await page
      .getByLabel('Add files', { exact: true })
      .and(page.locator('input'))
      .setInputFiles({ name: 'grande.bin', mimeType: 'application/octet-stream', buffer: large });
    await sees(t, opener('grande.bin'), 'it arrives');
    t.equal(parts, 4, 'three parts, of which one was sent again');
    t.equal((await filesOf()).find(({ name }) => name === 'grande.bin')?.size, large.length);
    await page.unroute('**/api/v1/uploads/*');
  });

  await step(t, 'go on after a reload, and can be stopped', async (t) => {
    const large = Buffer.alloc(9 * 1_048_576, 'obra ');
    // A file on the disk, which the browser knows again by when it was changed.
    const file = join(t.testdir({ 'video.mp4': large }), 'video.mp4');
    const input = page.getByLabel('Add files', { exact: true }).and(page.locator('input'));
    const offsets: string[] = [];
    page.on(
      'request',
      (request) => request.method() === 'PATCH' && request.url().includes('/uploads/') && offsets.push(request.headers()['upload-offset'] ?? ''),
    );
    await page.route('**/api/v1/uploads/*', (route) =>
      route.request().method() === 'PATCH' && route.request().headers()['upload-offset'] !== '0' ? route.abort('connectionreset') : route.continue(),
    );
    await input.setInputFiles(file);
    await sees(t, page.getByText('No connection. It goes on by itself.'), 'it says that it waits');
    await expectAccessible(t, page);
    await page.getByRole('button', { name: 'Stop sending video.mp4' }).click();
    await misses(t, page.getByText('video.mp4'), 'what was stopped is gone');
    await input.setInputFiles(file);
    await sees(t, page.getByText('No connection. It goes on by itself.'), 'begun again');
    // Before the one above is taken away: in between the second part would be let through.
    await page.route('**/api/v1/uploads/*', (route) => (route.request().method() === 'PATCH' ? route.abort('connectionreset') : route.continue()));
    await page.reload();
    await page.unroute('**/api/v1/uploads/*');
    offsets.length = 0;
    await sees(t, page.getByRole('button', { name: 'Add files' }), 'loaded again');
    await input.setInputFiles(file);
    await sees(t, opener('video.mp4'), 'it arrives');
    t.equal(offsets[0], String(4 * 1_048_576), 'the first part is not sent again');
  });

  await step(t, 'are only looked at by who may not change the record', async (t) => {
    const reader = await portal.person('Reader', { grants: { 'crm.lead.read': 'all' } });
    await reader.api('PATCH', 'session', { language: 'pt-BR' });
    const theirs = await visit(browser, portal.url, { cookie: reader.cookie, language: 'pt-BR', phone: true, dark: true });
    await theirs.go(`/crm/leads/${lead}?tab=files`);
    await sees(t, theirs.page.getByRole('button', { name: 'Abrir casa.jpg' }), 'what is there');
    await misses(t, theirs.page.getByRole('button', { name: 'Adicionar arquivos' }), 'no way to add');
    await expectAccessible(t, theirs.page);
    await theirs.page.getByRole('button', { name: 'Abrir casa.jpg' }).click();
    await sees(t, theirs.page.getByRole('img', { name: 'casa.jpg' }), 'the picture');
    await expectAccessible(t, theirs.page);
    t.same(theirs.complaints(), []);
  });

  t.same(
    complaints().filter((line) => !/ERR_CONNECTION_RESET/.test(line)),
    [],
  );
});
