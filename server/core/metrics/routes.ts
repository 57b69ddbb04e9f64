import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { nothing } from '../access/actor.js';
import { authenticate } from '../auth/authenticate.js';
import { forbidden, Refusal } from '../http/problem.js';
import { isWithin, type Range } from '../net/ranges.js';
import type { Services } from '../services.js';
import type { Gauge } from './meter.js';

export interface MetricsDeps {
  services: Pick<Services, 'db' | 'access' | 'meter' | 'now'>;
  gauges(): Promise<Gauge[]>;
  /** From where the figures may be read without signing in. */
  openTo: readonly Range[];
  trustProxy: boolean;
  /** False while the process ends. */
  isOpen(): boolean;
}

const proxyHeaders = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'] as const;

/** Whether a request comes straight from an open address: one that a proxy passed on without being trusted comes from nobody knows where. */
function isOpenTo(request: FastifyRequest, { openTo, trustProxy }: Pick<MetricsDeps, 'openTo' | 'trustProxy'>): boolean {
  if (!trustProxy && proxyHeaders.some((name) => request.headers[name] !== undefined)) return false;
  return isWithin(request.ip, openTo);
}

/**
 * For those who watch over the server: `/healthz` (the process answers), `/readyz` (so does the database) and `/metrics` in the
 * text format of Prometheus, for open addresses and for whoever has the right `core.metrics.read`.
 */
export function mountMetrics(app: FastifyInstance, deps: MetricsDeps): void {
  const { services } = deps;
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (request) => {
    if (!deps.isOpen()) throw new Refusal(503, 'not-ready', { retryAfter: 5 });
    try {
      await sql`select 1`.execute(services.db.read);
    } catch (error) {
      request.log.error({ err: error, reqId: request.id }, 'the database does not answer');
      throw new Refusal(503, 'not-ready', { retryAfter: 5 });
    }
    return { status: 'ready' };
  });
  app.get('/metrics', async (request, reply) => {
    if (!isOpenTo(request, deps)) {
      const actor = await authenticate(services.db, services.access, request, services.now());
      if (!actor) throw new Refusal(401, 'not-signed-in');
      request.actor = actor;
      if (services.access.scope(actor, 'core.metrics.read') === nothing) throw forbidden('core.metrics.read');
    }
    return reply
      .header('cache-control', 'no-store')
      .type('text/plain; version=0.0.4; charset=utf-8')
      .send(services.meter.text(await deps.gauges()));
  });
}
