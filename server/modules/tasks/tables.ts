import type { Generated } from 'kysely';

/** The tables of the module that are asked apart from the record kit; of record tables only the columns that are. */
declare module '../../core/db/tables.js' {
  interface Tables {
    tasks_tasks: {
      id: Generated<number>;
      version: number;
      title: string;
      state: string;
      owner_id: number | null;
      project_id: number | null;
      stage_id: number | null;
      parent_id: number | null;
      position: number | null;
      deadline_at: string | null;
      about_type: string | null;
      about_id: number | null;
      closed_at: string | null;
      deleted_at: string | null;
    };
    tasks_projects: {
      id: Generated<number>;
      visibility: string | null;
      owner_id: number | null;
      moderator_ids: string;
      member_ids: string;
      department_ids: string | null;
      archived_at: string | null;
      deleted_at: string | null;
    };
    tasks_stages: { id: Generated<number>; project_id: number; name: string; colour: number | null; task_limit: number | null; position: number };
    tasks_people: { record_id: number; person_id: number; role: string };
    tasks_plan: { person_id: number; task_id: number; day: string; position: number };
    tasks_checks: {
      id: Generated<number>;
      task_id: number;
      parent_id: number | null;
      text: string;
      position: number;
      done_at: string | null;
      done_by: number | null;
      person_id: number | null;
      file_ids: string;
      deleted_at: string | null;
    };
    tasks_dependencies: { id: Generated<number>; from_id: number; to_id: number; kind: string; lag_minutes: number };
    tasks_marks: { person_id: number; task_id: number; mark: string };
  }
}
