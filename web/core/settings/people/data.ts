import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import i18next from 'i18next';
import { departmentEndpoints, peopleEndpoints } from '../../../../server/contracts/core/people.js';
import { type Role, roleEndpoints } from '../../../../server/contracts/core/rights.js';
import { call } from '../../api.js';

export const useDepartments = () => useQuery({ queryKey: ['core.department', 'list'], queryFn: async () => (await call(departmentEndpoints.list)).items });
export const useRoles = () => useQuery({ queryKey: ['core.role', 'list'], queryFn: () => call(roleEndpoints.list) });

export function usePeople(q: string, departmentId: string, status: string) {
  return useInfiniteQuery({
    queryKey: ['core.person', 'list', { q, departmentId, status }],
    queryFn: ({ pageParam }) =>
      call(peopleEndpoints.list, {
        query: {
          limit: 50,
          ...(q ? { q } : {}),
          ...(departmentId ? { departmentId: Number(departmentId) } : {}),
          ...(status ? { status } : {}),
          ...(pageParam ? { after: pageParam } : {}),
        },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  });
}

/** Roles that came with the portal are named by a text key, others by what somebody typed. */
export const roleName = (role: Pick<Role, 'name' | 'builtIn'>): string =>
  role.builtIn ? i18next.t(`core:role.${role.name}`, { defaultValue: role.name }) : role.name;
