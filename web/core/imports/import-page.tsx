import { FileButton } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DecimalSign, type ImportState, importEndpoints, type StartImport, type WayOfUnknownPeople } from '../../../server/contracts/core/imports.js';
import { Button } from '../../ui/button.js';
import { currencyDigits } from '../../ui/format.js';
import { ProgressLine } from '../../ui/progress-line.js';
import { EmptyState } from '../../ui/states.js';
import { useFormat } from '../../ui/ui-context.js';
import { call, upload } from '../api.js';
import { BareSelect, SelectField, Tick } from '../form/field.js';
import { useLiveEvents } from '../live.js';
import { useAddressQuery, useGo, usePath } from '../navigation.js';
import { moduleIds } from '../registry.js';
import { useSession } from '../session.js';
import { currencyOptions } from '../settings/zones.js';
import { useHeading } from '../shell/heading.js';
import { useProblemWords } from '../words.js';
import { useCounted } from './counted.js';
import { FaultyRows } from './faulty-rows.js';
import { ImportHistory } from './import-history.js';
import s from './import-page.module.css';
import { UndoImport, UndoOutcome } from './undo-import.js';
import { UnknownNames, useUnknownPeople } from './unknown-people.js';

const pages: Record<string, string> = {
  companies: '/crm/companies',
  contacts: '/crm/contacts',
  leads: '/crm/leads',
  deals: '/crm/deals',
  people: '/settings/people',
  products: '/sales/products',
  tasks: '/tasks/tasks',
};

/** Fields whose amounts are of one currency. */
const money = new Set(['amount', 'revenue', 'price']);

/** Asks what the sign of a figure such as `1.234` parts, where nothing in its column tells. */
function DecimalSignChoice({
  column,
  figure,
  chosen,
  error,
  onChoose,
}: {
  column: string;
  figure: string;
  chosen: DecimalSign | undefined;
  error: string | undefined;
  onChoose(sign: DecimalSign): void;
}) {
  const { t } = useTranslation('core');
  const f = useFormat();
  const sign: DecimalSign = figure.includes(',') ? ',' : '.';
  const digits = figure.replace(/[^\d.,]/g, '');
  return (
    <SelectField
      label={t('imports.decimals.what', { column, figure })}
      value={chosen ?? ''}
      empty={t('imports.decimals.choose')}
      error={error}
      options={[
        { value: sign === ',' ? '.' : ',', label: t('imports.decimals.thousands', { figure, read: f.number(Number(digits.replace(sign, '')), 2) }) },
        { value: sign, label: t('imports.decimals.decimals', { figure, read: f.number(Number(digits.replace(sign, '.')), 3) }) },
      ]}
      onChange={(value) => {
        if (value === '.' || value === ',') onChoose(value);
      }}
    />
  );
}

