import type { Tx } from '../../../core/db/database.js';
import { createdBy } from '../../../core/imports/changes.js';
import { task } from '../kinds.js';

/** The tasks that this import has made so far, by title: a parent that is named by its title alone may stand far above. */
export class Earlier {
  /** Of what is committed; null until it is asked for: most files never do. */
  private stored: Map<string, number> | null = null;
  private readonly pending = new WeakMap<Tx, Map<string, number>>();

  constructor(readonly importId: number) {}

  /** Notes what this transaction has made; it counts for later ones once it is committed. */
  add(tx: Tx, title: string, id: number): void {
    let made = this.pending.get(tx);
    if (!made) {
      const fresh = new Map<string, number>();
      made = fresh;
      this.pending.set(tx, fresh);
      tx.afterCommit(() => {
        for (const [one, of] of fresh) if (this.stored && !this.stored.has(one)) this.stored.set(one, of);
      });
    }
    if (!made.has(title)) made.set(title, id);
  }

  /** Those of some titles that are there, each with its first task. */
  async find(tx: Tx, titles: Iterable<string>): Promise<Map<string, number>> {
    const wanted = [...titles];
    const found = new Map<string, number>();
    if (wanted.length === 0) return found;
    if (!this.stored) {
      this.stored = new Map();
      for (const { id, text } of await createdBy(tx, this.importId, task, 'title')) if (!this.stored.has(text)) this.stored.set(text, id);
    }
    for (const title of wanted) {
      const id = this.stored.get(title) ?? this.pending.get(tx)?.get(title);
      if (id !== undefined) found.set(title, id);
    }
    return found;
  }
}
