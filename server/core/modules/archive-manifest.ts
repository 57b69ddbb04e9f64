import { type TSchema, Type } from 'typebox';
import type { ArchiveManifest } from './archive-format.js';
import { BadArchive } from './bad-archive.js';

const count = Type.Integer({ minimum: 0 });
const id = Type.Integer({ minimum: 1 });
const sha256 = '^[0-9a-f]{64}$';
const name = Type.String({ pattern: '^[a-z][a-z0-9_]*$', maxLength: 63 });
const text = Type.String({ maxLength: 1000 });
const texts = Type.Array(text);
const orNull = (schema: TSchema) => Type.Union([schema, Type.Null()]);

/** An archive may come from anywhere: what it says of itself becomes names of tables, columns and files, so nothing of another shape is let in. */
const shape = Type.Object({
  format: Type.Literal(1),
  what: Type.Literal('sede-module'),
  module: Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' }),
  version: text,
  portal: text,
  dialect: Type.Union([Type.Literal('sqlite'), Type.Literal('postgres')]),
  created: Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' }),
  company: orNull(text),
  fromBackup: Type.Optional(Type.Literal(true)),
  rewritten: Type.Optional(texts),
  migrations: texts,
  permissions: texts,
  records: Type.Optional(Type.Record(Type.String(), count)),
  marks: Type.Record(Type.String(), count),
  parts: Type.Record(
    Type.String(),
    Type.Object({
      of: Type.Union([Type.Literal('module'), Type.Literal('core')]),
      table: name,
      columns: Type.Array(Type.Object({ name, type: Type.Union([Type.Literal('int'), Type.Literal('text')]), nullable: Type.Boolean() })),
      rows: count,
      sha256: Type.String({ pattern: sha256 }),
      bytes: count,
    }),
  ),
  contents: Type.Record(Type.String({ pattern: sha256 }), count, { additionalProperties: false }),
  people: Type.Array(Type.Object({ id, name: text, email: orNull(text) })),
  roles: Type.Array(Type.Object({ id, name: text, builtIn: orNull(text) })),
  tokens: Type.Array(Type.Object({ id, scopes: texts })),
});

/** @param part what the text is called in a message. @throws BadArchive when it is none, of a later format, or of another shape. */
export async function asManifest(json: string, part: string): Promise<ArchiveManifest> {
  let value: Partial<ArchiveManifest> | null;
  try {
    value = JSON.parse(json) as Partial<ArchiveManifest> | null;
  } catch {
    throw new BadArchive('archive-damaged', part);
  }
  if (value?.what !== 'sede-module') throw new BadArchive('archive-unreadable', part);
  if (value.format !== 1) throw new BadArchive('archive-newer', String(value.version).slice(0, 40));
  const { Value } = await import('typebox/value');
  if (!Value.Check(shape, value)) throw new BadArchive('archive-unreadable', part);
  const manifest = value as ArchiveManifest;
  const misnamed = Object.entries(manifest.parts).find(([path, { of, table }]) => path !== `${of}/${table}.ndjson`);
  if (misnamed) throw new BadArchive('archive-damaged', misnamed[0].slice(0, 100));
  return manifest;
}
