import { useQuery } from '@tanstack/react-query';
import { projectEndpoints } from '../../../../server/contracts/tasks/endpoints.js';
import { call } from '../../../core/api.js';

/** The columns of a project's board. @param projectId undefined: of none. */
export const useStages = (projectId: number | undefined) =>
  useQuery({
    queryKey: ['tasks.project', 'one', projectId, 'stages'],
    queryFn: ({ signal }) => call(projectEndpoints.stages, { params: { id: projectId ?? 0 }, signal }),
    enabled: projectId !== undefined,
  });
