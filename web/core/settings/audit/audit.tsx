import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AuditEntry, type AuditState, auditEndpoints } from '../../../../server/contracts/core/audit.js';
import { Button } from '../../../ui/button.js';
import { cx } from '../../../ui/cx.js';
import { Dialog } from '../../../ui/dialog.js';
import { showError } from '../../../ui/feedback.js';
import { RefEdit } from '../../../ui/fields/ref-edit.js';
import { RecordList } from '../../../ui/list/record-list.js';
import { type Column, useColumns } from '../../../ui/list/use-columns.js';
import { EmptyState } from '../../../ui/states.js';
import { useFormat, When } from '../../../ui/ui-context.js';
import { addressOf, call } from '../../api.js';
import { download } from '../../download.js';
import { BareSelect } from '../../form/field.js';
import f from '../../form/form.module.css';
import { DayField } from '../../form/read-fields.js';
import { useAddressQuery } from '../../navigation.js';
import { ListFailed } from '../../records/list-states.js';
import { useProblemWords } from '../../words.js';
import { CopyLine } from '../copy-line.js';
import { PageHead } from '../page-head.js';
import s from '../settings.module.css';
import a from './audit.module.css';
import { filterOf } from './data.js';
import { EntryDialog } from './entry-dialog.js';

function useEntries(filter: ReturnType<typeof filterOf>) {
  return useInfiniteQuery({
    queryKey: ['core.audit', 'list', filter],
    queryFn: ({ pageParam, signal }) => call(auditEndpoints.list, { query: { ...filter, limit: 100, ...(pageParam ? { after: pageParam } : {}) }, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

function Checked({ state, onClose }: { state: AuditState; onClose(): void }) {
  const { t } = useTranslation('core');
  const { number, instantFull } = useFormat();
  const { broken, last } = state;
  return (
    <Dialog opened title={t(broken ? 'audit.isBroken' : 'audit.isWhole')} onClose={onClose}>
      <p>
        {broken
          ? t('audit.isBrokenText', { id: number(broken.id), at: instantFull(broken.at), entries: number(state.entries) })
          : t('audit.isWholeText', { count: state.entries, formatted: number(state.entries) })}
      </p>
      {!broken && last && (
        <>
          <p>{t('audit.noteDown')}</p>
          <CopyLine label={t('audit.lastHash')} value={`${last.id}:${last.hash}`} />
        </>
      )}
    </Dialog>
  );
}

/** Who did what, for good: found by person, action, record and time. What is looked for stands in the address. */
export default function AuditPage() {
  const { t } = useTranslation('core');
  const words = useProblemWords();
  const { timeZone } = useFormat();
  const [asked, setAsked] = useAddressQuery();
  const [openId, setOpenId] = useState<number | null>(null);
  const [checking, setChecking] = useState(false);
  const [checked, setChecked] = useState<AuditState | null>(null);
  const filter = filterOf(asked, timeZone);
  const query = useEntries(filterOf(useDeferredValue(asked), timeZone));
  const actions = useQuery({ queryKey: ['core.audit', 'actions'], queryFn: ({ signal }) => call(auditEndpoints.actions, { signal }) });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const columns = useColumns<AuditEntry>(
    useMemo((): Column<AuditEntry>[] => {
      const who = (entry: AuditEntry) => entry.actor ?? t(entry.actorId === null ? 'roles.portal' : 'audit.nobody');
      return [
        { id: 'at', label: t('audit.when'), width: 170, always: true, card: 'end', render: (entry) => <When at={entry.at} /> },
        { id: 'actor', label: t('audit.who'), width: 220, card: 'line', render: who },
        { id: 'what', label: t('audit.what'), width: 280, grow: 1, card: 'title', render: (entry) => entry.what },
        { id: 'record', label: t('audit.record'), width: 240, grow: 1, card: 'line', render: (entry) => entry.record ?? entry.target },
      ];
    }, [t]),
    undefined,
    () => undefined,
  );
  const check = async () => {
    setChecking(true);
    try {
      setChecked(await call(auditEndpoints.verify, { body: {} }));
    } catch (error) {
      showError({ text: words(error) });
    } finally {
      setChecking(false);
    }
  };
  const open = items.find(({ id }) => id === openId);
  const isFiltered = Object.keys(filter).length > 0;
  return (
    <>
      <PageHead title={t('settings.audit')} text={t('audit.text')}>
        <Button icon="shield" busy={checking} onClick={() => void check()}>
          {t('audit.check')}
        </Button>
        <Button icon="download" onClick={() => download(addressOf(auditEndpoints.export, { query: filter }))}>
          {t('audit.export')}
        </Button>
      </PageHead>
      <search className={a.tools} aria-label={t('audit.find')}>
        <input
          type="search"
          className={cx(f.input, a.words)}
          placeholder={t('audit.words')}
          aria-label={t('audit.words')}
          maxLength={200}
          value={asked.q ?? ''}
          onChange={(event) => setAsked({ ...asked, q: event.target.value || undefined })}
        />
        <div className={a.person}>
          <label htmlFor="audit-person">{t('audit.who')}</label>
          <RefEdit
            id="audit-person"
            type="core.person"
            value={asked.person ? Number(asked.person) : null}
            onChange={(person) => setAsked({ ...asked, person: person === null ? undefined : String(person) })}
          />
        </div>
        <BareSelect
          name={t('audit.what')}
          value={asked.action ?? ''}
          onChange={(action) => setAsked({ ...asked, action: action || undefined })}
          empty={t('audit.anyAction')}
          options={(actions.data?.items ?? []).map(({ action, what }) => ({ value: action, label: what }))}
        />
        <div className={a.span}>
          <DayField
            label={t('audit.from')}
            tells="left"
            value={asked.from ?? ''}
            max={asked.to}
            onChange={(from) => setAsked({ ...asked, from: from || undefined })}
          />
        </div>
        <div className={a.span}>
          <DayField label={t('audit.to')} tells="left" value={asked.to ?? ''} min={asked.from} onChange={(to) => setAsked({ ...asked, to: to || undefined })} />
        </div>
        {asked.target && (
          <Button icon="x" onClick={() => setAsked({ ...asked, target: undefined })}>
            {items[0]?.record ?? asked.target}
          </Button>
        )}
      </search>
      <div className={a.list}>
        {query.isError && items.length === 0 ? (
          <ListFailed error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <RecordList
            label={t('settings.audit')}
            items={items}
            columns={columns}
            titleOf={(entry) => entry.what}
            onOpen={(entry) => setOpenId(entry.id)}
            openId={openId}
            loading={query.isPending}
            hasMore={query.hasNextPage}
            loadingMore={query.isFetchingNextPage}
            onEndReached={() => void query.fetchNextPage()}
            empty={
              <EmptyState
                icon="shield"
                title={t(isFiltered ? 'audit.notFound' : 'audit.none')}
                text={t(isFiltered ? 'audit.notFoundText' : 'audit.noneText')}
              />
            }
          />
        )}
      </div>
      <p className={`${s.quiet} ${a.state}`}>{t('audit.kept')}</p>
      {open && (
        <EntryDialog
          entry={open}
          onClose={() => setOpenId(null)}
          onNarrow={(by) => {
            setOpenId(null);
            setAsked(by);
          }}
        />
      )}
      {checked && <Checked state={checked} onClose={() => setChecked(null)} />}
    </>
  );
}
