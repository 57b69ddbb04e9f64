import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import Fastify, { type FastifyBaseLogger, type FastifyRequest, LogController } from 'fastify';
import helmet from 'helmet';
import type { Config } from './config.js';
import type { Api } from './core/http/call.js';
import { answerErrors } from './core/http/errors.js';
import { takeJson } from './core/http/json.js';
import { mountApi } from './core/http/mount.js';
import { serveWeb } from './core/http/web.js';
import { nearestLanguage } from './core/i18n/texts.js';
import { type MetricsDeps, mountMetrics } from './core/metrics/routes.js';
import { docsPage } from './core/openapi/docs-page.js';
import { openApi } from './core/openapi/document.js';
import type { Kind } from './core/records/kind.js';
import type { Services } from './core/services.js';

/** One generation of the app: a routing function that is swapped as a whole when a module comes or goes. */
export interface Generation {
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** Number of routes of each module. */
  routes: ReadonlyMap<string, number>;
  /** Resolves when its last request has been answered; what is shared stays open. */
  drain(): Promise<void>;
}

const webFolder = fileURLToPath(new URL('../web', import.meta.url));

/** Signed in or not, a refusal should be readable: the browser's wish, else the company's language. */
const languageOf = (services: Services) => (request: FastifyRequest) =>
  nearestLanguage(request.headers['accept-language']?.split(',')[0] ?? services.settings.get('company')?.language ?? 'en');

/** Builds the routing of core and of the given tables of modules. @throws when a route is declared twice or wrongly. */
export async function buildGeneration(
  config: Config,
  services: Services,
  version: string,
  apis: readonly { module: string; item: Api }[],
  kinds: readonly Kind[],
  isOn: (module: string) => boolean,
  watch: Pick<MetricsDeps, 'gauges' | 'isOpen'>,
): Promise<Generation> {
  let route: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
  const app = Fastify({
    loggerInstance: services.log as FastifyBaseLogger,
    // One for each request is dear to make, and hardly any ever says a word.
    childLoggerFactory: (logger) => logger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: config.trustProxy,
    bodyLimit: 1_048_576,
    genReqId: () => Math.random().toString(36).slice(2, 12),
    // The real server belongs to the portal and outlives every generation; this one never listens.
    serverFactory: (handler) => {
      route = handler;
      return createServer();
    },
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
  });
  // JSON and forms with files are all that is taken; text would arrive as a body of the wrong type.
  app.removeContentTypeParser('text/plain');
  takeJson(app);
  // Parts of files go to the disk as they come.
  app.addContentTypeParser('application/offset+octet-stream', (_request, payload, done) => done(null, payload));
  await app.register(cookie);
  const secure = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        'style-src': ["'self'", "'unsafe-inline'"],
        'img-src': ["'self'", 'data:', 'blob:'],
        'font-src': ["'self'"],
        'connect-src': ["'self'"],
        'manifest-src': ["'self'"],
        'frame-src': ["'self'", 'blob:'],
        'base-uri': ["'self'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'self'"],
      },
    },
    // Sede is reached by plain HTTP on many office networks; a proxy with a certificate sets this header itself.
    strictTransportSecurity: false,
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
  });
  // Its plugin for Fastify would make the middleware, and the text of the policy, anew for every request.
  app.addHook('onRequest', (request, reply, done) => secure(request.raw, reply.raw, done as () => void));
  await app.register(multipart, { limits: { files: 1, fileSize: 50 * 1_048_576, fields: 10, fieldSize: 1_048_576 } });
  answerErrors(app, services.access, languageOf(services));
  app.addHook('onResponse', async (request, reply) => {
    // The pattern of the route, never the address itself: it may hold search words and links of clients.
    const line = {
      requestId: request.id,
      method: request.method,
      route: request.routeOptions.url ?? '-',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      person: request.actor?.personId,
    };
    services.meter.answered(request.method, line.route, reply.statusCode, reply.elapsedTime / 1000);
    if (reply.statusCode >= 500) services.log.error(line, 'request');
    else services.log.debug(line, 'request');
  });
  mountMetrics(app, { services, openTo: config.metrics, trustProxy: config.trustProxy, ...watch });
  const documented = { apis, kinds, version, basePath: config.basePath };
  app.get('/api/v1/openapi.json', async (request) => openApi(documented, languageOf(services)(request)));
  app.get('/api/docs', async (request, reply) => {
    const language = languageOf(services)(request);
    return reply.type('text/html; charset=utf-8').send(docsPage(openApi(documented, language), config.basePath, language));
  });
  const routes = new Map<string, number>();
  for (const { module, item } of apis) {
    mountApi(app, { ...services, languageOf: languageOf(services) }, item);
    routes.set(module, (routes.get(module) ?? 0) + Object.keys(item.endpoints).length);
  }
  await serveWeb(app, {
    folder: webFolder,
    basePath: config.basePath,
    isOn,
    accent: () => services.settings.get('company')?.accent ?? null,
    languageOf: languageOf(services),
  });
  await app.ready();

  const open = new Set<ServerResponse>();
  return {
    routes,
    handle(request, response) {
      open.add(response);
      response.once('close', () => open.delete(response));
      route?.(request, response);
    },
    async drain() {
      while (open.size > 0) await once([...open][0] as ServerResponse, 'close');
      await app.close();
    },
  };
}
