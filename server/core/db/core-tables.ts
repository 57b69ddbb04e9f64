import type { Generated } from 'kysely';

/** Rows of core's tables as they are stored. Instants are ISO 8601 text, JSON is text, yes/no is 1 or 0. */
declare module './tables.js' {
  interface Tables {
    settings: { key: string; value: string };
    /** `archive`: name of the file in `archives/` that holds the data of one that is archived. */
    modules: { id: string; state: string; since: string; failure: string | null; archive: string | null; interrupted: string | null };
    /** `work`: see modules/interruptions; `data` is JSON, see modules/moves. */
    module_moves: { module: string; work: string; data: string; at: string };
    /** Highest id that a table of a module that is gone had given. */
    id_marks: { name: string; last: number };
    departments: { id: Generated<number>; version: number; name: string; parent_id: number | null; head_id: number | null; deputy_id: number | null };
    people: {
      id: Generated<number>;
      version: number;
      name: string;
      email: string | null;
      folded_email: string | null;
      folded_name: string;
      password_hash: string | null;
      status: string;
      position: string | null;
      phone: string | null;
      language: string;
      time_zone: string;
      department_id: number | null;
      created_at: string;
      photo_id: number | null;
    };
    roles: { id: Generated<number>; version: number; name: string; built_in: string | null };
    role_grants: { role_id: number; permission: string; scope: string };
    person_roles: { person_id: number; role_id: number };
    sessions: {
      id: Generated<number>;
      token_hash: string;
      person_id: number;
      created_at: string;
      expires_at: string;
      last_used_at: string | null;
      agent: string | null;
      viewing_as: number | null;
    };
    api_tokens: { id: Generated<number>; token_hash: string; person_id: number; name: string; scopes: string; created_at: string; last_used_at: string | null };
    invites: { id: Generated<number>; token_hash: string; person_id: number; expires_at: string; kind: Generated<string>; created_at: string | null };
    hand_overs: {
      id: Generated<number>;
      person_id: number;
      to_id: number;
      by_id: number | null;
      at: string;
      /** `running`, `done`, `taking-back` or `taken-back`. */
      state: string;
      moved: number;
      returned: number;
    };
    handed_records: { hand_over_id: number; record_type: string; record_id: number; history_id: number };
    idempotency_keys: { person_id: number; key: string; request_hash: string; status: number; body: string; at: string; module: Generated<string> };
    record_history: { id: Generated<number>; record_type: string; record_id: number; at: string; actor_id: number | null; kind: string; changes: string };
    record_counters: { record_type: string; stage_id: number; owner_id: number; currency: string; n: number; amount: number };
    timeline_entries: {
      id: Generated<number>;
      at: string;
      actor_id: number | null;
      kind: string;
      text: string | null;
      data: string;
      record_type: string;
      record_id: number;
    };
    timeline_links: { record_type: string; record_id: number; entry_id: number };
    comments: {
      id: Generated<number>;
      version: number;
      record_type: string;
      record_id: number;
      entry_id: number;
      author_id: number | null;
      html: string;
      words: string;
      created_at: string;
      changed_at: string | null;
      deleted_at: string | null;
      deleted_by: number | null;
    };
    /** `given`: the highest that was really given; `last` may be further, where somebody wanted the next one higher. */
    number_sequences: { name: string; last: number; given: number };
    search_queue: { id: Generated<number>; record_type: string; record_id: number };
    search_comments: { id: Generated<number>; comment_id: number; record_type: string; record_id: number; owner_id: number | null; words: string };
    search_entries: { id: Generated<number>; record_type: string; record_id: number; owner_id: number | null; title: string; words: string };
    events: { id: Generated<number>; name: string; payload: string; at: string };
    event_deliveries: { event_id: number; handler: string; attempts: number; due_at: string; error: string | null };
    jobs: {
      id: Generated<number>;
      kind: string;
      key: string;
      payload: string;
      due_at: string;
      attempts: number;
      lease_until: string | null;
      state: string;
      error: string | null;
      last_run_at: string | null;
    };
    /** `state`: `running`, `done`, `failed`, or `broken` when the process ended in the middle. */
    job_runs: { id: Generated<number>; kind: string; began_at: string; ended_at: string | null; state: string; done: number | null; error: string | null };
    /** `version`: as the sample left it, so that what somebody changed since is known. */
    first_steps_dismissed: { person_id: number; at: string };
    sample_records: { record_type: string; record_id: number; version: number };
    notices: {
      id: Generated<number>;
      person_id: number;
      at: string;
      code: string;
      params: string;
      record_type: string | null;
      record_id: number | null;
      read_at: string | null;
      /** 0 or 1. */
      shown: Generated<number>;
      /** 0 or 1. */
      for_digest: Generated<number>;
    };
    notice_settings: {
      person_id: number;
      kinds: string;
      quiet: string | null;
      digest: string | null;
      time_zone: string;
      next_digest_at: string | null;
    };
    /** `since_…`: where what is new begins; `seen_…`: up to where the present visit has come. */
    visits: { person_id: number; seen_at: string; seen_history: number; since_at: string; since_history: number };
    mails: {
      id: Generated<number>;
      at: string;
      recipient: string;
      subject: string;
      text: string;
      html: string;
      attachments: string;
      message_id: string;
      state: string;
      attempts: number;
      error: string | null;
      sent_at: string | null;
      sender_id: number | null;
      record_type: string | null;
      record_id: number | null;
      language: string;
    };
    files: {
      id: Generated<number>;
      sha256: string;
      name: string;
      size: number;
      media_type: string;
      created_by: number | null;
      created_at: string;
      record_type: string | null;
      record_id: number | null;
      /** When somebody attached it; null while it is nobody's, and for files that a field or the portal itself keeps at the record. */
      attached_at: string | null;
      /** When it was taken away from its record, to which it can be given back for a while. */
      removed_at: string | null;
    };
    /** Files on their way: what has arrived lies in `uploads/<token>` of the data folder. */
    uploads: {
      id: Generated<number>;
      token: string;
      person_id: number;
      name: string;
      size: number;
      media_type: string;
      created_at: string;
      /** The stored file, once it has arrived whole. */
      file_id: number | null;
    };
    bin_entries: {
      id: Generated<number>;
      record_type: string;
      record_id: number;
      owner_id: number | null;
      title: string;
      folded_title: string;
      deleted_at: string;
      deleted_by: number | null;
    };
    imports: {
      id: Generated<number>;
      at: string;
      person_id: number | null;
      kind: string;
      file_name: string;
      state: string;
      data: string;
      module: Generated<string>;
    };
    saved_views: {
      id: Generated<number>;
      version: number;
      record_type: string;
      person_id: number;
      name: string;
      shared: number;
      settings: string;
      created_at: string;
      deleted_at: string | null;
    };
    bulk_runs: {
      id: Generated<number>;
      at: string;
      person_id: number;
      record_type: string;
      action: string;
      state: string;
      undo_of: number | null;
      data: string;
    };
    bulk_ids: { run_id: number; last_id: number; ids: string };
    bulk_left: { run_id: number; reason: string; last_id: number; ids: string };
    bulk_items: { run_id: number; record_id: number; changes: string };
    view_defaults: { record_type: string; person_id: number; view_id: number };
    webhooks: {
      id: Generated<number>;
      version: number;
      name: string;
      url: string;
      events: string;
      active: number;
      secret: string;
      old_secret: string | null;
      old_secret_until: string | null;
      created_by: number | null;
      created_at: string;
      failures: number;
      failing_since: string | null;
      told_at: string | null;
      switched_off_at: string | null;
    };
    webhook_deliveries: {
      id: Generated<number>;
      uid: string;
      webhook_id: number;
      event: string;
      at: string;
      record_type: string;
      record_id: number;
      record_version: number | null;
      state: string;
      attempts: number;
      due_at: string;
      first_failed_at: string | null;
      last_at: string | null;
      code: number | null;
      ms: number | null;
      error: string | null;
    };
    /** Bytes. `disk_total` tells the disk of one machine from that of another on which a backup was restored. */
    health_samples: { id: Generated<number>; at: string; disk_free: number; disk_total: number };
    /** `name`: of the check; `state`: `ok`, `look` or `broken`. */
    health_states: { name: string; state: string; since: string; told_at: string | null };
    /** `state`: `running` or `done`. */
    erasures: {
      id: Generated<number>;
      record_type: string;
      record_id: number;
      at: string;
      by_id: number | null;
      state: string;
      archives: string | null;
      problem: string | null;
    };
    audit: { id: Generated<number>; at: string; actor_id: number | null; action: string; target: string | null; data: string; hash: string };
  }
}
