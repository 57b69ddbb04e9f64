import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { ImportState, StartImport } from '../../server/contracts/core/imports.js';
import type { Answer, TestPortal, Visitor } from './portal.js';

/** Brings a file by its content. @param parts to send otherwise than a browser does. */
export function upload(who: Visitor, kind: string, name: string, content: string | Uint8Array<ArrayBuffer>): Promise<Answer> {
  const form = new FormData();
  form.set('kind', kind);
  form.set('file', new Blob([content], { type: 'text/csv' }), name);
  return who.api('POST', 'imports', form);
}

/** Brings a file, starts it with the map that the portal proposes (or `map`), runs it to its end. @throws when one of that is refused. */
export async function load(
  portal: TestPortal,
  who: Visitor,
  kind: string,
  file: { path: string } | { name: string; content: string },
  settings: Partial<StartImport> = {},
): Promise<ImportState> {
  const [name, content] = 'path' in file ? [basename(file.path), new Uint8Array(readFileSync(file.path))] : [file.name, file.content];
  const brought = await upload(who, kind, name, content);
  if (brought.status !== 201) throw new Error(`The file was refused: ${JSON.stringify(brought.body)}`);
  const state = brought.body as ImportState;
  const started = await who.api('POST', `imports/${state.id}/start`, { map: state.map, ...settings });
  if (started.status !== 200) throw new Error(`The import was refused: ${JSON.stringify(started.body)}`);
  await portal.settle();
  return (await who.api('GET', `imports/${state.id}`)).body as ImportState;
}
