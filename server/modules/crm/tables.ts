import type { Generated } from 'kysely';

/** The tables of the module that are asked apart from the record kit; of record tables only the columns that are. */
declare module '../../core/db/tables.js' {
  interface Tables {
    crm_stages: {
      id: Generated<number>;
      name: string;
      pipeline_id: number | null;
      semantic: string;
      colour: number | null;
      position: number;
      rule: string | null;
      moves_to: number | null;
      moves_total: number | null;
      deleted_at: string | null;
    };
    crm_pipelines: { id: Generated<number>; name: string; position: number; is_default: number; moves_to: number | null; deleted_at: string | null };
    crm_sources: { id: Generated<number>; position: number | null; moves_to: number | null; deleted_at: string | null };
    crm_lost_reasons: { id: Generated<number>; name: string; position: number | null; moves_to: number | null; deleted_at: string | null };
    crm_leads: { id: Generated<number>; version: number; stage_id: number; next_step_type: string | null; updated_at: string; deleted_at: string | null };
    crm_deals: {
      id: Generated<number>;
      version: number;
      pipeline_id: number;
      stage_id: number;
      next_step_type: string | null;
      updated_at: string;
      deleted_at: string | null;
    };
    crm_activities: {
      id: Generated<number>;
      kind: string;
      title: string;
      record_type: string;
      record_id: number;
      due_at: string | null;
      done_at: string | null;
      deleted_at: string | null;
    };
    /** Ways to reach a contact or company, in the form in which they are compared; `tail` is what the index finds them by. */
    crm_channels: { record_type: string; record_id: number; kind: string; normalized: string; tail: string };
    /** Which record was in which stage, from when to when. */
    crm_stage_history: { id: Generated<number>; record_type: string; record_id: number; stage_id: number; entered_at: string; left_at: string | null };
    /** Tasks of rules: done while the record stands in the one stage, it goes to the other. */
    crm_rule_tasks: { task_id: number; record_type: string; record_id: number; from_stage_id: number; to_stage_id: number };
    /** What named a contact or company that was merged into another, to give it back; see `HandedOn`. */
    crm_merges: { record_type: string; record_id: number; into_id: number; history_id: number | null; handed: string };
    /** Next steps that went along when a lead was converted. */
    crm_followed_steps: { step_type: string; step_id: number; lead_id: number };
  }
}
