import type { TestPortal } from '../support/portal.js';

export async function made(p: TestPortal, path: string, body: unknown) {
  const answer = await p.admin.api('POST', path, body);
  if (answer.status !== 201 && answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

export async function opened(p: TestPortal, id: string) {
  await p.admin.api('POST', `backups/${id}/inside`);
  for (;;) {
    const { body } = await p.admin.api('GET', `backups/${id}/inside`);
    if (body.state !== 'opening') return body;
    await new Promise((done) => setTimeout(done, 20));
  }
}

export async function backedUp(p: TestPortal): Promise<string> {
  await p.admin.api('POST', 'backups/now');
  await p.settle();
  return (await p.admin.api('GET', 'backups')).body.items[0].id;
}

/** What lies in the bin goes for good, as it would after thirty days. */
export async function emptied(p: TestPortal): Promise<void> {
  const { db, jobs } = p.portal.services;
  await db.write(async (tx) => {
    await tx.q.updateTable('bin_entries').set({ deleted_at: '2020-01-01T00:00:00.000Z' }).execute();
    await jobs.runNow(tx, 'core.bin');
  });
  await p.settle();
}
