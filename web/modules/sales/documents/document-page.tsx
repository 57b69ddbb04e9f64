import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { letterheadOf } from '../../../../server/contracts/core/company.js';
import type { Money } from '../../../../server/contracts/core/fields.js';
import { invoiceEndpoints, quoteEndpoints } from '../../../../server/contracts/sales/endpoints.js';
import { Comments } from '../../../core/comments/comments.js';
import { FilesSection } from '../../../core/files/files-section.js';
import { RecordConflict } from '../../../core/records/record-conflict.js';
import { RecordParts } from '../../../core/records/record-parts.js';
import { useSession } from '../../../core/session.js';
import { ActionMenu, type Entry } from '../../../ui/action-menu.js';
import { Button } from '../../../ui/button.js';
import { DraftLine } from '../../../ui/draft/draft-line.js';
import { dayOf } from '../../../ui/format.js';
import { Icon, type IconName } from '../../../ui/icon.js';
import { RowsEditor } from '../../../ui/rows/rows-editor.js';
import { useFormat, useReference } from '../../../ui/ui-context.js';
import { usePhone } from '../../../ui/use-media.js';
import { withNet } from './amounts.js';
import { useClientDetails } from './client-details.js';
import { useConflictFields } from './conflict-fields.js';
import s from './document-page.module.css';
import { Paper } from './paper.js';
import type { PaperDocument } from './paper-document.js';
import { PlainField } from './plain-field.js';
import { searchProducts } from './search-products.js';
import type { Editor } from './use-editor.js';
import { useTotals } from './use-totals.js';

interface Act {
  label: string;
  icon: IconName;
  busy?: boolean;
  onClick(): void;
}

interface DocumentPageProps {
  kind: 'quote' | 'invoice';
  /** Not while it is new. */
  id: number | undefined;
  number: string | null;
  /** Undefined: it is being made now. */
  createdAt: string | undefined;
  ownerId?: number | null | undefined;
  editor: Editor;
  currency: string;
  readOnly: boolean;
  /** Rows that stand although the rest may still be changed: something was paid or shipped on them. */
  rowsReadOnly?: boolean;
  /** Its client is its deal's and not chosen here. */
  clientOfDeal?: boolean;
  /** Status, deal, what happened when. */
  words: ReactNode;
  /** The next step; steps back while something is not saved. */
  primary?: Act | undefined;
  second?: Act | undefined;
  menu: Entry[];
  /** Between the bar and the fields. */
  top?: ReactNode;
  /** Below the rows. */
  children?: ReactNode;
  paid?: Money | null;
  due?: Money | null;
  cancelled?: boolean;
}

