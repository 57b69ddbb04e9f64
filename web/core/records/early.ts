import type { Endpoint } from '../../../server/contracts/core/endpoint.js';
import type { Visit } from '../module.js';
import { queryClient } from '../query.js';
import { type GetEndpoint, recordQuery, type TimelineEndpoint, timelineQuery, viewsQuery } from './queries.js';

/** For `early` of the page of one kind of record: the saved views of its list, and the record that is open over it. */
export const recordsEarly =
  (type: string, { get, timeline }: { get: Endpoint; timeline: Endpoint }) =>
  ({ id }: Visit): void => {
    void queryClient.prefetchQuery(viewsQuery(type));
    if (id === null) return;
    void queryClient.prefetchQuery(recordQuery(type, get as GetEndpoint<unknown>, id));
    void queryClient.prefetchInfiniteQuery(timelineQuery(type, timeline as TimelineEndpoint, id));
  };
