import { base } from './0001-base.js';
import { parts } from './0002-parts.js';
import { time } from './0010-time.js';
import { recurrence } from './0011-recurrence.js';
import { feeds } from './0012-feeds.js';
import { templates } from './0015-templates.js';
import { origins } from './0016-origins.js';
import { openAbout } from './0017-open-about.js';
import { noEmptyEstimates } from './0018-no-empty-estimates.js';
import { openTasks } from './0019-open-tasks.js';
import { openTasksCounted } from './0020-open-tasks-counted.js';

/** In the order in which they run; never changed once released, only added to. */
export const migrations = [base, parts, time, recurrence, feeds, templates, origins, openAbout, noEmptyEstimates, openTasks, openTasksCounted];
