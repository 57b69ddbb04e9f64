import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { binEndpoints } from '../../../../server/contracts/core/bin.js';
import type { Endpoint } from '../../../../server/contracts/core/endpoint.js';
import type { MergeClients as Request, Unmerged } from '../../../../server/contracts/crm/endpoints.js';
import { call } from '../../../core/api.js';
import { recordsName } from '../../../core/module-words.js';
import { useGo } from '../../../core/navigation.js';
import { useRecord } from '../../../core/records/use-records.js';
import { useProblemWords } from '../../../core/words.js';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { showNote, showUndo } from '../../../ui/feedback.js';
import { type FieldDef, isEmpty } from '../../../ui/fields/field-def.js';
import { FieldView } from '../../../ui/fields/field-view.js';
import { FieldMessage } from '../../../ui/fields/labelled-field.js';
import { SideBySide } from '../../../ui/side-by-side.js';
import { SkeletonRows } from '../../../ui/skeleton.js';
import { type CrmKind, type CrmRecord, pathOf, typeOf } from '../records/crm-kind.js';
import { useDefs } from '../records/use-defs.js';
import s from './merge-clients.module.css';
import { PickTwin } from './pick-twin.js';

type Values = Record<string, unknown>;
type Side = 'stays' | 'goes';

interface MergeProps<T extends CrmRecord> {
  kind: CrmKind<T>;
  onDone(): void;
  onClose(): void;
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one ?? null) === JSON.stringify(other ?? null) || (isEmpty(one) && isEmpty(other));

/** The fields about which there is something to choose: phones and e-mails of both are kept, and the name of a person is made of its parts. */
const differing = (defs: readonly FieldDef[], stays: Values, goes: Values): FieldDef[] =>
  defs.filter(
    ({ name, field }) => !field.readOnly && field.kind !== 'channels' && !(name === 'title' && 'firstName' in stays) && !same(stays[name], goes[name]),
  );

/** What belongs to the one that goes, as far as one may see it, in words. */
function useAlong(type: string, id: number): string {
  const { data } = useQuery({ queryKey: [type, 'uses', id], queryFn: () => call(binEndpoints.uses, { query: { type, ids: String(id) } }), staleTime: 0 });
  return (data?.items ?? []).map(({ type: kind, count }) => `${recordsName(kind)}: ${count}`).join(' · ');
}

/** Two records of a kind side by side, field by field: the older one stays. */
function Compare<T extends CrmRecord>({ kind, stays, goes, onDone, onClose }: MergeProps<T> & { stays: T; goes: T }) {
  const { t, i18n } = useTranslation('crm');
  const client = useQueryClient();
  const go = useGo();
  const words = useProblemWords('form');
  const type = typeOf(kind);
  const defs = useDefs(kind.declaration, undefined);
  const along = useAlong(type, goes.id);
  const [choice, setChoice] = useState<Record<string, Side>>({});
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [one, other] = [stays as unknown as Values, goes as unknown as Values];
  const fields = differing(defs, one, other);
  const usual = (name: string): Side => (isEmpty(one[name]) && name !== kind.declaration.owner ? 'goes' : 'stays');
  const sideOf = (name: string) => choice[name] ?? usual(name);

  const tellLeft = ({ left }: Unmerged) => {
    if (!left || (left.records === 0 && left.fields.length === 0)) return;
    const labels = left.fields.map((name) => defs.find((def) => def.name === name)?.label ?? name);
    const fieldsLeft = labels.length > 0 ? t('merge.leftFields', { list: new Intl.ListFormat(i18n.language).format(labels) }) : '';
    showNote({ text: [left.records > 0 ? t('merge.leftRecords', { count: left.records }) : '', fieldsLeft].filter(Boolean).join(' ') });
  };
  const submit = async () => {
    setBusy(true);
    setFailure(null);
    const chosen = fields.filter(({ name }) => sideOf(name) !== usual(name));
    const values = Object.fromEntries(chosen.map(({ name }) => [name, (sideOf(name) === 'goes' ? other : one)[name] ?? null]));
    const body: Request = { into: stays.id, values, version: goes.version, intoVersion: stays.version };
    try {
      await call(kind.endpoints.merge as Endpoint, { params: { id: goes.id }, body } as never);
    } catch (error) {
      setFailure(words(error));
      setBusy(false);
      // Somebody was faster: what stands there now is to be compared.
      await client.invalidateQueries({ queryKey: [type] });
      return;
    }
    go(`${pathOf(kind)}/${stays.id}`);
    await client.invalidateQueries();
    onDone();
    showUndo({
      text: t('merge.done', { goes: goes.title, stays: stays.title, interpolation: { escapeValue: false } }),
      onUndo: async () => {
        tellLeft((await call(kind.endpoints.restore, { params: { id: goes.id }, body: {} } as never)) as unknown as Unmerged);
        await client.invalidateQueries();
      },
    });
  };
  const shown = (def: FieldDef, values: Values) => <FieldView def={def} value={values[def.name]} />;
  return (
    <Dialog
      opened
      title={t(`merge.title.${kind.name}`)}
      onClose={onClose}
      onSubmit={() => void submit()}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" look="primary" busy={busy} data-autofocus>
            {t('merge.submit')}
          </Button>
        </>
      }
    >
      <p className={s.text}>{t('merge.text')}</p>
      {fields.length > 0 ? (
        <SideBySide<Side>
          sides={[
            ['stays', t('merge.stays', { title: stays.title, interpolation: { escapeValue: false } })],
            ['goes', t('merge.goes', { title: goes.title, interpolation: { escapeValue: false } })],
          ]}
          fields={fields.map((def) => ({ name: def.name, label: def.label, stays: shown(def, one), goes: shown(def, other) }))}
          chosen={sideOf}
          onChoose={(name, side) => setChoice({ ...choice, [name]: side })}
        />
      ) : (
        <p className={s.text}>{t('merge.alike', { stays: stays.title, goes: goes.title, interpolation: { escapeValue: false } })}</p>
      )}
      <p className={s.text}>{t('merge.channels')}</p>
      {along !== '' && <p className={s.text}>{t('merge.along', { list: along, interpolation: { escapeValue: false } })}</p>}
      <div role="alert">{failure && <FieldMessage look="bad">{failure}</FieldMessage>}</div>
    </Dialog>
  );
}

/** Merges two contacts or companies. @param ids both, or one whose twin is to be chosen. */
export function MergeClients<T extends CrmRecord>({ kind, ids, ...rest }: MergeProps<T> & { ids: readonly number[] }) {
  const { t } = useTranslation('crm');
  const type = typeOf(kind);
  const [twin, setTwin] = useState<number | null>(null);
  const [older, newer] = [ids[0] ?? 0, ids[1] ?? twin ?? 0].sort((a, b) => a - b) as [number, number];
  const one = useRecord<T>(type, kind.endpoints.get, older || null).data;
  const other = useRecord<T>(type, kind.endpoints.get, newer).data;
  if (older === 0) return <PickTwin kind={kind} id={newer} onPick={setTwin} onClose={rest.onClose} />;
  if (one && other) return <Compare {...rest} kind={kind} stays={one} goes={other} />;
  return (
    <Dialog opened title={t(`merge.title.${kind.name}`)} onClose={rest.onClose}>
      <SkeletonRows rows={4} label={t('loading')} />
    </Dialog>
  );
}
