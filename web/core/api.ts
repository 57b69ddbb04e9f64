import i18next from 'i18next';
import type { Endpoint, Problem, Shape } from '../../server/contracts/core/endpoint.js';
import { portalEndpoints } from '../../server/contracts/core/session.js';
import { url } from './address.js';
import { keepAnswer, keptAnswer } from './offline/kept-answers.js';
import { randomKey } from './random.js';
import { isOfProxy, unlessSilent } from './silence.js';

type Part<S extends Shape, K extends keyof Shape> = S extends Record<K, infer V> ? V : never;
type ReplyOf<S extends Shape> = S extends { reply: infer R } ? R : undefined;

interface Options {
  signal?: AbortSignal;
  headers?: Record<string, string>;
}
type Input<S extends Shape> = Options &
  ([Part<S, 'params'>] extends [never] ? object : { params: Part<S, 'params'> }) &
  ([Part<S, 'query'>] extends [never] ? object : { query?: Part<S, 'query'> }) &
  ([Part<S, 'body'>] extends [never] ? object : { body: Part<S, 'body'> });
type Arguments<S extends Shape> = object extends Omit<Input<S>, keyof Options | 'query'> ? [input?: Input<S>] : [input: Input<S>];

/** A call that was refused or never arrived. `status` 0: the portal could not be reached. */
export class ApiProblem extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = 'ApiProblem';
    this.problem = problem;
  }
  get status(): number {
    return this.problem.status;
  }
  get code(): string {
    return this.problem.code;
  }
  get detail(): string | undefined {
    return this.problem.detail;
  }
  get requestId(): string | undefined {
    return this.problem.requestId;
  }
  /** Wrong fields, `path` as in the body that was sent. */
  get errors(): { path: string; message: string }[] {
    return this.problem.errors ?? [];
  }
  /** Seconds to wait after too many tries, from the problem or the answer's header. */
  get retryAfter(): number | null {
    const value = Number(this.problem.retryAfter);
    return Number.isFinite(value) && value > 0 ? value : null;
  }
}

type Listener = () => void;
const signedOutListeners = new Set<Listener>();
/** `no-database`: the portal answers, and can do nothing. */
type Reach = 'here' | 'no-database' | 'away';
const reachListeners = new Set<(reached: boolean) => void>();

/** Who is not there is known within so many milliseconds on a local network. */
const notThere = 500;

/**
 * That the portal could not be reached, in our words: those of the browser are nobody's.
 * @param sentFor milliseconds since it was sent; null where it never was. Nobody is there at once, or went away in the middle.
 */
export const unreachable = (sentFor: number | null = null): ApiProblem =>
  new ApiProblem({
    type: 'about:blank',
    status: 0,
    code: 'unreachable',
    title: i18next.t('core:unreachable.title'),
    ...(sentFor !== null && sentFor > notThere ? { detail: i18next.t('core:problem.notKnown') } : {}),
  });

/** Whether it failed because the portal, or its database, could not be reached. */
export const isUnreachable = (error: unknown): boolean => error instanceof ApiProblem && (error.code === 'unreachable' || error.code === 'database-away');

/** Whether nobody knows if it was done: the portal or its database went away while it was under way. */
export const isUndecided = (error: unknown): boolean =>
  error instanceof ApiProblem && (error.status === 0 ? error.detail !== undefined : error.problem.undecided === true);

/** Tells when nobody is signed in any more, which nobody here has asked for. */
export function onSignedOut(listener: Listener): Listener {
  signedOutListeners.add(listener);
  return () => signedOutListeners.delete(listener);
}

/** The session is over: heard from an answer, or by asking. */
export const tellSignedOut = (): void => {
  for (const listener of signedOutListeners) listener();
};

/** Tells of each call whether it reached the portal and its database. */
export function onReach(listener: (reached: boolean) => void): Listener {
  reachListeners.add(listener);
  return () => reachListeners.delete(listener);
}
/** As the last call found the portal. */
let reach: Reach = navigator.onLine ? 'here' : 'away';
export const reachNow = (): Reach => reach;
const tellReach = (how: Reach): void => {
  reach = how;
  for (const listener of reachListeners) listener(how === 'here');
};
addEventListener('offline', () => tellReach('away'));

/** What the portal says by itself about its database. */
export function tellDatabase(reached: boolean): void {
  if (!reached) tellReach('no-database');
  else if (reach === 'no-database') tellReach('here');
}

const portalAddress = url(portalEndpoints.portal.path);
/** What the portal is, it knows without its database. */
const tellAnswered = (address: string): void => {
  if (reach !== 'no-database' || address !== portalAddress) tellReach('here');
};

/** The address of an endpoint with its parameters and query filled in; for links to files and exports too. */
export function addressOf(endpoint: Pick<Endpoint, 'path'>, input: { params?: unknown; query?: unknown } = {}): string {
  const params = (input.params ?? {}) as Record<string, unknown>;
  const path = endpoint.path.replace(/:([a-zA-Z]+)/g, (_all, name: string) => encodeURIComponent(String(params[name])));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries((input.query ?? {}) as Record<string, unknown>)) {
    if (value !== undefined && value !== null && value !== '') query.set(name, String(value));
  }
  const text = query.toString();
  return url(text ? `${path}?${text}` : path);
}

