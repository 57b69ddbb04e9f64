import type { Api } from './call.js';

/** The description of every mounted route, for programs (OpenAPI 3.1). */
export function openApi(apis: readonly { module: string; item: Api }[], version: string): unknown {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const { module, item } of apis) {
    for (const [name, endpoint] of Object.entries(item.endpoints)) {
      const { params, query, body, reply } = item.schemas[name] ?? {};
      const path = endpoint.path.replace(/:(\w+)/g, '{$1}');
      const inPath = [...endpoint.path.matchAll(/:(\w+)/g)].map(([, key]) => key as string);
      const properties = (schema: unknown) => Object.entries((schema as { properties?: Record<string, unknown> } | undefined)?.properties ?? {});
      const parameters = [
        ...inPath.map((key) => ({
          name: key,
          in: 'path',
          required: true,
          schema: properties(params).find(([each]) => each === key)?.[1] ?? { type: 'string' },
        })),
        ...properties(query).map(([key, schema]) => ({ name: key, in: 'query', schema })),
      ];
      const operation = {
        tags: [module],
        operationId: `${endpoint.path.split('/').slice(3, 5).join('.').replaceAll(':', '')}.${name}`,
        description: `Right: ${endpoint.right}`,
        parameters,
        ...(body ? { requestBody: { content: { 'application/json': { schema: body } } } } : {}),
        responses: {
          [endpoint.status ?? 200]: { description: 'OK', content: { 'application/json': { schema: reply ?? {} } } },
          default: { description: 'Problem (RFC 9457)', content: { 'application/problem+json': {} } },
        },
        security: endpoint.right === 'public' ? [] : [{ cookie: [] }, { bearer: [] }],
      };
      paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation };
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Sede', version },
    paths,
    components: { securitySchemes: { cookie: { type: 'apiKey', in: 'cookie', name: 'sede_session' }, bearer: { type: 'http', scheme: 'bearer' } } },
  };
}
