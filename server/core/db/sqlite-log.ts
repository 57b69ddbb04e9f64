import { closeSync, fdatasync, fdatasyncSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Handle } from './sqlite-prepare.js';

// Offsets are those of https://www.sqlite.org/fileformat2.html
const logHeaderBytes = 32;
const frameHeaderBytes = 24;
const [pageSizeAt, begunAt, saltsAt] = [8, 16, 16];
const userVersionAt = 60;

const pageSizeOf = (header: Buffer): number | null => {
  const size = header.readUInt32BE(pageSizeAt);
  return size >= 512 && size <= 65_536 ? size : null;
};

/** All that was committed is in the file: the next that is written begins the log anew. */
function copiedWhole(handle: Handle): boolean {
  const [{ busy, log, checkpointed }] = handle.pragma('wal_checkpoint(PASSIVE)') as [{ busy: number; log: number; checkpointed: number }];
  return busy === 0 && log === checkpointed;
}

/**
 * Raises the number in the first page, to be called within a transaction that writes: a checkpoint copies the first page first, so
 * that the number of the file says up to which commit it may hold something.
 * @param now the number, for who has it at hand.
 */
export function numberCommit(handle: Handle, raise: 0 | 1 = 1, now = handle.pragma('user_version', { simple: true }) as number): void {
  handle.exec(`pragma user_version = ${(now + raise) % 0x7fff_ffff}`);
}

/** Writes the number into the first page, in a commit of its own, which the next checkpoint makes durable. */
function number(handle: Handle, raise: 0 | 1): void {
  const synchronous = handle.pragma('synchronous', { simple: true }) as number;
  handle.pragma(`synchronous = ${Math.min(synchronous, 1)}`);
  try {
    handle.exec('begin immediate');
    numberCommit(handle, raise);
    handle.exec('commit');
  } finally {
    if (handle.inTransaction) handle.exec('rollback');
    handle.pragma(`synchronous = ${synchronous}`);
  }
}

/**
 * Copies the log into the file, and numbers both: the file's number is raised, alone, when it holds all that came before, and the
 * log that then begins has that number first. A copy of the two is of one time only where the file's number is one of its log's,
 * see {@link ofTwoTimes}.
 * @returns false where somebody who reads was in the way: to be tried again. @throws SQLITE_BUSY
 */
export function settleLog(handle: Handle): boolean {
  if (!copiedWhole(handle)) return false;
  number(handle, 1);
  if (!copiedWhole(handle)) return false;
  number(handle, 0);
  return true;
}

const syncInThread = promisify(fdatasync);

/** Milliseconds for which the event loop may stand still for a disk. */
const quickMs = 1;

/** Looks into the log beside a database that is in use, which costs two small reads, and makes it durable. */
export class LogWatch {
  private log: number | null = null;
  private known = '';
  private wasQuick = false;
  private readonly header = Buffer.alloc(logHeaderBytes);
  private readonly frame = Buffer.alloc(frameHeaderBytes);
  /** @param sync makes the file with this descriptor durable, where it is not the system that does. */
  constructor(
    private readonly file: string,
    private readonly sync?: (descriptor: number) => Promise<void>,
  ) {}

  /** For writing: some systems sync nothing else. SQLite holds no lock on the log itself, so that closing it takes none away. */
  private open(): number {
    this.log ??= openSync(`${this.file}-wal`, 'r+');
    return this.log;
  }

  /**
   * Resolves when all that is committed by now outlasts a power cut. A thread of the pool waits for the disk; but a disk that was quick
   * the last time is waited for on the spot when one writes alone, as going to a thread and back takes a third of the time that it does.
   * @param isAlone nobody else waits for anything to be written. @throws what the disk has against it.
   */
  async durable(isAlone: boolean): Promise<void> {
    const began = performance.now();
    if (this.sync) await this.sync(this.open());
    else if (isAlone && this.wasQuick) fdatasyncSync(this.open());
    else await syncInThread(this.open());
    this.wasQuick = performance.now() - began <= quickMs;
  }

