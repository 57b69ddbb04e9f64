import type { FastifyRequest } from 'fastify';
import type { Settings } from '../settings/settings.js';

/**
 * An address in the portal as it is written into mails; null while the portal's public address is not set.
 * @param path from the root of the portal, such as `/crm/deals/7`.
 */
export function publicLink(settings: Settings, path: string): string | null {
  const base = settings.get('company')?.publicUrl;
  return base ? base.replace(/\/+$/, '') + path : null;
}

/** The same for whoever asks just now: where no public address is set, the one under which they themselves reach the portal. */
export function linkFor(settings: Settings, request: FastifyRequest, basePath: string, path: string): string {
  return publicLink(settings, path) ?? `${schemeOf(request)}://${request.host}${basePath}${path}`;
}

/** `https` also behind a proxy that does not say so: the browser's own Origin tells how the page was loaded. */
export function schemeOf(request: FastifyRequest): 'http' | 'https' {
  return request.protocol === 'https' || request.headers.origin?.startsWith('https://') ? 'https' : 'http';
}
