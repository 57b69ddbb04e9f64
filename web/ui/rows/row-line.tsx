import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../button.js';
import { cx } from '../cx.js';
import { FieldMessage } from '../fields/labelled-field.js';
import { MoneyEdit, NumberEdit } from '../fields/number-edit.js';
import { Icon } from '../icon.js';
import p from '../pieces.module.css';
import { useFormat } from '../ui-context.js';
import type { EditRow, ProductHit } from './edit-row.js';
import type { CellName } from './paste-rows.js';
import { ProductCell } from './product-cell.js';
import s from './rows-editor.module.css';

export interface RowLineProps {
  row: EditRow;
  index: number;
  count: number;
  group: string;
  active: boolean;
  showTax: boolean;
  errors: Record<string, string>;
  searchProducts: ((query: string) => Promise<ProductHit[]>) | undefined;
  onChange: (row: EditRow) => void;
  onCellError: (cell: CellName, message: string | undefined) => void;
  onRemove: () => void;
  onMove: (from: number, to: number) => void;
  onActive: () => void;
  onPasteCells: (cell: CellName, text: string) => void;
}

/** One row: each cell is a control, so that Tab walks them; the grip is dragged or moved with the arrow keys. */
export function RowLine(props: RowLineProps) {
  const { row, index, count, group, errors, onChange, onCellError, onMove } = props;
  const { t } = useTranslation('ui');
  const f = useFormat();
  const line = useRef<HTMLDivElement>(null);
  const grip = useRef<HTMLButtonElement>(null);
  const [edge, setEdge] = useState<'above' | 'below' | null>(null);
  const [dragging, setDragging] = useState(false);
  useEffect(() => {
    const element = line.current;
    const dragHandle = grip.current;
    if (!element || !dragHandle) return;
    const stops = [
      draggable({ element, dragHandle, getInitialData: () => ({ group, index }), onDragStart: () => setDragging(true), onDrop: () => setDragging(false) }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => source.data.group === group,
        getData: () => ({ index }),
        onDrag: ({ source }) => setEdge((source.data.index as number) < index ? 'below' : (source.data.index as number) > index ? 'above' : null),
        onDragLeave: () => setEdge(null),
        onDrop: ({ source }) => {
          setEdge(null);
          onMove(source.data.index as number, index);
        },
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [group, index, onMove]);
  const onGripKey = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (by === 0) return;
    event.preventDefault();
    if (index + by >= 0 && index + by < count) onMove(index, index + by);
  };
  const paste = (cell: CellName) => (event: ClipboardEvent) => {
    const text = event.clipboardData.getData('text/plain');
    if (!/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    props.onPasteCells(cell, text);
  };
  const title = row.name || t('rows.row', { number: index + 1 });
  const messageId = `${row.key}-message`;
  const messages = Object.entries(errors);
  const cell = (name: CellName) => ({
    id: `${row.key}-${name}`,
    label: t('rows.cell', { cell: t(`rows.${name}`), row: title }),
    invalid: Boolean(errors[name]),
    describedBy: errors[name] ? messageId : undefined,
  });
  const number = (name: 'quantity' | 'discountPercent' | 'taxRate', decimals: number, max?: number) => (
    <span className={cx(s.cell, s[name])} data-label={t(`rows.${name}`)} onPasteCapture={paste(name)}>
      <NumberEdit
        {...cell(name)}
        decimals={decimals}
        min={0}
        max={max}
        percent={name !== 'quantity'}
        placeholder={name === 'quantity' ? undefined : '–'}
        value={name !== 'quantity' && row[name] === 0 ? null : row[name]}
        onChange={(value, wrong) => {
          onCellError(name, wrong);
          if (!wrong) onChange({ ...row, [name]: value ?? 0 });
        }}
      />
    </span>
  );
  return (
    <div
      ref={line}
      role="group"
      aria-label={t('rows.row', { number: index + 1 })}
      data-row={row.key}
      className={cx(s.row, props.showTax && s.taxed, props.active && s.active, edge && s[edge], dragging && s.dragging)}
      onFocus={props.onActive}
    >
      <button ref={grip} type="button" className={s.grip} aria-label={t('rows.move', { row: title })} title={t('rows.moveHint')} onKeyDown={onGripKey}>
        <Icon name="grip" size={16} />
      </button>
      <span className={cx(s.cell, s.name)}>
        <ProductCell
          {...cell('name')}
          name={row.name}
          search={props.searchProducts}
          onName={(name) => onChange({ ...row, name, productId: null })}
          onProduct={(hit) => onChange({ ...row, productId: hit.productId, name: hit.name, unit: hit.unit, price: hit.price, taxRate: hit.taxRate })}
          onPaste={paste('name')}
        />
      </span>
      {number('quantity', 3)}
      <span className={cx(s.cell, s.unit)} data-label={t('rows.unit')} onPasteCapture={paste('unit')}>
        <input
          id={`${row.key}-unit`}
          aria-label={t('rows.cell', { cell: t('rows.unit'), row: title })}
          className={p.input}
          maxLength={20}
          autoComplete="off"
          value={row.unit ?? ''}
          onChange={(event) => onChange({ ...row, unit: event.target.value || null })}
        />
      </span>
      <span className={cx(s.cell, s.price)} data-label={t('rows.price')} onPasteCapture={paste('price')}>
        <MoneyEdit
          signed
          {...cell('price')}
          currency={row.price.currency}
          value={row.price}
          onChange={(value, wrong) => {
            onCellError('price', wrong);
            if (!wrong) onChange({ ...row, price: value ?? { ...row.price, amount: 0 } });
          }}
        />
      </span>
      {number('discountPercent', 2, 100)}
      {props.showTax && number('taxRate', 3, 100)}
      <b className={cx(s.net, p.n)}>{row.net ? f.amount(row.net) : '–'}</b>
      <IconButton small icon="x" label={t('rows.remove', { row: title })} className={s.remove} onClick={props.onRemove} />
      {messages.length > 0 && (
        <div id={messageId} className={s.messages}>
          {messages.map(([name, message]) => (
            <FieldMessage key={name} look="bad">
              {message}
            </FieldMessage>
          ))}
        </div>
      )}
    </div>
  );
}