/** Says which column of the file becomes which field, with the first rows as they are. */
function Matching({ state, module, onStart, onAgain }: { state: ImportState; module: string; onStart(settings: StartImport): Promise<void>; onAgain(): void }) {
  const { t } = useTranslation(['core', ...moduleIds]);
  const words = useProblemWords('form');
  const { company } = useSession();
  const f = useFormat();
  const [map, setMap] = useState(state.map);
  const [currency, setCurrency] = useState(company.currency);
  const [decimals, setDecimals] = useState<NonNullable<StartImport['decimals']>>({});
  /** What has to be said first is said beside each figure once it was tried without. */
  const [isAsked, setAsked] = useState(false);
  const [archived, setArchived] = useState(false);
  const [way, setWay] = useState<WayOfUnknownPeople>('as-empty');
  const [meant, setMeant] = useState<Record<string, number>>({});
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const peopleColumn = state.columns.find((column) => state.peopleField !== null && map[column] === state.peopleField);
  const unknown = useUnknownPeople(state.id, peopleColumn);
  const missing = state.fields.filter((field) => field.required && !Object.values(map).includes(field.name));
  // The same as the server reads of it: without minor units, `1.234` is a thousand.
  const isWhole = currencyDigits(currency) === 0;
  const doubtful = Object.keys(state.doubtful).filter((column) =>
    state.fields.some(({ name, hasDecimals }) => hasDecimals && !(isWhole && money.has(name)) && name === map[column]),
  );
  const rows = state.total - (archived ? 0 : state.archived);
  const label = (name: string) => t([`imports.field.${state.kind}.${name}`, `imports.field.${name}`, `${module}:field.${name}`]);
  const start = async () => {
    if (missing.length > 0) return setFailure(t('imports.missing', { fields: missing.map((field) => label(field.name)).join(', ') }));
    setAsked(true);
    const unsaid = doubtful.filter((column) => decimals[column] === undefined);
    if (unsaid.length > 0) return setFailure(t('imports.decimals.missing', { columns: unsaid.join(', ') }));
    setBusy(true);
    try {
      await onStart({ map, currency, decimals, archived, ...(peopleColumn === undefined ? {} : { unknownPeople: way, people: meant }) });
    } catch (error) {
      setFailure(words(error));
      setBusy(false);
    }
  };
  return (
    <section className={s.step} aria-labelledby="import-match">
      <h2 id="import-match">{t('imports.match', { what: t(`imports.kind.${state.kind}`) })}</h2>
      <p className={s.hint}>
        {t('imports.found', {
          file: state.fileName,
          rows: f.number(state.total),
          encoding: state.encoding.toUpperCase(),
          separator: state.separator === '\t' ? 'Tab' : state.separator,
        })}
      </p>
      {state.format && <p className={s.hint}>{t('imports.recognised', { what: t(`imports.format.${state.format}`) })}</p>}
      <div className={s.scroll}>
        <table className={s.table}>
          <thead>
            <tr>
              {state.columns.map((column) => (
                <th key={column} scope="col">
                  <span>{column}</span>
                  <BareSelect
                    name={t('imports.becomes', { column })}
                    value={map[column] ?? ''}
                    empty={t('imports.leave')}
                    options={state.fields.map((field) => ({
                      value: field.name,
                      label: label(field.name),
                      disabled: Object.entries(map).some(([other, name]) => name === field.name && other !== column),
                    }))}
                    onChange={(name) => {
                      setMap((now) => Object.fromEntries([...Object.entries(now).filter(([other]) => other !== column), ...(name ? [[column, name]] : [])]));
                      setFailure(null);
                    }}
                  />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {state.sample.slice(0, 8).map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have nothing but their place
              <tr key={at}>
                {state.columns.map((column, cell) => (
                  <td key={column}>{row[cell]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {doubtful.length > 0 && (
        <div className={s.decimals}>
          {doubtful.map((column) => (
            <DecimalSignChoice
              key={column}
              column={column}
              figure={state.doubtful[column] ?? ''}
              chosen={decimals[column]}
              error={isAsked && decimals[column] === undefined ? t('imports.decimals.needed') : undefined}
              onChoose={(sign) => {
                setDecimals((now) => ({ ...now, [column]: sign }));
                setFailure(null);
              }}
            />
          ))}
        </div>
      )}
      {peopleColumn !== undefined && unknown.data && (
        <UnknownNames key={peopleColumn} id={state.id} column={peopleColumn} unknown={unknown.data} way={way} onWay={setWay} meant={meant} onMeant={setMeant} />
      )}
      {peopleColumn !== undefined && unknown.isPending && <p className={s.hint}>{t('imports.unknown.looking', { column: peopleColumn })}</p>}
      {state.fields.some((field) => money.has(field.name)) && (
        <div className={s.currency}>
          <SelectField label={t('imports.currency')} value={currency} onChange={setCurrency} options={currencyOptions(currency, f.language)} />
        </div>
      )}
      {state.archived > 0 && (
        <Tick label={t('imports.archived', { count: state.archived, formatted: f.number(state.archived) })} checked={archived} onChange={setArchived} />
      )}
      {failure && (
        <p className={s.error} role="alert">
          {failure}
        </p>
      )}
      <div className={s.row}>
        <Button look="primary" busy={busy} onClick={() => void start()}>
          {t('imports.start', { count: rows, formatted: f.number(rows) })}
        </Button>
        <Button onClick={onAgain}>{t('imports.other')}</Button>
      </div>
    </section>
  );
}

function Running({ state, onAgain }: { state: ImportState; onAgain(): void }) {
  const { t } = useTranslation('core');
  const go = useGo();
  const counted = useCounted();
  const done = state.state === 'done' || state.state === 'failed';
  return (
    <section className={s.step} aria-live="polite">
      <ProgressLine
        title={t(`imports.state.${state.undo?.state === 'done' ? 'undone' : state.state}`, { file: state.fileName })}
        done={state.done}
        total={state.total}
        note={state.failure ?? (done ? counted(state) : t('imports.leaveIt'))}
      />
      {done && state.notes.length > 0 && (
        <ul className={s.notes}>
          {state.notes.map(({ code, text }) => (
            <li key={code}>{text}</li>
          ))}
        </ul>
      )}
      <FaultyRows state={state} most={10} />
      <UndoOutcome state={state} />
      {done && (
        <div className={s.row}>
          <Button look="primary" onClick={() => go(pages[state.kind] ?? '/')}>
            {t('imports.see', { what: t(`imports.kind.${state.kind}`) })}
          </Button>
          <UndoImport state={state} />
          <Button onClick={onAgain}>{t('imports.another')}</Button>
        </div>
      )}
    </section>
  );
}

/** Brings records from a file: choose, see what was found, match the columns, watch it run, mend what did not fit. */
export default function ImportPage() {
  const { t } = useTranslation('core');
  const words = useProblemWords('form');
  const client = useQueryClient();
  const [query, setQuery] = useAddressQuery();
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  useHeading(t('imports.title'));
  const kinds = useQuery({ queryKey: ['core.import', 'kinds'], queryFn: () => call(importEndpoints.kinds) });
  const path = usePath();
  // The page belongs to a module: its own kinds come first, and it begins with the first of them unless the address names one.
  const offered = [...(kinds.data?.items ?? [])].sort((a, b) => Number(path.startsWith(`/${b.module}/`)) - Number(path.startsWith(`/${a.module}/`)));
  const kind = (offered.find((one) => one.kind === query.kind) ?? offered[0])?.kind ?? '';
  const id = Number(query.import ?? 0);
  const key = ['core.import', 'one', id];
  const current = useQuery({
    queryKey: key,
    queryFn: () => call(importEndpoints.get, { params: { id } }),
    enabled: id > 0,
    refetchInterval: ({ state: { data } }) => (data?.state === 'running' || data?.undo?.state === 'running' ? 1000 : false),
  });
  useLiveEvents((event) => {
    if (event.topic === 'me' && event.name === 'import.progress') void client.invalidateQueries({ queryKey: ['core.import'] });
  });
  const again = () => setQuery({ kind });
  const send = async (file: File | null) => {
    if (!file) return;
    setBusy(true);
    setFailure(null);
    try {
      const state = await upload(importEndpoints.upload, { kind, file });
      client.setQueryData(['core.import', 'one', state.id], state);
      setQuery({ kind, import: String(state.id) });
    } catch (error) {
      setFailure(words(error));
    } finally {
      setBusy(false);
    }
  };
  const start = async (body: StartImport) => {
    client.setQueryData(key, await call(importEndpoints.start, { params: { id }, body }));
    await client.invalidateQueries({ queryKey: key });
  };
  if (kinds.data?.items.length === 0) return <EmptyState icon="upload" title={t('imports.none.title')} text={t('imports.none.text')} />;
  if (id > 0 && current.data)
    return (
      <div className={s.page}>
        {current.data.state === 'uploaded' ? (
          <Matching
            key={id}
            state={current.data}
            module={kinds.data?.items.find((one) => one.kind === current.data.kind)?.module ?? 'core'}
            onStart={start}
            onAgain={again}
          />
        ) : (
          <Running state={current.data} onAgain={again} />
        )}
      </div>
    );
  return (
    <div className={s.page}>
      <section className={`${s.step} ${s.card}`} aria-labelledby="import-choose">
        <h2 id="import-choose">{t('imports.choose')}</h2>
        <p className={s.hint}>{t('imports.hint')}</p>
        <div className={s.row}>
          <SelectField
            label={t('imports.what')}
            value={kind}
            options={offered.map((one) => ({ value: one.kind, label: t(`imports.kind.${one.kind}`) }))}
            onChange={(chosen) => setQuery({ kind: chosen })}
          />
          <FileButton accept=".csv,.txt,.json,text/csv,text/plain,application/json" onChange={(file) => void send(file)}>
            {(props) => (
              <Button look="primary" icon="upload" busy={busy} {...props}>
                {t('imports.file')}
              </Button>
            )}
          </FileButton>
        </div>
        {failure && (
          <p className={s.error} role="alert">
            {failure}
          </p>
        )}
      </section>
      <ImportHistory />
    </div>
  );
}
