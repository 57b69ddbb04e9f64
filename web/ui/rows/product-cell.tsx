import { Autocomplete } from '@mantine/core';
import { type ClipboardEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import edits from '../fields/edits.module.css';
import { useFormat } from '../ui-context.js';
import type { ProductHit } from './edit-row.js';
import s from './rows-editor.module.css';

interface ProductCellProps {
  id: string;
  label: string;
  name: string;
  placeholder?: string;
  invalid?: boolean | undefined;
  describedBy?: string | undefined;
  search?: ((query: string) => Promise<ProductHit[]>) | undefined;
  onName: (name: string) => void;
  onProduct: (hit: ProductHit) => void;
  onPaste?: (event: ClipboardEvent<HTMLInputElement>) => void;
}

/** A product found by typing, or any other words. */
export function ProductCell({ id, label, name, placeholder, invalid, describedBy, search, onName, onProduct, onPaste }: ProductCellProps) {
  const { t } = useTranslation('ui');
  const f = useFormat();
  const [hits, setHits] = useState<ProductHit[]>([]);
  const [asked, setAsked] = useState<string | null>(null);
  useEffect(() => {
    if (asked === null || !search) return;
    let wanted = true;
    const timer = setTimeout(
      () =>
        search(asked).then(
          (found) => wanted && setHits(found),
          // Free text is always possible; a search that fails must not stop the typing.
          () => wanted && setHits([]),
        ),
      asked ? 180 : 0,
    );
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [asked, search]);
  const byId = new Map(hits.map((hit) => [String(hit.productId), hit]));
  return (
    <Autocomplete
      id={id}
      aria-label={label}
      title={name || undefined}
      aria-describedby={describedBy}
      error={invalid || undefined}
      placeholder={placeholder ?? t('rows.product')}
      classNames={{ input: s.nameInput, dropdown: edits.dropdown, option: edits.option }}
      value={name}
      data={hits.map((hit) => ({ value: String(hit.productId), label: hit.name }))}
      filter={({ options }) => options}
      onFocus={() => setAsked((before) => before ?? name)}
      onChange={(text) => {
        setAsked(text);
        onName(text);
      }}
      onOptionSubmit={(value) => {
        const hit = byId.get(value);
        if (hit) setTimeout(() => onProduct(hit));
      }}
      onPaste={onPaste}
      renderOption={({ option }) => {
        const hit = byId.get(option.value);
        return hit ? (
          <span className={s.hit}>
            <span>
              {hit.name}
              {hit.note && <small>{hit.note}</small>}
            </span>
            <span className={s.hitPrice}>
              {f.money(hit.price)}
              {hit.unit && ` / ${hit.unit}`}
            </span>
          </span>
        ) : (
          option.value
        );
      }}
      comboboxProps={{ withinPortal: true, shadow: 'md', width: 'min(420px, calc(100vw - 20px))', position: 'bottom-start' }}
      maxDropdownHeight={280}
    />
  );
}
