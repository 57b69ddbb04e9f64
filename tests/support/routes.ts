import type { Visitor } from './portal.js';

/** One mounted route, as the portal's own description of its API has it. */
export interface MountedRoute {
  method: string;
  /** With `{id}` and `{token}`, from `/api/v1`. */
  path: string;
  /** `public`, `signed-in` or the name of a permission. */
  right: string;
  module: string;
  query: string[];
  /** Fields of the body with their JSON Schemas; undefined where the route takes none. */
  body: Record<string, { type?: string | string[] }> | undefined;
  /** Fields of the answer, where it is described. */
  reply: string[];
}

/** How a route is called in messages of tests. */
export const nameOf = ({ method, path }: MountedRoute): string => `${method} ${path.replace('/api/v1/', '')}`;

/** Every route that is mounted, from `/api/v1/openapi.json`. */
export async function mountedRoutes(who: Pick<Visitor, 'api'>): Promise<MountedRoute[]> {
  const { status, body } = await who.api('GET', 'openapi.json');
  if (status !== 200) throw new Error(`The description of the API answers ${status}`);
  const resolved = (schema: { $ref?: string; properties?: object }) => (schema.$ref ? body.components.schemas[schema.$ref.split('/').at(-1) ?? ''] : schema);
  return Object.entries(body.paths as Record<string, Record<string, Record<string, unknown>>>).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]): MountedRoute => {
      // biome-ignore lint/suspicious/noExplicitAny: a document of another standard, looked into here only
      const { parameters, requestBody, responses, ...facts } = operation as any;
      const answer = Object.entries(responses).find(([status]) => status !== 'default')?.[1] as typeof responses;
      return {
        method: method.toUpperCase(),
        path,
        right: facts['x-right'],
        module: facts['x-module'],
        query: parameters.flatMap((one: { in: string; name: string }) => (one.in === 'query' ? [one.name] : [])),
        body: requestBody?.content['application/json']?.schema.properties,
        reply: Object.keys(resolved(answer.content['application/json'].schema).properties ?? {}),
      };
    }),
  );
}

const token = 'x'.repeat(43);

/** The route's address with something in the place of `{id}`, `{token}` and `{hash}` that has the right form. */
export const addressOf = ({ path }: MountedRoute, id: number | string = path.includes('/modules/') ? 'crm' : 1): string =>
  path.replace('{id}', String(id)).replace('{token}', token).replace('{hash}', 'f'.repeat(32));

/** Does `work` for each, so many at a time: a thousand calls in turn would be waiting most of the time. */
export async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<void>, atATime = 16): Promise<void> {
  const left = [...items];
  await Promise.all(
    Array.from({ length: atATime }, async () => {
      for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
    }),
  );
}
