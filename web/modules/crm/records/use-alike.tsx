import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Channel } from '../../../../server/contracts/core/fields.js';
import type { Alike, Likeness, TypedCompany, TypedLead } from '../../../../server/contracts/crm/endpoints.js';
import { call } from '../../../core/api.js';
import { Link } from '../../../ui/link.js';
import { type CrmKind, type CrmRecord, typeOf } from './crm-kind.js';
import s from './use-alike.module.css';

type Values = Record<string, unknown>;
type Item = Alike['items'][number];

const restMs = 300;
/** The surest first: below its field the record is named. */
const surest: readonly Likeness[] = ['taxId', 'email', 'phone', 'name'];
const nameFields = { lead: ['firstName', 'lastName'], contact: ['firstName', 'lastName'], company: ['title'], deal: [] } as const;
const plurals = { 'crm.contact': 'contacts', 'crm.company': 'companies' };
const nobody: Alike = { items: [] };

/** The fields by which a record of the kind is looked for. */
const watched = (of: CrmKind<CrmRecord>['name']): string[] => [
  ...nameFields[of],
  ...(of === 'lead' ? ['companyName'] : []),
  ...(of === 'company' ? ['taxId'] : []),
  'phones',
  'emails',
];

function wordsOf(of: CrmKind<CrmRecord>['name'], values: Values): TypedLead & TypedCompany {
  const text = (name: string) => String(values[name] ?? '').trim();
  const all = (name: string) =>
    ((values[name] ?? []) as Channel[])
      .map(({ value }) => value.trim())
      .filter(Boolean)
      .slice(0, 10)
      .join(',');
  const words = {
    name: nameFields[of].map(text).filter(Boolean).join(' '),
    companyName: of === 'lead' ? text('companyName') : '',
    taxId: of === 'company' ? text('taxId') : '',
    phones: all('phones'),
    emails: all('emails'),
  };
  return Object.fromEntries(Object.entries(words).filter(([, value]) => value !== ''));
}

/** The value once it has not changed for a moment. */
function useRested(value: string): string {
  const [rested, setRested] = useState('{}');
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), restMs);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}

/** What looks like what is typed, the likeliest first; nothing where it cannot be looked for. @param stored the record, where it is there already. */
export function useAlikeItems<T extends CrmRecord>(kind: CrmKind<T>, values: Values | null, stored: number | undefined): readonly Item[] {
  const { alike } = kind.endpoints;
  const words = JSON.stringify(values && alike ? wordsOf(kind.name, values) : {});
  const rested = useRested(words);
  const { data, isError } = useQuery({
    queryKey: [typeOf(kind), 'alike', stored ?? null, rested],
    queryFn: ({ signal }) => (alike ? call(alike, { query: { ...JSON.parse(rested), ...(stored ? { id: stored } : {}) }, signal }) : nobody),
    enabled: alike !== undefined && rested !== '{}',
    placeholderData: keepPreviousData,
    retry: false,
  });
  return values === null || rested === '{}' || isError ? nobody.items : (data?.items ?? nobody.items);
}

interface Where {
  /** The record, where it is there already. */
  stored?: number | undefined;
  /** The field that is edited, if not all of them are. */
  at?: string | undefined;
  /** The record of a warning is being opened. */
  onOpen?: (() => void) | undefined;
}

/**
 * Contacts and companies that look like what is typed, as a warning below the field that gave each away; by name of field. Whoever types is not
 * told where it cannot be looked for, such as without the network.
 * @param values what is typed; null: nothing yet.
 */
export function useAlike<T extends CrmRecord>(kind: CrmKind<T>, values: Values | null, { stored, at, onOpen }: Where): Record<string, ReactNode> {
  const { t } = useTranslation('crm');
  const of = kind.name;
  const items = useAlikeItems(kind, values, stored);
  if (!kind.endpoints.alike) return {};
  const filled = (name: string) => values !== null && name in values && String(values[name] ?? '') !== '';
  const fieldOf = ({ type, because }: Item): string => {
    if (at !== undefined) return at;
    const why = surest.find((one) => because.includes(one));
    if (why === 'taxId') return why;
    if (why === 'email' || why === 'phone') return `${why}s`;
    if (of === 'lead' && type === 'crm.company') return 'companyName';
    return nameFields[of].findLast(filled) ?? 'title';
  };
  const line = ({ type, id, title, because }: Item) => {
    const what = [
      t(`alike.${type === 'crm.contact' ? 'contact' : 'company'}`),
      ...surest.filter((why) => because.includes(why)).map((why) => t(`because.${why}`)),
    ];
    return (
      <span key={`${type} ${id}`} className={s.line}>
        {t('alike.here')}{' '}
        <Link to={`/crm/${plurals[type]}/${id}`} onClick={(event) => !(event.ctrlKey || event.metaKey || event.shiftKey) && onOpen?.()}>
          {title}
        </Link>{' '}
        ({what.join(', ')})
      </span>
    );
  };
  const linesOf = (here: readonly Item[]) => <span className={s.lines}>{here.map(line)}</span>;
  return Object.fromEntries(
    watched(of).map((name) => {
      const here = items.filter((item) => fieldOf(item) === name).slice(0, 3);
      return [name, here.length > 0 ? linesOf(here) : null];
    }),
  );
}

/** What to look for while a field of a stored record is edited: by its value alone, a name with its other half. */
export function typedBeside(of: CrmKind<CrmRecord>['name'], record: object, name: string, value: unknown): Values | null {
  if (!watched(of).includes(name)) return null;
  const halves = (nameFields[of] as readonly string[]).includes(name) ? nameFields[of].filter((other) => other !== name) : [];
  return { ...Object.fromEntries(halves.map((other) => [other, (record as Values)[other]])), [name]: value };
}
