import { once } from 'node:events';
import { createServer } from 'node:net';
import { broken, type Check, type HealthContext, look, ok } from './finding.js';

const factsOf = ({ process }: HealthContext) => (typeof process === 'object' ? process : null);

/** Memory, and how long the process was held up. */
export const running: Check = {
  name: 'process',
  look(context) {
    if (context.process === null) return ok('stopped');
    const facts = factsOf(context);
    if (!facts) return look('hidden');
    const { rssBytes, heapBytes, heapMostBytes, heldUpMs, since } = facts;
    const params = { memory: { bytes: rssBytes }, heldUp: { ms: heldUpMs }, at: { since } };
    if (heapBytes > heapMostBytes * 0.75) return (heapBytes > heapMostBytes * 0.9 ? broken : look)('memory', { ...params, most: { bytes: heapMostBytes } });
    return heldUpMs > 1000 ? look('heldUp', params) : ok('ok', params);
  },
};

/** Statements of the database that took long. */
export const queries: Check = {
  name: 'queries',
  look(context) {
    const facts = factsOf(context);
    if (!facts) return ok('stopped');
    const [worst] = facts.slow;
    if (!worst) return ok('ok');
    return (worst.worstMs > 2000 ? look : ok)('slow', { count: facts.slow.length, worst: { ms: worst.worstMs } });
  },
};

/** Whether somebody else listens where the portal would. @returns the code of the refusal. */
async function refusalAt({ host, port }: HealthContext['server']): Promise<string | null> {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, 'listening');
    return null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown';
  } finally {
    server.close();
  }
}

export const port: Check = {
  name: 'port',
  async look(context) {
    const facts = factsOf(context);
    if (facts) return ok('open', { port: String(facts.port) });
    if (context.process === 'hidden') return ok('hidden');
    const shown = { port: String(context.server.port) };
    const refusal = await refusalAt(context.server);
    if (refusal === null) return ok('free', shown);
    // The portal may be started with another port on its command line, so nothing is broken yet.
    return refusal === 'EADDRINUSE'
      ? look('taken', shown, { command: `ss -ltnp 'sport = :${context.server.port}'` })
      : look('refused', { ...shown, reason: refusal }, { command: 'sede serve --port 8080' });
  },
};

/** The portal speaks plain HTTP; certificates are kept by the proxy in front, which alone knows when they end. */
export const certificate: Check = {
  name: 'certificate',
  look({ settings }) {
    const address = settings.get('company')?.publicUrl;
    if (!address) return ok('none', {}, { page: '/settings/company' });
    const { protocol, hostname } = new URL(address);
    if (protocol === 'https:')
      return ok('proxy', { host: hostname }, { command: `openssl s_client -connect ${hostname}:443 </dev/null | openssl x509 -noout -enddate` });
    return look('plain', { host: hostname }, { page: '/settings/company' });
  },
};
