import type { Endpoint } from '../../contracts/core/endpoint.js';
import type { Api, RouteSchemas } from '../http/call.js';
import { hasText, type Translate, texts } from '../i18n/texts.js';
import type { Kind } from '../records/kind.js';
import { recordSchema } from '../records/schemas.js';
import { listParameters, pageSchema } from './list.js';

type Json = Record<string, unknown>;

export interface DocumentedApis {
  apis: readonly { module: string; item: Api }[];
  /** Kinds of record that are on. */
  kinds: readonly Kind[];
  version: string;
  /** Path of the portal behind a proxy, '' for none. */
  basePath: string;
}

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    detail: { type: 'string' },
    errors: { type: 'array', items: { type: 'object', required: ['path', 'message'], properties: { path: { type: 'string' }, message: { type: 'string' } } } },
    requestId: { type: 'string' },
  },
};

const deliverySchema = {
  type: 'object',
  required: ['id', 'event', 'at', 'record', 'data'],
  properties: {
    id: { type: 'string', format: 'uuid' },
    event: { type: 'string' },
    at: { type: 'string', format: 'date-time' },
    record: {
      type: 'object',
      required: ['type', 'id', 'version'],
      properties: { type: { type: 'string' }, id: { type: 'integer' }, version: { type: ['integer', 'null'] } },
    },
    data: { type: ['object', 'null'] },
  },
};

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const spaced = (name: string) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
/** `crm.deals.get`, `crm.deals.move`, `tasks.tasks.dependencies.list`: the words of the address, and the name where they do not end in it. */
function operationIdOf(path: string, name: string): string {
  const words = path
    .split('/')
    .slice(3)
    .filter((word) => !word.startsWith(':'))
    .map((word) => word.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()));
  return [...words, ...(words.at(-1) === name ? [] : [name])].join('.');
}

const baseOf = ({ declaration: { module, plural } }: Kind) => `/api/v1/${module}/${plural}`;

/** What a route is about: the records of its kind, or the part of core that its address names. */
function tagOf(module: string, kind: Kind | undefined, path: string, t: Translate): string {
  const type = kind?.type;
  if (type) {
    const key = `${module}:records.${type.slice(module.length + 1)}`;
    return hasText(key) ? capital(t(key)) : type;
  }
  const part = path.split('/')[3] ?? '';
  const key = module === 'core' ? `core:docs.part.${part}` : `${module}:module.name`;
  return hasText(key) ? t(key) : part;
}

/** What a route does, in words of its module where it has its own. */
function summaryOf(module: string, tag: string, name: string, kind: Kind | undefined, path: string, t: Translate): string {
  // Records go into the bin; all else that is removed is gone.
  const action = name === 'remove' && !(kind && path === `${baseOf(kind)}/:id`) ? 'removeForGood' : name;
  const key = [`${module}:docs.action.${action}`, `core:docs.action.${action}`].find(hasText);
  return `${tag}: ${key ? t(key) : spaced(name)}`;
}

const properties = (schema: unknown): [string, unknown][] => Object.entries((schema as { properties?: Json } | undefined)?.properties ?? {});

function parametersOf(endpoint: Endpoint, schemas: RouteSchemas, kind: Kind | undefined, t: Translate): Json[] {
  const inPath = [...endpoint.path.matchAll(/:(\w+)/g)].map(([, key]) => key as string);
  return [
    ...inPath.map((key) => ({
      name: key,
      in: 'path',
      required: true,
      schema: properties(schemas.params).find(([each]) => each === key)?.[1] ?? { type: 'string' },
    })),
    ...properties(schemas.query).map(([key, schema]) => ({ name: key, in: 'query', schema })),
    ...(schemas.openQuery && kind
      ? listParameters(kind, { operators: (operators) => t('core:docs.operators', { operators }), relative: (words) => t('core:docs.relative', { words }) })
      : []),
    ...(endpoint.method === 'POST' && endpoint.right !== 'public' && !schemas.secretReply ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
  ];
}

/** The description of every mounted route, for programs (OpenAPI 3.1). @param language of its summaries. */
export function openApi({ apis, kinds, version, basePath }: DocumentedApis, language: string): Json {
  const t = texts(language);
  const records = new Map(kinds.map((kind) => [JSON.stringify(recordSchema(kind)), { $ref: `#/components/schemas/${kind.type}` }]));
  const named = (schema: unknown) => records.get(JSON.stringify(schema)) ?? schema;
  const paths: Record<string, Json> = {};
  const tags = new Set<string>();
  for (const { module, item } of apis) {
    for (const [name, endpoint] of Object.entries(item.endpoints)) {
      const schemas = item.schemas[name] ?? {};
      const kind = kinds.find((one) => endpoint.path === baseOf(one) || endpoint.path.startsWith(`${baseOf(one)}/`));
      const isList = kind !== undefined && endpoint.method === 'GET' && endpoint.path === baseOf(kind);
      const reply = isList ? pageSchema({ $ref: `#/components/schemas/${kind.type}` }) : named(schemas.reply ?? {});
      const path = endpoint.path.replace(/:(\w+)/g, '{$1}');
      const tag = tagOf(module, kind, endpoint.path, t);
      tags.add(tag);
      const body = schemas.body && {
        content: { 'application/json': { schema: schemas.body, ...(schemas.example === undefined ? {} : { example: schemas.example }) } },
      };
      const form = schemas.raw && { content: { 'multipart/form-data': { schema: { type: 'object' } } } };
      const operation = {
        tags: [tag],
        operationId: operationIdOf(endpoint.path, name),
        summary: summaryOf(module, tag, name, kind, endpoint.path, t),
        'x-module': module,
        'x-right': endpoint.right,
        parameters: parametersOf(endpoint, schemas, kind, t),
        ...(body || form ? { requestBody: body ?? form } : {}),
        responses: {
          [endpoint.status ?? 200]: { description: t('core:docs.ok'), content: { 'application/json': { schema: reply } } },
          default: { $ref: '#/components/responses/Problem' },
        },
        security: endpoint.right === 'public' ? [] : [{ cookie: [] }, { bearer: [] }],
      };
      paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation };
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Sede', version, description: t('core:docs.text') },
    servers: [{ url: basePath === '' ? '/' : basePath }],
    tags: [...tags].map((name) => ({ name })),
    paths,
    webhooks: {
      delivery: {
        post: {
          summary: t('core:docs.webhooks.title'),
          description: t('core:docs.webhooks.text'),
          parameters: ['Sede-Event', 'Sede-Delivery', 'Sede-Signature'].map((name) => ({ name, in: 'header', required: true, schema: { type: 'string' } })),
          requestBody: { content: { 'application/json': { schema: deliverySchema } } },
          responses: { '2XX': { description: t('core:docs.ok') } },
        },
      },
    },
    components: {
      schemas: { ...Object.fromEntries(kinds.map((kind) => [kind.type, recordSchema(kind)])), Problem: problemSchema },
      parameters: {
        IdempotencyKey: {
          name: 'Idempotency-Key',
          in: 'header',
          description: t('core:docs.idempotency.text'),
          schema: { type: 'string', maxLength: 200 },
        },
      },
      responses: { Problem: { description: 'RFC 9457', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } } },
      securitySchemes: { cookie: { type: 'apiKey', in: 'cookie', name: 'sede_session' }, bearer: { type: 'http', scheme: 'bearer' } },
    },
  };
}
