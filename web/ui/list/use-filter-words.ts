import { useTranslation } from 'react-i18next';
import { dayOf } from '../format.js';
import { useFormat, useReference } from '../ui-context.js';
import { type FilterDef, isRelative, splitKey } from './filter-def.js';

/** A filter as a person would say it: "Amount from R$ 3,000.00", "Stage: Quote or Deposit". */
export function useFilterWords(def: FilterDef, key: string, value: string): string {
  const { t } = useTranslation('ui');
  const f = useFormat();
  const { operator } = splitKey(key);
  const isWord = isRelative(def, value);
  const isReference = (def.kind === 'ref' || def.kind === 'person' || def.kind === 'people') && !def.options && operator !== 'empty' && !isWord;
  const ids = isReference ? value.split(',').map(Number) : [];
  const type = def.type ?? 'core.person';
  // As many names as a chip holds; a hook for each, so their number is fixed.
  const names = [useReference(type, ids[0] ?? null), useReference(type, ids[1] ?? null), useReference(type, ids[2] ?? null)];
  const { label } = def;
  if (operator === 'empty') return t(value === 'true' ? 'filter.words.empty' : 'filter.words.filled', { label });
  const one = (raw: string): string => {
    if (isWord) return t(`filter.relative.${raw}`);
    if (def.options) return def.options.find((option) => option.value === raw)?.label ?? raw;
    switch (def.kind) {
      case 'money':
        return f.money({ amount: Number(raw), currency: f.currency });
      case 'int':
      case 'quantity':
        return f.quantity(Number(raw));
      case 'percent':
        return f.percent(Number(raw));
      case 'day':
        return f.dayFull(raw);
      case 'instant':
        return f.dayFull(dayOf(new Date(raw), f.timeZone));
      case 'yesNo':
        return t(raw === 'true' ? 'yes' : 'no');
      case 'ref':
      case 'person':
      case 'people':
        return names[ids.indexOf(Number(raw))]?.title ?? '…';
      default:
        return `“${raw}”`;
    }
  };
  const parts = value.split(',');
  const shown = isReference ? parts.slice(0, names.length) : parts;
  const words = [...shown.map(one), ...(parts.length > shown.length ? [t('filter.words.others', { count: parts.length - shown.length })] : [])];
  const list = operator === 'in' ? new Intl.ListFormat(f.language, { type: 'disjunction' }).format(words) : one(value);
  const isTime = def.kind === 'day' || def.kind === 'instant';
  return t(isTime && (operator === 'gt' || operator === 'lt') ? `filter.words.day.${operator}` : `filter.words.${operator}`, { label, value: list });
}
