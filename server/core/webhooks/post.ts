import type { LookupAddress } from 'node:dns';
import { Agent as HttpAgent, type IncomingMessage, request as overHttp } from 'node:http';
import { Agent as HttpsAgent, request as overHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { Undelivered } from './undelivered.js';

export const timeoutMs = 10_000;
/** So much of an answer is read and no more; nothing of it is kept. */
const mostOfAnswer = 65_536;

/** Answers with the one address that was found and checked, whatever the name says now. */
const pinnedTo =
  ({ address, family }: LookupAddress): LookupFunction =>
  (_host, options, done) =>
    options.all ? done(null, [{ address, family }]) : done(null, address, family);

function readAndDrop(answer: IncomingMessage): void {
  let read = 0;
  answer.on('error', () => undefined);
  answer.on('data', (chunk: Buffer) => {
    read += chunk.length;
    if (read > mostOfAnswer) answer.destroy();
  });
}

const tls = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO)/;

function undelivered(error: NodeJS.ErrnoException, url: URL): Undelivered {
  const code = error.code ?? error.name;
  if (error.name === 'AbortError' || error.name === 'TimeoutError' || code === 'ETIMEDOUT')
    return new Undelivered('timeout', { seconds: timeoutMs / 1000 }, true);
  if (code === 'ECONNREFUSED') return new Undelivered('connection-refused', { host: url.host }, true);
  if (tls.test(code)) return new Undelivered('tls', { reason: code }, true);
  return new Undelivered('broken', { reason: code }, true);
}

/** What an answer means; 2xx is the only one that says the delivery arrived. */
export function judge(code: number): void {
  if (code >= 200 && code < 300) return;
  if (code >= 300 && code < 400) throw new Undelivered('redirect', { code }, true);
  throw new Undelivered('status', { code }, code >= 500 || code === 429 || code === 408);
}

/**
 * One POST of JSON to an address that was checked. No redirect is followed, no proxy of the environment used, no cookie
 * kept; the connection is closed afterwards.
 * @returns the status of the answer. @throws Undelivered when there is none in time.
 */
export function post(url: URL, to: LookupAddress, headers: Record<string, string>, body: string, signal: AbortSignal): Promise<number> {
  const secure = url.protocol === 'https:';
  const agent = secure ? new HttpsAgent({ keepAlive: false }) : new HttpAgent({ keepAlive: false });
  const options = {
    method: 'POST',
    agent,
    lookup: pinnedTo(to),
    signal,
    headers: { ...headers, 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(body) },
  };
  return new Promise((resolve, reject) => {
    const call = (secure ? overHttps : overHttp)(url, options, (answer) => {
      readAndDrop(answer);
      resolve(answer.statusCode ?? 0);
    });
    call.on('error', (error) => reject(undelivered(error, url)));
    call.end(body);
  });
}
