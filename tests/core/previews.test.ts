import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import t from 'tap';
import { dialects, startPortal, type Visitor } from '../support/portal.js';

const photo = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: { r: 200, g: 80, b: 20 } } });

/** A PNG of one grey, whatever its size, packed as small as it gets. */
function flatPng(width: number, height: number, rows = height): Buffer {
  const chunk = (name: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body) >>> 0, 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  const data = deflateSync(Buffer.alloc((width + 1) * rows));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

for (const dialect of dialects) {
  t.test(`previews on ${dialect}`, async (t) => {
    const portal = await startPortal(t, { dialect, modules: ['crm'] });
    const { admin } = portal;
    const bring = async (name: string, content: Uint8Array | string, type = 'application/octet-stream', who: Visitor = admin): Promise<number> => {
      const form = new FormData();
      form.set('file', new Blob([content as BlobPart], { type }), name);
      return (await who.api('POST', 'files', form)).body.id;
    };
    const preview = async (id: number, size = 256, headers: Record<string, string> = {}) => {
      const answer = await fetch(`${portal.url}/api/v1/files/${id}/preview?size=${size}`, { headers: { cookie: admin.cookie, ...headers } });
      return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
    };
    const cached = () => readdirSync(join(portal.folder, 'previews'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());

    await t.test('are small, upright, and say nothing of where a photo was taken', async (t) => {
      const jpeg = await photo(3000, 2000)
        .withExif({ IFD0: { Copyright: 'Someone' }, IFD3: { GPSLatitudeRef: 'S', GPSLatitude: '23/1 33/1 0/1' } })
        .withMetadata({ orientation: 6 })
        .jpeg()
        .toBuffer();
      const id = await bring('casa.jpg', jpeg, 'image/jpeg');
      const small = await preview(id);
      t.equal(small.status, 200);
      t.equal(small.headers.get('content-type'), 'image/webp');
      t.equal(small.headers.get('x-content-type-options'), 'nosniff');
      t.match(small.headers.get('content-security-policy'), /default-src 'none'; sandbox/);
      const facts = await sharp(small.bytes).metadata();
      t.match(facts, { format: 'webp', width: 171, height: 256 });
      t.equal(facts.exif, undefined);
      t.match(await sharp((await preview(id, 1600)).bytes).metadata(), { width: 1067, height: 1600 });
      t.equal((await preview(id, 256, { 'if-none-match': small.headers.get('etag') ?? '' })).status, 304);
      t.equal(cached().length, 2);
      rmSync(join(portal.folder, 'previews'), { recursive: true });
      t.ok((await preview(id)).bytes.equals(small.bytes), 'made anew when they were deleted');
      for (const size of [0, 255, 100_000, 'x', '']) t.equal((await preview(id, size as number)).status, 422, String(size));
    });

    await t.test('are made of every kind of picture that browsers know, asked for at the same moment too', async (t) => {
      const kinds = { png: photo(400, 300).png(), webp: photo(400, 300).webp(), gif: photo(400, 300).gif(), avif: photo(400, 300).avif() };
      for (const [name, picture] of Object.entries(kinds)) {
        const id = await bring(`x.${name}`, await picture.toBuffer());
        const answers = await Promise.all([preview(id), preview(id), preview(id)]);
        t.same(
          answers.map(({ status }) => status),
          [200, 200, 200],
          name,
        );
      }
    });

    await t.test('are refused for what is broken, huge, or not what it says, and the portal lives on', async (t) => {
      const sound = await photo(64, 64).png().toBuffer();
      const hostile: Record<string, Uint8Array | string> = {
        'empty.png': '',
        'text.png': 'this is no picture',
        'cut.png': sound.subarray(0, 60),
        'head.jpg': Buffer.from('ffd8ffe000104a464946', 'hex'),
        'noise.jpg': Buffer.concat([Buffer.from('ffd8ff', 'hex'), randomBytes(5000)]),
        'noise.gif': Buffer.concat([Buffer.from('GIF89a'), randomBytes(5000)]),
        'noise.webp': Buffer.concat([Buffer.from('RIFF\x10\x00\x00\x00WEBP', 'latin1'), randomBytes(5000)]),
        'noise.avif': Buffer.concat([Buffer.from('\x00\x00\x00\x1cftypavif', 'latin1'), randomBytes(5000)]),
        'bomb.png': flatPng(9000, 9000),
        'claims.png': flatPng(60_000, 60_000, 1),
        'drawn.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><script>alert(1)</script><image href="/etc/passwd"/></svg>',
        'page.html': '<script>alert(1)</script>',
      };
      for (const [name, content] of Object.entries(hostile)) {
        const { status, bytes } = await preview(await bring(name, content, 'image/png'));
        t.equal(status, 404, name);
        t.match(JSON.parse(bytes.toString()), { code: 'no-preview' }, name);
      }
      t.equal((await preview(await bring('good.png', sound))).status, 200);
    });

    await t.test('of texts and PDFs are shown as such alone, whatever they are called', async (t) => {
      const view = async (name: string, content: Uint8Array | string, type?: string) => {
        const { status, headers, body } = await admin.api('GET', `files/${await bring(name, content, type)}/view`);
        return {
          status,
          type: headers.get('content-type'),
          sniff: headers.get('x-content-type-options'),
          policy: headers.get('content-security-policy'),
          body,
        };
      };
      t.match(await view('a.html', '<script>alert(1)</script>', 'text/html'), {
        status: 200,
        type: 'text/plain; charset=utf-8',
        sniff: 'nosniff',
        policy: "default-src 'none'; sandbox",
        body: '<script>alert(1)</script>',
      });
      t.match(await view('velho.txt', Buffer.from('Orçamento', 'latin1')), { body: 'Orçamento' });
      t.equal((await view('long.txt', 'é'.repeat(400_000))).body.length, 131_072);
      t.match(await view('a.pdf', '%PDF-1.7 …', 'text/html'), { status: 200, type: 'application/pdf', sniff: 'nosniff' });
      t.equal((await view('a.bin', new Uint8Array([1, 0, 2]))).status, 404);
    });

    await t.test('are for those who may read the file', async (t) => {
      const other = await portal.person('Other', { role: 'salesperson' });
      const id = await bring('x.png', await photo(10, 10).png().toBuffer());
      t.equal((await other.api('GET', `files/${id}/preview?size=256`)).status, 404);
      t.equal((await other.api('GET', `files/${id}/view`)).status, 404);
    });
  });
}
