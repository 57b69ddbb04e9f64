/** Names one record of any kind. */
export interface RecordRef {
  type: string;
  id: number;
}
