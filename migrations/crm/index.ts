import { base } from './0001-base.js';
import { bin } from './0002-bin.js';
import { exportRight } from './0003-export-right.js';
import { companyNames } from './0004-company-names.js';
import { dictionaryUses } from './0005-dictionary-uses.js';
import { contractFiles } from './0006-contract-files.js';
import { emptying } from './0007-emptying.js';
import { ruleTasks } from './0008-rule-tasks.js';
import { nextSteps } from './0009-next-steps.js';
import { followedSteps } from './0010-followed-steps.js';
import { stagesInOrder } from './0014-stages-in-order.js';
import { plainSigns } from './0015-plain-signs.js';
import { taxIds } from './0016-tax-ids.js';
import { merges } from './0017-merges.js';

/** In the order in which they run; never changed once released, only added to. */
export const migrations = [
  base,
  bin,
  exportRight,
  companyNames,
  dictionaryUses,
  contractFiles,
  emptying,
  ruleTasks,
  nextSteps,
  followedSteps,
  stagesInOrder,
  plainSigns,
  taxIds,
  merges,
];
