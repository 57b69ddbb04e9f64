import type { Endpoint } from '../../../server/contracts/core/endpoint.js';
import type { Visit } from '../module.js';
import { queryClient } from '../query.js';
import { type GetEndpoint, recordQuery, type TimelineEndpoint, timelineQuery, viewsQuery } from './queries.js';

interface Endpoints {
  get: Endpoint;
  timeline?: Endpoint;
}

/** For `early` of a page that shows one record. */
export const recordEarly =
  (type: string, { get, timeline }: Endpoints) =>
  ({ id }: Visit): void => {
    if (id === null) return;
    void queryClient.prefetchQuery(recordQuery(type, get as GetEndpoint<unknown>, id));
    if (timeline) void queryClient.prefetchInfiniteQuery(timelineQuery(type, timeline as TimelineEndpoint, id));
  };

/** For `early` of the page of a list, over which a record may be open: the saved views too. */
export const recordsEarly = (type: string, endpoints: Endpoints) => {
  const ofRecord = recordEarly(type, endpoints);
  return (visit: Visit): void => {
    void queryClient.prefetchQuery(viewsQuery(type));
    ofRecord(visit);
  };
};
