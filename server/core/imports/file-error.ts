export type FileErrorCode =
  | 'empty-file'
  | 'excel-workbook'
  | 'binary-file'
  | 'one-column'
  | 'too-many-columns'
  | 'no-rows'
  | 'broken-header'
  | 'broken-json'
  | 'unknown-json'
  | 'file-too-large'
  | 'too-many-rows';

/** A file that cannot be imported at all; the texts are `core:import.error.<code>`. */
export class ImportFileError extends Error {
  constructor(
    readonly code: FileErrorCode,
    readonly params: Readonly<Record<string, unknown>> = {},
  ) {
    super(code);
  }
}
