import type { ListedDependency } from '../../../../server/contracts/tasks/endpoints.js';
import { openStates } from '../../../../server/contracts/tasks/steps.js';

/** The tasks that have to be done before one is, as far as whoever asks may see them. */
export const tasksBefore = (id: number, links: readonly ListedDependency[]): number[] =>
  links.flatMap(({ kind, fromId, toId }) => (kind.startsWith('end-') && toId === id && fromId !== null ? [fromId] : []));

/** Finds of these tasks the ones that are not done; more than five are not named. */
export const stillOpen = (ids: readonly number[]) => ({ 'id.in': ids.join(), 'state.in': openStates.join(), limit: 5 });