async function problemOf(answer: Response): Promise<Problem> {
  const fallback: Problem = { type: 'about:blank', status: answer.status, code: 'http', title: answer.statusText || String(answer.status) };
  const wait = answer.headers.get('retry-after');
  const extra = wait ? { retryAfter: Number(wait) } : {};
  if (!answer.headers.get('content-type')?.includes('json')) return { ...fallback, ...extra };
  const body = (await answer.json()) as Partial<Problem>;
  return { ...fallback, ...extra, ...body };
}

/** Sends a request and reads its answer; `given` is the caller's own signal, for what it ended nobody is told. */
async function send<T>(address: string, request: RequestInit, given: AbortSignal | undefined, read: (answer: Response) => Promise<T>): Promise<T> {
  const sentAt = performance.now();
  try {
    const answer = await fetch(address, { ...request, credentials: 'same-origin' });
    if (isOfProxy(answer)) throw new Error(answer.statusText);
    const value = await read(answer);
    tellAnswered(address);
    return value;
  } catch (error) {
    if (error instanceof ApiProblem) {
      if (isUnreachable(error)) tellReach('no-database');
      else tellAnswered(address);
      throw error;
    }
    if (given?.aborted) throw error;
    tellReach('away');
    throw unreachable(request.method === 'GET' ? null : performance.now() - sentAt);
  }
}

async function answered(answer: Response, path: string): Promise<unknown> {
  if (!answer.ok) {
    const problem = new ApiProblem(await problemOf(answer));
    if (answer.status === 401 && !path.endsWith('/session')) tellSignedOut();
    throw problem;
  }
  return answer.status === 204 ? undefined : answer.json();
}

/**
 * Keys of POSTs whose answer was lost: pressed again, the same is done once. Only until something else is written, and for
 * minutes: after that, the same may be meant anew.
 */
const unanswered = new Map<string, { key: string; until: number }>();
const unansweredFor = 5 * 60_000;

function keyFor(what: string): string {
  const before = unanswered.get(what);
  return before && before.until > Date.now() ? before.key : randomKey();
}

/**
 * Calls one endpoint of the contracts. A POST carries an Idempotency-Key, so that a repeat after a lost answer does not do the work twice.
 * Where nothing at all comes back for some time, the network counts as lost.
 * @throws ApiProblem when the portal refuses or cannot be reached.
 */
export async function call<S extends Shape>(endpoint: Endpoint<S>, ...[input]: Arguments<S>): Promise<ReplyOf<S>> {
  const given = (input ?? {}) as Options & { params?: unknown; query?: unknown; body?: unknown };
  const { method, path } = endpoint;
  const headers: Record<string, string> = { accept: 'application/json', 'accept-language': i18next.language ?? navigator.language, ...given.headers };
  if (given.body !== undefined) headers['content-type'] = 'application/json';
  const body = given.body === undefined ? undefined : JSON.stringify(given.body);
  const address = addressOf(endpoint, given);
  const what = `${address}\n${body ?? ''}`;
  const isKeyless = method === 'POST' && headers['idempotency-key'] === undefined;
  const key = isKeyless ? keyFor(what) : headers['idempotency-key'];
  if (key !== undefined) headers['idempotency-key'] = key;
  const isRead = method === 'GET' && !path.endsWith('/link');
  const request: RequestInit = { method, headers, ...(body === undefined ? {} : { body }) };
  try {
    const value = await unlessSilent((signal) => send(address, { ...request, signal }, given.signal, (answer) => answered(answer, path)), {
      portal: portalAddress,
      away: reach === 'away',
      given: given.signal,
    });
    if (isRead) keepAnswer(address, value);
    if (method !== 'GET') unanswered.clear();
    return value as ReplyOf<S>;
  } catch (error) {
    const isLost = isUnreachable(error);
    if (isLost && isKeyless && key) unanswered.set(what, { key, until: Date.now() + unansweredFor });
    // Meanwhile what was read before; that it may be old is said above the page.
    const kept = isRead && isLost ? await keptAnswer(address) : undefined;
    if (kept === undefined) throw error;
    return kept as ReplyOf<S>;
  }
}

/** Sends a form with a file to an endpoint that takes multipart/form-data, however long that takes. */
export async function upload<S extends Shape>(endpoint: Endpoint<S>, parts: Record<string, string | File>): Promise<ReplyOf<S>> {
  const form = new FormData();
  for (const [name, value] of Object.entries(parts)) form.set(name, value);
  const headers = { accept: 'application/json', 'accept-language': i18next.language ?? navigator.language, 'idempotency-key': randomKey() };
  const request = { method: 'POST', headers, body: form };
  return (await send(addressOf(endpoint), request, undefined, (answer) => answered(answer, endpoint.path))) as ReplyOf<S>;
}