/** The editor of a quote or invoice beside the page that its client sees; the row being edited is tinted on both sides. */
export function DocumentPage({ kind, number, editor, currency, readOnly, rowsReadOnly = false, ...props }: DocumentPageProps) {
  const { t } = useTranslation('sales');
  const f = useFormat();
  const htmlId = useId();
  const phone = usePhone();
  const { company } = useSession();
  const totalsOf = useTotals();
  const conflictFields = useConflictFields(kind);
  const [active, setActive] = useState<string | null>(null);
  const { document, amounts } = editor;
  const companyName = useReference('crm.company', document?.companyId ?? null)?.title ?? null;
  const contactName = useReference('crm.contact', document?.contactId ?? null)?.title ?? null;
  const details = useClientDetails(document?.companyId ?? null, document?.contactId ?? null);
  const save = useRef(editor.save);
  save.current = editor.save;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
      event.preventDefault();
      void save.current();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
  if (!document) return null;
  const rows = withNet(document.rows, amounts);
  const isNew = editor.base?.version === 0;
  const { second } = props;
  // Two buttons are what fits beside the menu of a phone.
  const menu: Entry[] = phone && second ? [{ id: 'second', label: second.label, icon: second.icon, onSelect: second.onClick }, ...props.menu] : props.menu;
  const unsaved = !readOnly && (editor.dirty || editor.invalid || isNew);
  const paper: PaperDocument = {
    kind,
    number,
    language: company.language,
    company: letterheadOf(company),
    client: { ...(companyName ? { name: companyName, attentionOf: contactName } : { name: contactName, attentionOf: null }), ...details },
    day: dayOf(props.createdAt ? new Date(props.createdAt) : new Date(), company.timeZone),
    validUntil: kind === 'quote' ? document.day : null,
    dueOn: kind === 'invoice' ? document.day : null,
    cancelled: props.cancelled ?? false,
    rows: rows.map(({ net, ...row }) => ({ ...row, net: net ?? null })),
    discounts: amounts?.discounts ?? null,
    net: amounts?.net ?? null,
    taxes: amounts?.taxes ?? [],
    total: amounts?.total ?? null,
    paid: props.paid ?? null,
    due: props.due ?? null,
    terms: document.terms,
  };
  const field = (name: 'companyId' | 'contactId' | 'day' | 'terms') => ({
    id: `${htmlId}-${name}`,
    name,
    label: t(name === 'day' ? `${kind}.field.${kind === 'quote' ? 'validUntil' : 'dueOn'}` : `field.${name}`),
    value: document[name],
    error: editor.errors[name],
    onChange: (value: unknown) => editor.set({ [name]: value }),
  });
  const isOver = kind === 'quote' && document.day !== null && document.day < dayOf(new Date(), company.timeZone);
  const savedAt = editor.savedAt ? f.clock(editor.savedAt) : null;
  return (
    <div className={s.page}>
      <div className={s.bar}>
        <div className={s.words}>{props.words}</div>
        <span className={s.gap} />
        {!readOnly && !unsaved && savedAt && (
          <span className={s.saved} role="status">
            <Icon name="check" size={16} />
            {t('saved', { at: t('ui:atTime', { time: savedAt, count: Number.parseInt(savedAt, 10) }) })}
          </span>
        )}
        {unsaved && editor.keptAt && <DraftLine at={editor.keptAt} onDiscard={editor.discard} />}
        {unsaved && !isNew && !editor.keptAt && (
          <Button look="quiet" onClick={editor.discard}>
            {t('discard')}
          </Button>
        )}
        {menu.length > 0 && <ActionMenu label={t('more')} entries={menu} />}
        {second && !phone && (
          <Button icon={second.icon} onClick={second.onClick}>
            {second.label}
          </Button>
        )}
        {props.primary && !isNew && (
          <Button look={unsaved ? 'default' : 'primary'} icon={props.primary.icon} busy={props.primary.busy} onClick={props.primary.onClick}>
            {props.primary.label}
          </Button>
        )}
        {unsaved && (
          <Button look="primary" icon="check" busy={editor.busy} onClick={() => void editor.save()}>
            {t('save')}
          </Button>
        )}
      </div>
      <div className={s.split}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <section className={s.edit} aria-label={t(`${kind}.one`)} tabIndex={0}>
          {props.top}
          {!readOnly && (
            <div className={s.fields}>
              {!props.clientOfDeal && (
                <>
                  <PlainField {...field('companyId')} field={{ kind: 'ref', type: 'crm.company' }} />
                  <PlainField {...field('contactId')} field={{ kind: 'ref', type: 'crm.contact' }} />
                </>
              )}
              <PlainField {...field('day')} field={{ kind: 'day' }} help={isOver ? t('ui:day.past') : undefined} />
            </div>
          )}
          <RowsEditor
            key={editor.discarded}
            rows={rows}
            onChange={(next) => editor.set({ rows: next.map(({ net: _, ...row }) => row) })}
            currency={currency}
            searchProducts={searchProducts}
            errors={editor.errors}
            activeKey={active}
            onActive={setActive}
            totals={totalsOf(amounts)}
            onInvalid={editor.setInvalid}
            readOnly={readOnly || rowsReadOnly}
            notes={readOnly ? undefined : <PlainField {...field('terms')} field={{ kind: 'longText', max: 20_000 }} help={t('termsHelp')} />}
          />
          {props.children}
          {props.id !== undefined && <FilesSection recordType={`sales.${kind}`} recordId={props.id} title={number ?? t(`${kind}.one`)} />}
          {props.id !== undefined && <RecordParts recordType={`sales.${kind}`} recordId={props.id} />}
          {props.id !== undefined && <Comments type={`sales.${kind}`} id={props.id} title={number} ownerId={props.ownerId ?? null} />}
        </section>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <section className={s.mat} aria-label={t('asClient')} tabIndex={0}>
          <p className={s.matHead}>{t('asClient')}</p>
          <Paper of={paper} activeKey={active} />
        </section>
      </div>
      {editor.conflict && props.id !== undefined && (
        <RecordConflict
          type={`sales.${kind}`}
          id={props.id}
          history={kind === 'quote' ? quoteEndpoints.history : invoiceEndpoints.history}
          fields={conflictFields(editor.clashing, document, editor.conflict.document)}
          onSave={(choice) => void editor.settle(choice)}
          onClose={editor.dismiss}
          busy={editor.busy}
        />
      )}
    </div>
  );
}
