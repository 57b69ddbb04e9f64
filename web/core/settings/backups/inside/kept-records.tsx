import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Inside, KeptKind, KeptQuery, KeptRecord } from '../../../../../server/contracts/core/time-machine.js';
import { cx } from '../../../../ui/cx.js';
import { BulkBar } from '../../../../ui/list/bulk-bar.js';
import { RecordList } from '../../../../ui/list/record-list.js';
import { type Column, useColumns } from '../../../../ui/list/use-columns.js';
import { EmptyState } from '../../../../ui/states.js';
import { useFormat, When } from '../../../../ui/ui-context.js';
import f from '../../../form/form.module.css';
import { DayField } from '../../../form/read-fields.js';
import { useAddressQuery } from '../../../navigation.js';
import { ListFailed } from '../../../records/list-states.js';
import a from '../../audit/audit.module.css';
import s from '../../settings.module.css';
import { BringBackDialog } from './bring-back-dialog.js';
import { useKept } from './data.js';
import i from './inside.module.css';
import { KeptDialog } from './kept-dialog.js';
import { StateTag } from './state-tag.js';

type Show = NonNullable<KeptQuery['show']>;
const shows: Show[] = ['gone', 'changed', 'all'];

/** What to begin with: what is missing, else what is different. */
const firstShow = (kind: KeptKind | undefined): Show => ((kind?.gone ?? 0) > 0 ? 'gone' : (kind?.changed ?? 0) > 0 ? 'changed' : 'all');

const countOf = (kind: KeptKind, show: Show): number => (show === 'gone' ? kind.gone : show === 'changed' ? kind.changed : kind.count);

/** Kinds of record, each with how many are gone or different: those first. */
function Kinds({ kinds, chosen, onChoose }: { kinds: readonly KeptKind[]; chosen: string | undefined; onChoose: (type: string) => void }) {
  const { t } = useTranslation('core');
  const n = useFormat().number;
  return (
    <fieldset className={i.kinds}>
      <legend className="visually-hidden">{t('backups.inside.kinds')}</legend>
      {kinds.map(({ type, name, count, gone, changed }) => (
        <button key={type} type="button" className={i.kind} aria-pressed={type === chosen} onClick={() => onChoose(type)}>
          <b>{name}</b>
          <span>
            {gone === 0 && changed === 0 && t('backups.inside.count', { count, n: n(count) })}
            {gone > 0 && <em>{t('backups.inside.goneCount', { count: gone, n: n(gone) })}</em>}
            {gone > 0 && changed > 0 && ' · '}
            {changed > 0 && t('backups.inside.changedCount', { count: changed, n: n(changed) })}
          </span>
        </button>
      ))}
    </fieldset>
  );
}

