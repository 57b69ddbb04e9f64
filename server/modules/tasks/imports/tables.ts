declare module '../../../core/db/tables.js' {
  interface Tables {
    tasks_origins: { task_id: number; origin: string };
  }
}
