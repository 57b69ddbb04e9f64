import type { Generated } from 'kysely';

declare module '../../../core/db/tables.js' {
  interface Tables {
    tasks_templates: {
      id: Generated<number>;
      version: number;
      name: string;
      kind: string;
      shared: number;
      owner_id: number;
      task_count: number;
      content: string;
      created_at: string;
      updated_at: string;
      deleted_at: string | null;
    };
  }
}
