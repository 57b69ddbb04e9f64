import type { Problem } from '../../server/contracts/core/endpoint.js';

/** The problem a rejected call carries: the value itself or its `problem`; null for anything else, such as a lost network. */
export function problemOf(error: unknown): Problem | null {
  if (typeof error !== 'object' || error === null) return null;
  if ('problem' in error) return problemOf(error.problem);
  return 'status' in error && 'code' in error ? (error as Problem) : null;
}

/** Messages by the path of their field; what is wrong with an amount is said at its money. */
export function messagesOf(problem: Problem | null): Record<string, string> {
  return Object.fromEntries((problem?.errors ?? []).map((each) => [each.path.replace(/\.amount$/, ''), each.message]));
}

/** Nothing went wrong: the person wants to look again before anything is stored. What they typed stays in its control. */
export class PutOff extends Error {}
