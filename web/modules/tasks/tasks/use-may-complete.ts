import type { Task } from '../../../../server/contracts/tasks/records.js';
import { openSteps, type TaskRole } from '../../../../server/contracts/tasks/steps.js';
import { useMay, useSession } from '../../../core/session.js';
import { useProjects } from '../projects/use-projects.js';

const change = 'tasks.task.change';

/**
 * Asks whether the person may complete a task of a list, by the rules of the server's answer about a single one. Who is in whose
 * department only the server knows: there the answer is yes, and the server has the last word.
 */
export function useMayComplete(): (task: Task) => boolean {
  const may = useMay();
  const { permissions, person } = useSession();
  const projects = useProjects();
  const me = person.id;
  return (task) => {
    if (!may(change)) return false;
    const project = projects?.find(({ id }) => id === task.projectId);
    const as = new Set<TaskRole>();
    if (permissions[change] !== 'own') as.add('head');
    if (task.creatorId === me) as.add('creator');
    if (task.ownerId === me) as.add('responsible');
    if (task.helperIds.includes(me)) as.add('helper');
    if (project && (project.ownerId === me || project.moderatorIds.includes(me))) as.add('moderator');
    const { state, needsResult, needsAcceptance, mayMoveDeadline } = task;
    const terms = { needsResult: needsResult === true, needsAcceptance: needsAcceptance === true, mayMoveDeadline: mayMoveDeadline === true };
    return state !== null && openSteps({ state, ...terms }, as).some(({ step }) => step === 'complete');
  };
}
