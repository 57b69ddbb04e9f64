import { base } from './0001-base.js';
import { importErrors } from './0002-import-errors.js';
import { departmentScopes } from './0003-department-scopes.js';
import { savedViews } from './0004-saved-views.js';
import { sessionUse } from './0005-sessions.js';
import { bin } from './0006-bin.js';
import { personPhotos } from './0007-person-photos.js';
import { importUndo } from './0008-import-undo.js';
import { bulkRuns } from './0009-bulk-runs.js';
import { webhooks } from './0010-webhooks.js';
import { linkKinds } from './0011-link-kinds.js';
import { deputies } from './0012-deputies.js';
import { handOvers } from './0013-hand-overs.js';
import { recordFiles } from './0014-record-files.js';
import { comments } from './0015-comments.js';
import { inbox } from './0016-inbox.js';
import { companyDetails } from './0017-company-details.js';
import { firstSteps } from './0018-first-steps.js';
import { jobRuns } from './0018-job-runs.js';
import { bulkIds } from './0019-bulk-ids.js';
import { searchQueue } from './0020-search-queue.js';
import { metrics } from './0021-metrics.js';
import { moduleLife } from './0022-module-life.js';
import { backupRight } from './0023-backup-right.js';
import { filesInUse } from './0024-files-in-use.js';
import { givenNumbers } from './0024-given-numbers.js';
import { removedComments } from './0024-removed-comments.js';
import { bulkLeft } from './0025-bulk-left.js';
import { commentSearch } from './0026-comment-search.js';
import { importModule } from './0027-import-module.js';
import { auditChain } from './0029-audit-chain.js';
import { erasures } from './0030-erasures.js';
import { companyHours } from './0031-working-hours.js';
import { health } from './0032-health.js';
import { employeeRole } from './0035-employee-role.js';
import { interruptedSteps } from './0036-interrupted-steps.js';
import { erasedInArchives } from './0037-erased-in-archives.js';
import { wordsByOwner } from './0038-words-by-owner.js';
import { plainSigns } from './0039-plain-signs.js';
import { wordsAnew } from './0040-words-anew.js';
import { rarerMerges } from './0041-rarer-merges.js';

/** In the order in which they run; never changed once released, only added to. */
export const migrations = [
  base,
  importErrors,
  departmentScopes,
  savedViews,
  sessionUse,
  bin,
  personPhotos,
  importUndo,
  importModule,
  bulkRuns,
  webhooks,
  linkKinds,
  deputies,
  handOvers,
  recordFiles,
  comments,
  inbox,
  companyDetails,
  firstSteps,
  jobRuns,
  bulkIds,
  searchQueue,
  metrics,
  filesInUse,
  givenNumbers,
  removedComments,
  bulkLeft,
  commentSearch,
  auditChain,
  moduleLife,
  backupRight,
  erasures,
  companyHours,
  health,
  employeeRole,
  interruptedSteps,
  wordsByOwner,
  erasedInArchives,
  plainSigns,
  wordsAnew,
  rarerMerges,
];
