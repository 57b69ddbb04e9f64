import type { Generated } from 'kysely';

declare module '../../../core/db/tables.js' {
  interface Tables {
    tasks_time: {
      id: Generated<number>;
      version: number;
      task_id: number;
      person_id: number;
      day: string;
      minutes: number;
      note: string | null;
      started_at: string | null;
      created_at: string;
      updated_at: string;
    };
    tasks_timers: { person_id: number; task_id: number; started_at: string };
    tasks_time_locks: { id: Generated<number>; before_day: string | null; set_at: string; set_by: number | null };
  }
}
