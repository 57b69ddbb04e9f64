import type { Generated } from 'kysely';

declare module '../../../core/db/tables.js' {
  interface Tables {
    tasks_series: {
      id: Generated<number>;
      /** A whole repeat as JSON. */
      rule: string;
      start_on: string;
      /** Day of the last occurrence that was made or passed over. */
      last_on: string;
      /** Null while the one before has to be closed first, and after the end. */
      next_on: string | null;
      made: number;
      person_id: number | null;
      created_at: string;
      ended_at: string | null;
      failure: string | null;
    };
    tasks_occurrences: { series_id: number; day: string; task_id: number };
  }
}
