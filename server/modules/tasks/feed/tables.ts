declare module '../../../core/db/tables.js' {
  interface Tables {
    tasks_feeds: { person_id: number; hash: string; created_at: string; read_at: string | null };
  }
}
