import type { OfferedEvent } from '../../contracts/core/webhooks.js';
import type { Actor } from '../access/actor.js';
import { recordsName } from '../i18n/records-name.js';
import { texts } from '../i18n/texts.js';
import type { RecordContext } from '../records/context.js';
import { scopeOf } from '../records/context.js';
import type { ChangeOfRecord } from './outbox.js';

const changes: readonly ChangeOfRecord[] = ['created', 'changed', 'deleted'];

const afterModule = (dotted: string) => dotted.slice(dotted.indexOf('.') + 1);
const moduleOf = (dotted: string) => dotted.slice(0, dotted.indexOf('.'));

/** The names of what happens to records of a kind: each change, and what its module announces. */
export const eventsOf = (type: string, announced: readonly string[]): { name: string; change?: ChangeOfRecord }[] => [
  ...changes.map((change) => ({ name: `${type}.${change}`, change })),
  ...announced.filter((name) => name.startsWith(`${type}.`)).map((name) => ({ name })),
];

/**
 * What webhooks can hear of: each change of each kind of record that is on, and the domain events that modules announce.
 * Only of kinds that the actor may read without exception: a webhook tells everything it hears.
 */
export function offeredEvents(records: RecordContext, announced: readonly string[], actor: Actor): OfferedEvent[] {
  const t = texts(actor.language);
  const kinds = [...records.kinds.values()].filter((kind) => scopeOf(records, actor, kind, 'read').all);
  return kinds.flatMap(({ type }) => {
    const event = (name: string, what: string) => ({ name, type, records: recordsName(type, actor.language), what });
    return eventsOf(type, announced).map(({ name, change }) =>
      event(name, t(change ? `core:webhook.change.${change}` : `${moduleOf(name)}:event.${afterModule(name)}`)),
    );
  });
}
