import type { Money } from '../../../contracts/core/fields.js';

/** What is paid, what is open, what it adds to sums, and the status that follows from it. An invoice of nothing is paid from the start. */
export function stateOf(total: Money, paidAmount: number): { paid: Money; due: Money; billed: Money; status: 'unpaid' | 'partly-paid' | 'paid' } {
  const { currency } = total;
  const status = paidAmount >= total.amount ? 'paid' : paidAmount > 0 ? 'partly-paid' : 'unpaid';
  return { paid: { amount: paidAmount, currency }, due: { amount: total.amount - paidAmount, currency }, billed: total, status };
}
