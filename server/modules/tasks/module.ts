import * as endpoints from '../../contracts/tasks/endpoints.js';
import { recurrenceEndpoints } from '../../contracts/tasks/recurrence.js';
import { timeEndpoints } from '../../contracts/tasks/time.js';
import { Purges } from '../../core/bin/purge.js';
import { BulkKinds } from '../../core/bulk/behaviour.js';
import { FirstSteps } from '../../core/first-steps/point.js';
import { implement } from '../../core/module.js';
import { DueSources } from '../../core/notify/due.js';
import { NoticeKinds } from '../../core/notify/kinds.js';
import { Containers } from '../../core/records/context.js';
import { Samples } from '../../core/sample/point.js';
import { checkHandlers, checkSchemas } from './checks/api.js';
import { cooperate } from './cooperation.js';
import { dependencyHandlers, dependencySchemas } from './dependencies/api.js';
import { firstSteps } from './first-steps.js';
import * as kinds from './kinds.js';
import { manifest } from './manifest.js';
import { myHandlers, mySchemas } from './mine/api.js';
import { noticeKinds } from './notices.js';
import { projectHandlers, projectSchemas } from './projects/api.js';
import { projectRights, reloadProjects } from './projects/reach.js';
import { purges } from './purges.js';
import { recurrenceHandlers, recurrenceSchemas } from './recurrence/api.js';
import { repeatTasks } from './recurrence/make.js';
import { tasksSample } from './sample/sample.js';
import type {} from './tables.js';
import { taskHandlers, taskSchemas } from './tasks/api.js';
import { taskBulk } from './tasks/bulk.js';
import { dueTasks } from './tasks/due.js';
import { nearTask, overdueTask } from './tasks/follow.js';
import { remind } from './tasks/reminders.js';
import { timeHandlers, timeSchemas } from './time/api.js';

export default implement(manifest, {
  register(on, run) {
    for (const kind of Object.values(kinds)) on.record(kind);
    cooperate(on, run);
    for (const rights of projectRights(run)) on.contribute(Containers, rights);
    on.api(endpoints.taskEndpoints, taskSchemas, taskHandlers(run, taskBulk(run)));
    on.api(endpoints.myTaskEndpoints, mySchemas, myHandlers(run));
    on.api(endpoints.checkEndpoints, checkSchemas, checkHandlers(run));
    on.api(endpoints.dependencyEndpoints, dependencySchemas, dependencyHandlers(run));
    on.api(endpoints.projectEndpoints, projectSchemas, projectHandlers(run));
    on.api(recurrenceEndpoints, recurrenceSchemas, recurrenceHandlers(run));
    on.api(timeEndpoints, timeSchemas, timeHandlers(run));
    on.contribute(BulkKinds, taskBulk(run));
    for (const purge of purges(run)) on.contribute(Purges, purge);
    for (const step of firstSteps) on.contribute(FirstSteps, step);
    for (const kind of noticeKinds) on.contribute(NoticeKinds, kind);
    on.contribute(DueSources, dueTasks(run));
    on.contribute(Samples, tasksSample(run));
    on.job('repeat', '*/5 * * * *', repeatTasks(run));
    on.task(nearTask, remind(run, 'near'));
    on.task(overdueTask, remind(run, 'overdue'));
  },
  start: (run) => reloadProjects(run),
});
