import { useQuery } from '@tanstack/react-query';
import { projectEndpoints } from '../../../../server/contracts/tasks/endpoints.js';
import type { Project } from '../../../../server/contracts/tasks/records.js';
import { call } from '../../../core/api.js';
import { useLive } from '../../../core/live.js';
import { useMay } from '../../../core/session.js';

/** More of them are searched for by typing. */
const most = 200;

/** The projects that are at work, to choose from; undefined while they load, and where there are too many for a list. */
export function useProjects(): Project[] | undefined {
  const may = useMay();
  const query = { 'archivedAt.empty': true, sort: '-createdAt', limit: most };
  useLive('tasks.project');
  const { data } = useQuery({
    queryKey: ['tasks.project', 'list', query],
    queryFn: ({ signal }) => call(projectEndpoints.list, { query, signal }),
    enabled: may('tasks.project.read'),
    staleTime: 60_000,
  });
  if (!data || data.next !== null) return undefined;
  return data.items;
}
