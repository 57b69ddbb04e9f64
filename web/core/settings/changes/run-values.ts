import type { BulkRun } from '../../../../server/contracts/core/bulk.js';
import { fieldName, optionName } from '../../module-words.js';

/** What the records of a run were given, by the fields whose names are known, as `FieldView` shows it. */
export const shownValues = (run: BulkRun) =>
  run.values.flatMap(({ name, field, value }) => {
    const label = fieldName(run.recordType, name);
    return label === undefined ? [] : [{ def: { name, field, label, optionLabel: (option: string) => optionName(run.recordType, name, option) }, value }];
  });