/** Records of one kind in the backup, to be ticked and brought back. What is looked for stands in the address. */
export function KeptRecords({ inside }: { inside: Inside }) {
  const { t } = useTranslation('core');
  const n = useFormat().number;
  const [asked, setAsked] = useAddressQuery();
  const [selected, setSelected] = useState<Set<number>>(new Set());
  const [open, setOpen] = useState<KeptRecord | null>(null);
  const [bringing, setBringing] = useState<{ type: string; id: number }[] | null>(null);
  const kinds = useMemo(() => [...inside.kinds].sort((one, other) => Number(other.gone + other.changed > 0) - Number(one.gone + one.changed > 0)), [inside]);
  const kind = kinds.find(({ type }) => type === asked.type) ?? kinds[0];
  // What was brought back leaves the list, and the list stays where it is.
  const [first] = useState(() => firstShow(kind));
  const show = shows.find((one) => one === asked.show) ?? first;
  const ask = (next: Record<string, string | undefined>) => {
    setSelected(new Set());
    setAsked({ ...asked, ...next });
  };
  const query = useKept(
    inside.id,
    kind
      ? { type: kind.type, show, ...(asked.q ? { q: asked.q } : {}), ...(asked.from ? { from: asked.from } : {}), ...(asked.to ? { to: asked.to } : {}) }
      : null,
  );
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const columns = useColumns<KeptRecord>(
    useMemo(
      (): Column<KeptRecord>[] => [
        { id: 'title', label: t('backups.inside.record'), width: 280, grow: 1, always: true, card: 'title', render: ({ title }) => title },
        { id: 'id', label: t('backups.inside.number'), width: 110, card: 'line', render: ({ id }) => `#${id}` },
        { id: 'state', label: t('backups.inside.now'), width: 150, card: 'end', render: ({ state }) => <StateTag state={state} /> },
        { id: 'since', label: t('backups.inside.since'), width: 170, card: 'line', render: ({ since }) => (since ? <When at={since} /> : '–') },
        { id: 'updatedAt', label: t('backups.inside.updated'), width: 220, card: 'hide', render: ({ updatedAt }) => <When at={updatedAt} /> },
      ],
      [t],
    ),
    undefined,
    () => undefined,
  );
  if (!kind) return <EmptyState icon="disk" title={t('backups.inside.nothing')} text={t('backups.inside.nothingText')} />;
  const isNarrowed = Boolean(asked.q || asked.from || asked.to);
  return (
    <section className={s.section}>
      <h3>{t('backups.inside.records')}</h3>
      <Kinds kinds={kinds} chosen={kind.type} onChoose={(type) => ask({ type, show: firstShow(kinds.find((one) => one.type === type)) })} />
      <search className={a.tools} aria-label={t('backups.inside.find')}>
        <fieldset className={i.shows}>
          <legend className="visually-hidden">{t('backups.inside.show')}</legend>
          {shows.map((one) => (
            <button key={one} type="button" aria-pressed={one === show} className={i.show} onClick={() => ask({ show: one })}>
              {t(`backups.inside.shows.${one}`)} <span>{n(countOf(kind, one))}</span>
            </button>
          ))}
        </fieldset>
        <input
          type="search"
          className={cx(f.input, i.search)}
          placeholder={t('backups.inside.findHint')}
          aria-label={t('backups.inside.findHint')}
          value={asked.q ?? ''}
          onChange={(event) => ask({ q: event.target.value })}
        />
        {(['from', 'to'] as const).map((end) => (
          <div key={end} className={a.span}>
            <DayField label={t(`backups.inside.${end}`)} tells="left" value={asked[end] ?? ''} onChange={(day) => ask({ [end]: day })} />
          </div>
        ))}
      </search>
      <div className={i.list}>
        {query.isError && items.length === 0 ? (
          <ListFailed error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <RecordList
            label={kind.name}
            items={items}
            columns={columns}
            titleOf={({ title }) => title}
            selected={selected}
            onSelect={setSelected}
            onOpen={setOpen}
            openId={open?.id ?? null}
            loading={query.isPending}
            hasMore={query.hasNextPage}
            loadingMore={query.isFetchingNextPage}
            onEndReached={() => void query.fetchNextPage()}
            empty={
              <EmptyState
                icon={isNarrowed ? 'search' : 'check'}
                title={t(isNarrowed ? 'backups.inside.notFound' : `backups.inside.none.${show}`)}
                text={t(isNarrowed ? 'backups.inside.notFoundText' : `backups.inside.noneText.${show}`)}
              />
            }
          />
        )}
        <BulkBar
          count={selected.size}
          actions={[
            {
              id: 'bring',
              label: t('backups.inside.bring'),
              icon: 'undo',
              onSelect: () => setBringing([...selected].map((id) => ({ type: kind.type, id }))),
            },
          ]}
          onClear={() => setSelected(new Set())}
        />
      </div>
      {open && (
        <KeptDialog
          set={inside.id}
          record={open}
          onClose={() => setOpen(null)}
          onBring={() => {
            setBringing([{ type: open.type, id: open.id }]);
            setOpen(null);
          }}
        />
      )}
      {bringing && (
        <BringBackDialog
          set={inside.id}
          records={bringing}
          onClose={() => setBringing(null)}
          onDone={() => {
            setBringing(null);
            setSelected(new Set());
          }}
        />
      )}
    </section>
  );
}
