import type { Quote } from '../../../contracts/sales/records.js';
import { Refusal } from '../../../core/http/problem.js';
import { isSendable } from '../documents/closed.js';
import { makePaper, type Paper } from '../documents/paper.js';
import { type Parties, partiesOf } from '../documents/parties.js';
import type { SalesRun } from '../run.js';
import { isExpired } from './expired.js';

/** What is kept of a quote as its client accepted it. */
export interface AsAccepted {
  paper: Paper | null;
  parties: Parties | null;
}

/**
 * What of a quote is to be kept if it is accepted now; nothing of a made-up one, and of one that cannot be accepted. An acceptance is
 * not refused because its paper cannot be made, such as with a broken logo: the log says so.
 */
export async function asAccepted(run: SalesRun, quote: Quote): Promise<AsAccepted> {
  if (run.isSample || !isSendable('quote', quote.status) || isExpired(run, quote)) return { paper: null, parties: null };
  const parties = await partiesOf(run, quote);
  try {
    return { paper: await makePaper(run, 'quote', { ...quote, status: 'accepted' }), parties };
  } catch (error) {
    if (error instanceof Refusal && error.code === 'document-not-made') return { paper: null, parties };
    throw error;
  }
}

const acceptance = ({ db }: SalesRun, { id }: Pick<Quote, 'id'>) =>
  db.read.selectFrom('sales_quote_answers').where('quote_id', '=', id).where('answer', '=', 'accepted').orderBy('id', 'desc').limit(1);

/** From whom and to whom a quote was when it was accepted; null where that was not kept. The logo is the present one: of an older one the picture may be gone. */
export async function partiesThen(run: SalesRun, quote: Quote): Promise<Parties | null> {
  if (quote.status !== 'accepted') return null;
  const row = await acceptance(run, quote).select('parties').executeTakeFirst();
  if (!row?.parties) return null;
  const parties = JSON.parse(row.parties) as Parties;
  return { ...parties, company: { ...parties.company, logo: run.settings.company().logo } };
}

/** The paper of a quote as it was accepted, as long as it is among the files of the quote. */
export async function paperThen(run: SalesRun, quote: Quote): Promise<{ name: string; pdf: Buffer } | null> {
  if (quote.status !== 'accepted') return null;
  const file = await acceptance(run, quote)
    .innerJoin('files', 'files.id', 'sales_quote_answers.paper_id')
    .where('files.removed_at', 'is', null)
    .select(['files.name', 'files.sha256'])
    .clearOrderBy()
    .orderBy('sales_quote_answers.id', 'desc')
    .executeTakeFirst();
  if (!file) return null;
  try {
    return { name: file.name, pdf: await run.files.read(file.sha256) };
  } catch (error) {
    // Its client is given one that is made anew; that files are missing, the health of the portal says.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
