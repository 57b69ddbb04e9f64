import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { Actor } from '../access/actor.js';
import { audit } from '../audit/audit.js';
import { type ZipEntry, zipOf } from '../exports/zip.js';
import { notFound } from '../http/problem.js';
import { texts } from '../i18n/texts.js';
import { contentPath } from '../modules/archive-format.js';
import { type Around, type Place, recordsAround } from './ground.js';
import { everythingAbout, subjectTitle } from './held.js';
import { type ArchivedPlace, archivesInUse, livePlace, type Opened, type PrivacyDeps, placesAround, withArchives } from './places.js';
import type { Subject } from './subject.js';

const asJson = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** Files bound to what is about somebody, in one place. */
async function filesOf({ db }: Place, { own }: Around): Promise<{ id: number; name: string; sha256: string; size: number }[]> {
  const found = [];
  for (const { type, id } of own)
    found.push(
      ...(await db.read.selectFrom('files').select(['id', 'name', 'sha256', 'size']).where('record_type', '=', type).where('record_id', '=', id).execute()),
    );
  return found;
}

/** What lies in one place, each in a file of its own below `folder`. @param pathOf where a content lies. */
async function entriesOf(place: Place, around: Around, of: Subject, folder: string, pathOf: (sha256: string) => string): Promise<ZipEntry[]> {
  const entries: ZipEntry[] = [];
  for await (const { path, content } of everythingAbout(place, around, of)) entries.push({ path: `${folder}${path}`, content: () => [asJson(content)] });
  for (const { id, name, sha256 } of await filesOf(place, around))
    entries.push({ path: `${folder}files/${id}-${name.replace(/[/\\]/g, '_')}`, content: () => createReadStream(pathOf(sha256)) as AsyncIterable<Buffer> });
  return entries;
}

async function entriesOfArchive(place: ArchivedPlace, around: Around, of: Subject): Promise<ZipEntry[]> {
  const { archive } = place;
  await archive.contents.fetch(Object.fromEntries((await filesOf(place, around)).map(({ sha256, size }) => [sha256, size])));
  return entriesOf(place, around, of, `archives/${archive.name}/`, (sha256) => join(archive.folder, contentPath(sha256)));
}

async function entriesAbout(deps: PrivacyDeps, { language }: Actor, of: Subject, { places, left }: Opened): Promise<ZipEntry[]> {
  const { files, now } = deps.services;
  const live = await livePlace(deps);
  const all = [live, ...places];
  const titles = await Promise.all(all.map((place) => subjectTitle(place, of)));
  const title = titles.find((one) => one !== undefined);
  if (title === undefined) throw notFound();
  const inUse = archivesInUse(deps);
  const t = texts(language);
  const aroundOf = (place: Place) => recordsAround(placesAround(place, all, inUse), of);
  const entries = await entriesOf(live, await aroundOf(live), of, '', files.pathOf);
  const inArchives: string[] = [];
  for (const place of places) {
    const found = await entriesOfArchive(place, await aroundOf(place), of);
    entries.push(...found);
    const { name, manifest } = place.archive;
    if (found.length > 0) inArchives.push(t('core:privacy.readmeArchive', { name, module: t(`${manifest.module}:module.name`), at: manifest.created }));
  }
  for (const { archive, why } of left) inArchives.push(t('core:privacy.readmeLeft', { name: archive, why: t(`core:privacy.left.${why}`) }));
  const readme = [t('core:privacy.readme', { title, at: now() }), ...(inArchives.length > 0 ? ['\n', inArchives.join('\n'), '\n'] : [])];
  return [{ path: 'README.txt', content: () => readme }, ...entries];
}

/**
 * Everything about a person as a ZIP: a page to read first, JSON, and the files as they were stored; what lies in archives in a folder for
 * each. @throws Refusal 404.
 */
const exportAbout = (deps: PrivacyDeps, actor: Actor, of: Subject): Promise<Readable> =>
  new Promise((resolve, reject) => {
    withArchives(deps, async (opened) => {
      const zip = zipOf(await entriesAbout(deps, actor, of, opened));
      resolve(zip);
      // Contents are read out of them until the last.
      await finished(zip).catch(() => undefined);
    }).catch(reject);
  });

/** The same, noted in the audit log. @throws Refusal 404. */
export async function noteExported(deps: PrivacyDeps, actor: Actor, of: Subject): Promise<Readable> {
  const { db, now } = deps.services;
  const zip = await exportAbout(deps, actor, of);
  await db.write((tx) => audit(tx, now(), actor, 'privacy.exported', `${of.type}:${of.id}`));
  return zip;
}
