import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListQuery } from '../../../../server/contracts/core/endpoint.js';
import type { Stage } from '../../../../server/contracts/crm/records.js';
import { useLive } from '../../../core/live.js';
import { ListFailed } from '../../../core/records/list-states.js';
import { useRecordList } from '../../../core/records/use-records.js';
import { useMay } from '../../../core/session.js';
import { Button } from '../../../ui/button.js';
import { Link } from '../../../ui/link.js';
import s from '../../../ui/record/tab-parts.module.css';
import { SkeletonRows } from '../../../ui/skeleton.js';
import { EmptyState } from '../../../ui/states.js';
import { CreateForm } from '../records/create-form.js';
import { type CrmKind, type CrmRecord, pathOf, typeOf } from '../records/crm-kind.js';
import { useDefs } from '../records/use-defs.js';

interface RelatedTabProps<T extends CrmRecord> {
  kind: CrmKind<T>;
  /** The record that they belong to. */
  of: 'company' | 'contact';
  recordId: number;
  filter: ListQuery;
  /** Values that a new one begins with. */
  initial: Record<string, unknown>;
  pipelineId?: number | undefined;
  firstStage?: Stage | undefined;
  above?: ReactNode;
  /** What stands behind the title of each. */
  line(record: T): ReactNode;
}

/** The records of one kind that belong to another record, the newest first, and a way to make one more that belongs to it too. */
export function RelatedTab<T extends CrmRecord>({ kind, of, recordId, filter, initial, pipelineId, firstStage, above, line }: RelatedTabProps<T>) {
  const { t } = useTranslation('crm');
  const may = useMay();
  const type = typeOf(kind);
  useLive(type);
  const list = useRecordList<T>(type, kind.endpoints.list, { ...filter, sort: '-createdAt' });
  const defs = useDefs(kind.declaration, pipelineId);
  const [creating, setCreating] = useState(false);
  if (list.isError && list.items.length === 0) return <ListFailed error={list.error} onRetry={() => void list.refetch()} />;
  if (list.isPending) return <SkeletonRows rows={3} label={t('loading')} />;
  const begin = may(`${type}.create`) ? { label: t(`${kind.name}.new`), icon: 'plus' as const, onClick: () => setCreating(true) } : undefined;
  return (
    <div className={s.tab}>
      {list.items.length === 0 ? (
        <EmptyState
          icon={kind.icon}
          title={t(`related.none.${of}.${kind.name}.title`)}
          {...(begin ? { text: t(`related.none.${of}.${kind.name}.text`), action: begin } : {})}
        />
      ) : (
        <section className={s.section} aria-label={t(`${kind.name}.plural`)}>
          <div className={s.head}>
            {above ?? <span />}
            {begin && (
              <Button icon={begin.icon} onClick={begin.onClick}>
                {begin.label}
              </Button>
            )}
          </div>
          <ul className={s.lines}>
            {list.items.map((record) => (
              <li key={record.id} className={s.line}>
                <Link to={`${pathOf(kind)}/${record.id}`}>{record.title ?? record.id}</Link>
                {line(record)}
              </li>
            ))}
          </ul>
          {list.hasNextPage && (
            <div className={s.buttons}>
              <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                {t('related.more')}
              </Button>
            </div>
          )}
        </section>
      )}
      <CreateForm
        opened={creating}
        kind={kind}
        defs={defs}
        firstStage={firstStage}
        initial={initial}
        draftKey={`${type}.new.${of}-${recordId}`}
        onMade={() => setCreating(false)}
        onClose={() => setCreating(false)}
      />
    </div>
  );
}
