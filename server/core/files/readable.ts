import { open } from 'node:fs/promises';

/** Bytes of a text that are shown. */
const mostText = 262_144;

/** Text as a page of its own; where it is cut the last sign may be half. */
function textOf(bytes: Buffer, isWhole: boolean): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !isWhole });
  } catch {
    // Older programs write one byte a letter.
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** What a browser can show of a file beside pictures: a PDF, or its text. By what is in it, whatever it is called. */
export async function readableOf(path: string): Promise<{ kind: 'pdf' } | { kind: 'text'; text: string } | undefined> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(mostText), 0, mostText, 0);
    const bytes = buffer.subarray(0, bytesRead);
    if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') return { kind: 'pdf' };
    const text = textOf(bytes, bytesRead < mostText);
    return text === undefined ? undefined : { kind: 'text', text };
  } finally {
    await handle.close();
  }
}
