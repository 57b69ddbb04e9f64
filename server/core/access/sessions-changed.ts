import type { Live } from '../realtime/live.js';

/** Tells the open browsers of people that what they may do, or what they are called, is not what it was. */
export function sessionsChanged({ live }: { live: Live }, personIds: readonly number[] | 'everybody'): void {
  live.publish({
    topic: 'me',
    name: 'session.changed',
    data: {},
    mayHear: (actor) => personIds === 'everybody' || (actor.personId !== null && personIds.includes(actor.personId)),
  });
}