  private begun(): string | null {
    try {
      if (readSync(this.open(), this.header, 0, logHeaderBytes, 0) < logHeaderBytes) return null;
      return this.header.toString('latin1', saltsAt, saltsAt + 8);
    } catch {
      return null;
    }
  }

  /** Notes which log it is. */
  settled(): void {
    this.known = this.begun() ?? '';
  }

  /** Whether it is another log than the noted one, such as after another process had to do with it. */
  isAnother(): boolean {
    const begun = this.begun();
    return begun !== null && begun !== this.known;
  }

  /** Whether so many pages are in it. */
  has(pages: number): boolean {
    const begun = this.begun();
    const size = pageSizeOf(this.header);
    if (this.log === null || begun === null || size === null) return false;
    const at = logHeaderBytes + (pages - 1) * (frameHeaderBytes + size);
    return readSync(this.log, this.frame, 0, frameHeaderBytes, at) === frameHeaderBytes && this.frame.toString('latin1', 8, 16) === begun;
  }

  close(): void {
    if (this.log !== null) closeSync(this.log);
    this.log = null;
  }
}

/** The log is begun anew so often at most while it is copied; what else differs is no mark of that. */
const mostBegun = 1000;

/**
 * Whether file and log, or the beginning and the end of the log, were copied at different times, between which the one was
 * copied into the other: what was in between is then missing, without a fault that shows.
 *
 * What follows the newest frame of a log is older than it; where it is newer, the log was begun anew while it was read. And the
 * number of the file (see {@link settleLog}, {@link numberCommit}) lies between the first and the last of its log: before it, the
 * file lacks what a log held that is gone; after it, the file holds what this log lacks.
 * @returns what is wrong, or null.
 */
export async function ofTwoTimes(file: string): Promise<string | null> {
  const log = await open(`${file}-wal`, 'r').catch(() => null);
  if (!log) return null;
  const database = await open(file, 'r');
  try {
    const header = Buffer.alloc(logHeaderBytes);
    if ((await log.read(header, 0, logHeaderBytes, 0)).bytesRead < logHeaderBytes) return null;
    const size = pageSizeOf(header);
    if (size === null) return null;
    const begun = header.readUInt32BE(begunAt);
    const head = Buffer.alloc(userVersionAt + 4);
    await database.read(head, 0, head.length, 0);
    const numberOfFile = head.readUInt32BE(userVersionAt);
    let [first, last, pending]: (number | undefined)[] = [];
    let isOfThisLog = true;
    const frame = Buffer.alloc(frameHeaderBytes);
    for (let at = logHeaderBytes; (await log.read(frame, 0, frameHeaderBytes, at)).bytesRead === frameHeaderBytes; at += frameHeaderBytes + size) {
      const newer = (frame.readUInt32BE(8) - begun) >>> 0;
      if (newer > 0 && newer <= mostBegun) return 'its log was begun anew while it was copied';
      isOfThisLog &&= frame.compare(header, saltsAt, saltsAt + 8, 8, 16) === 0;
      if (!isOfThisLog) continue;
      const isFirstPage = frame.readUInt32BE(0) === 1;
      if (isFirstPage && (await log.read(head, 0, head.length, at + frameHeaderBytes)).bytesRead === head.length) pending = head.readUInt32BE(userVersionAt);
      const isCommitted = frame.readUInt32BE(4) > 0;
      if (!isCommitted) continue;
      first ??= pending;
      last = pending;
    }
    if (first === undefined || last === undefined) return null;
    if (numberOfFile < first) return 'it was copied before its log, which was copied into it and begun anew in between';
    if (numberOfFile > last) return 'it was copied after its log, of which more had been copied into it in between';
    return null;
  } finally {
    await log.close();
    await database.close();
  }
}
