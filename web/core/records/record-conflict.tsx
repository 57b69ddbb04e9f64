import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ById, Endpoint, HistoryEntry } from '../../../server/contracts/core/endpoint.js';
import { Conflict, type ConflictProps } from '../../ui/conflict.js';
import { useReference } from '../../ui/ui-context.js';
import { call } from '../api.js';
import { useSession } from '../session.js';

type HistoryEndpoint = Endpoint<{ params: ById; reply: { items: HistoryEntry[] } }> | Endpoint;

export interface RecordConflictProps extends Omit<ConflictProps, 'opened' | 'theirName' | 'theirAt'> {
  /** Such as `crm.deal`. */
  type: string;
  id: number;
  /** Where the record's changes are read; without it the other person has no name. */
  history?: HistoryEndpoint;
}

/** Both versions of a record side by side, with the name of who made the other change and when, as the history knows it. */
export function RecordConflict({ type, id, history, ...props }: RecordConflictProps) {
  const { t } = useTranslation('core');
  const { person } = useSession();
  const changes = useQuery({
    queryKey: [type, 'history', id],
    queryFn: () => call(history as Endpoint<{ params: ById; reply: { items: HistoryEntry[] } }>, { params: { id } }),
    staleTime: 0,
    enabled: history !== undefined,
  });
  // The newest change of these very fields; those of rows are kept under other names.
  const last = changes.data?.items.find((one) => props.fields.some(({ name }) => name in one.changes)) ?? changes.data?.items[0];
  const who = useReference('core.person', last?.actorId ?? null);
  const known = (!history || changes.isFetched) && (who !== undefined || last?.actorId == null);
  if (!known) return null;
  const theirName = last?.actorId === person.id ? t('conflict.you') : (who?.title ?? t('conflict.somebody'));
  return <Conflict opened theirName={theirName} {...(last ? { theirAt: last.at } : {})} {...props} />;
}
