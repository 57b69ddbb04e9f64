import { base } from './0001-base.js';
import { bin } from './0002-bin.js';
import { clients } from './0003-clients.js';
import { numbering } from './0004-numbering.js';
import { cancelledInvoices } from './0005-cancelled-invoices.js';
import { exportRight } from './0006-export-right.js';
import { sentAndGiven } from './0007-sent-and-given.js';
import { waysToClients } from './0008-ways-to-clients.js';
import { finerTaxRates } from './0009-finer-tax-rates.js';
import { acceptedPapers } from './0010-accepted-papers.js';
import { typedAmounts } from './0011-typed-amounts.js';

/** In the order in which they run; never changed once released, only added to. */
export const migrations = [
  base,
  bin,
  clients,
  numbering,
  cancelledInvoices,
  exportRight,
  sentAndGiven,
  waysToClients,
  finerTaxRates,
  acceptedPapers,
  typedAmounts,
];
