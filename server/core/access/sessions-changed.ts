import type { Live } from '../realtime/live.js';

/** Name of the news on topic `me`; at it the hub also closes the sockets of sessions that have ended. */
export const sessionChanged = 'session.changed';

/** Tells the open browsers of people that what they may do, or what they are called, is not what it was. */
export function sessionsChanged({ live }: { live: Live }, personIds: readonly number[] | 'everybody'): void {
  live.publish({
    topic: 'me',
    name: sessionChanged,
    data: {},
    mayHear: (actor) => personIds === 'everybody' || (actor.personId !== null && personIds.includes(actor.personId)),
  });
}
