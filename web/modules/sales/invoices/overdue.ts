/** Statuses of an invoice on which something is open, as a list filters by them. */
export const openStates = 'unpaid,partly-paid';

/** The day before a day, `YYYY-MM-DD`. */
export function yesterdayOf(day: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() - 1);
  return at.toISOString().slice(0, 10);
}
