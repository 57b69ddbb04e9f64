import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { taskEndpoints } from '../../../../server/contracts/tasks/endpoints.js';
import { task as declaration, type Task } from '../../../../server/contracts/tasks/records.js';
import { RecordHistory } from '../../../core/records/record-history.js';
import { useKindDefs } from '../../../core/records/use-kind-defs.js';
import { useStages } from '../projects/use-stages.js';

/** The description tells its words, the title what it is about; places on a board and numbers of files mean nothing to a reader. */
const untold = ['descriptionText', 'aboutType', 'aboutId', 'position', 'resultFileIds'];

/** Every change of a task, with the stage and the task above it by their names. */
export function TaskHistory({ task }: { task: Task }) {
  const { t } = useTranslation('tasks');
  const defs = useKindDefs(declaration);
  const stages = useStages(task.projectId ?? undefined).data?.items;
  const named = useMemo(() => {
    const nameOf = (id: string) => stages?.find((stage) => stage.id === Number(id))?.name ?? t('history.otherStage');
    return defs.map((def) => (def.name === 'stageId' ? { ...def, field: { kind: 'choice' as const, options: [] }, optionLabel: nameOf } : def));
  }, [defs, stages, t]);
  return <RecordHistory type={declaration.type} endpoint={taskEndpoints.history} id={task.id} defs={named} untold={untold} />;
}
