import { type CSSProperties, type ReactNode, useCallback, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Money } from '../../../server/contracts/core/fields.js';
import { cx } from '../cx.js';
import { Icon } from '../icon.js';
import p from '../pieces.module.css';
import { useFormat } from '../ui-context.js';
import { type EditRow, moveRow, newRow, type ProductHit } from './edit-row.js';
import { type CellName, pasteRows } from './paste-rows.js';
import { ProductCell } from './product-cell.js';
import { RowLine } from './row-line.js';
import s from './rows-editor.module.css';
import { RowsView } from './rows-view.js';
import { type TotalLine, Totals } from './totals.js';

export interface RowsEditorProps {
  rows: readonly EditRow[];
  onChange: (rows: EditRow[]) => void;
  /** ISO 4217; of every row. */
  currency: string;
  searchProducts?: (query: string) => Promise<ProductHit[]>;
  /** Messages by path: `rows.0.quantity`. */
  errors?: Record<string, string>;
  /** The row that holds the focus, to tint it in the page beside. */
  activeKey?: string | null;
  onActive?: (key: string) => void;
  totals?: readonly TotalLine[];
  /** Beside the totals: remarks for the client. */
  notes?: ReactNode;
  showTax?: boolean;
  readOnly?: boolean;
  /** Told whether some cell holds what is not a value; nothing should be saved meanwhile. */
  onInvalid?: (invalid: boolean) => void;
}

/** Rows of a quote or an invoice, edited like a sheet. All arithmetic is the caller's. */
export function RowsEditor({
  rows,
  onChange,
  currency,
  searchProducts,
  errors = {},
  activeKey,
  onActive,
  totals = [],
  notes,
  showTax = true,
  readOnly,
  onInvalid,
}: RowsEditorProps) {
  const { t } = useTranslation('ui');
  const f = useFormat();
  const group = useId();
  const box = useRef<HTMLDivElement>(null);
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const [said, setSaid] = useState('');
  const [adding, setAdding] = useState('');
  const latest = useRef({ rows, onChange });
  latest.current = { rows, onChange };
  const isWrong = Object.keys(wrong).length > 0;
  const tell = useRef(onInvalid);
  tell.current = onInvalid;
  useEffect(() => tell.current?.(isWrong), [isWrong]);

  const focusIn = (key: string, selector: string) =>
    setTimeout(() => {
      const cell = box.current?.querySelector<HTMLInputElement>(`[data-row="${key}"] ${selector}`);
      cell?.focus();
      // What is typed next takes the place of what stands there: a 2 must not make 12 of the 1 that a row begins with.
      cell?.select();
    }, 20);
  const onMove = useCallback(
    (from: number, to: number) => {
      const row = latest.current.rows[from];
      if (!row || from === to) return;
      latest.current.onChange(moveRow(latest.current.rows, from, to));
      setSaid(t('rows.moved', { row: row.name, at: to + 1, of: latest.current.rows.length }));
      setTimeout(() => box.current?.querySelector<HTMLElement>(`[data-row="${row.key}"] > button`)?.focus(), 20);
    },
    [t],
  );
  const setError = (key: string, cell: CellName, message: string | undefined) =>
    setWrong((before) => {
      const { [`${key}.${cell}`]: _, ...others } = before;
      return message ? { ...others, [`${key}.${cell}`]: message } : others;
    });
  const errorsOf = (row: EditRow, index: number) =>
    Object.fromEntries([
      ...Object.entries(errors).flatMap(([path, message]) =>
        path.startsWith(`rows.${index}.`) ? [[path.slice(`rows.${index}.`.length), message] as const] : [],
      ),
      ...Object.entries(wrong).flatMap(([path, message]) => (path.startsWith(`${row.key}.`) ? [[path.slice(row.key.length + 1), message] as const] : [])),
    ]);
  const remove = (index: number) => {
    const row = rows[index];
    const next = rows[index + 1] ?? rows[index - 1];
    if (row) setWrong((before) => Object.fromEntries(Object.entries(before).filter(([path]) => !path.startsWith(`${row.key}.`))));
    onChange(rows.filter((_, at) => at !== index));
    setSaid(t('rows.removed', { row: row?.name ?? '' }));
    if (next) focusIn(next.key, 'input');
    else setTimeout(() => document.getElementById(`${group}-add`)?.focus(), 20);
  };
  const add = (row: EditRow) => {
    onChange([...rows, row]);
    setAdding('');
    focusIn(row.key, `#${CSS.escape(`${row.key}-quantity`)}`);
  };
  const widthFor = (amounts: readonly (Money | null | undefined)[]) => {
    const longest = Math.max(0, ...amounts.map((amount) => (amount ? f.amount(amount).length : 0)));
    return `clamp(96px, calc(${longest} * 0.6 * var(--fs-2) + 20px), 150px)`;
  };
  // As wide as the longest amount needs, in every row alike.
  const widths = { '--price-width': widthFor(rows.map(({ price }) => price)), '--net-width': widthFor(rows.map(({ net }) => net)) } as CSSProperties;
  if (readOnly) return <RowsView rows={rows} totals={totals} notes={notes} showTax={showTax} />;
  return (
    <div ref={box} className={s.editor} style={widths}>
      <div className={s.table}>
        <div className={cx(s.head, showTax && s.taxed)} aria-hidden="true">
          <span />
          <span>{t('rows.name')}</span>
          <span className={p.end}>{t('rows.quantity')}</span>
          <span>{t('rows.unit')}</span>
          <span className={p.end}>{t('rows.price')}</span>
          <span className={p.end}>{t('rows.discountPercent')}</span>
          {showTax && <span className={p.end}>{t('rows.taxRate')}</span>}
          <span className={p.end}>{t('rows.net')}</span>
          <span />
        </div>
        {rows.map((row, index) => (
          <RowLine
            key={row.key}
            row={row}
            index={index}
            count={rows.length}
            group={group}
            active={row.key === activeKey}
            showTax={showTax}
            errors={errorsOf(row, index)}
            searchProducts={searchProducts}
            onChange={(next) => onChange(latest.current.rows.map((each) => (each.key === next.key ? next : each)))}
            onCellError={(cell, message) => setError(row.key, cell, message)}
            onRemove={() => remove(index)}
            onMove={onMove}
            onActive={() => onActive?.(row.key)}
            onPasteCells={(cell, text) => onChange(pasteRows(rows, index, cell, text, currency, f.language))}
          />
        ))}
        <form
          className={s.add}
          onSubmit={(event) => {
            event.preventDefault();
            if (adding.trim()) add({ ...newRow(currency), name: adding.trim() });
          }}
        >
          <Icon name="plus" size={16} />
          <ProductCell
            id={`${group}-add`}
            label={t('rows.add')}
            name={adding}
            placeholder={t('rows.add')}
            search={searchProducts}
            onName={setAdding}
            onProduct={(hit) => add({ ...newRow(currency), productId: hit.productId, name: hit.name, unit: hit.unit, price: hit.price, taxRate: hit.taxRate })}
            onPaste={(event) => {
              const text = event.clipboardData.getData('text/plain');
              if (!/[\t\n]/.test(text.trim())) return;
              event.preventDefault();
              onChange(pasteRows(rows, rows.length, 'name', text, currency, f.language));
            }}
          />
        </form>
      </div>
      <Totals totals={totals} notes={notes} />
      <p className={p.vh} aria-live="polite">
        {said}
      </p>
    </div>
  );
}
