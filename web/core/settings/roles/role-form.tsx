import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Role, roleEndpoints } from '../../../../server/contracts/core/rights.js';
import { type Scope, scopes } from '../../../../server/contracts/core/scopes.js';
import { Button } from '../../../ui/button.js';
import { showNote } from '../../../ui/feedback.js';
import { Icon } from '../../../ui/icon.js';
import { call } from '../../api.js';
import { FormProblem, TextField } from '../../form/field.js';
import f from '../../form/form.module.css';
import { useForm } from '../../form/use-form.js';
import { moduleName, recordsName } from '../../module-words.js';
import { queryClient } from '../../query.js';
import { useSessionState } from '../../session.js';
import { useUnsaved } from '../../unsaved.js';
import { roleName } from '../people/data.js';
import s from '../settings.module.css';
import { actionWord, byModule, inARow, type KindGroup, permissionLabel } from './permissions.js';
import r from './roles.module.css';

type Choice = Scope | 'none';
type Grants = Readonly<Record<string, Scope>>;

interface Editing {
  grants: Grants;
  /** Rights that one has for everything or not at all. */
  whole: ReadonlySet<string>;
  disabled: boolean;
  onChange: (permission: string, value: Choice) => void;
}

/** One right: its words, and how far it reaches. */
function Reach({ permission, words, editing }: { permission: string; words: string; editing: Editing }) {
  const { t } = useTranslation('core');
  const whole = editing.whole.has(permission);
  const value = editing.grants[permission];
  const options = whole
    ? [
        { value: 'none', label: t('roles.reach.none') },
        { value: 'all', label: t('roles.reach.yes') },
      ]
    : (['none', ...scopes] as const).map((scope) => ({ value: scope, label: t(`roles.reach.${scope}`) }));
  return (
    <label className={r.line}>
      <span>{words}</span>
      <span className={f.selectBox}>
        <select
          className={`${f.input} ${f.select}`}
          aria-label={permissionLabel(permission)}
          disabled={editing.disabled}
          value={value === undefined ? 'none' : whole ? 'all' : value}
          onChange={(event) => editing.onChange(permission, event.target.value as Choice)}
        >
          {options.map((each) => (
            <option key={each.value} value={each.value}>
              {each.label}
            </option>
          ))}
        </select>
        <Icon name="down" size={16} className={f.arrow} />
      </span>
    </label>
  );
}

/** What a role lets its people do with one kind of record, in sentences from the widest to the narrowest. */
function useSentence(): (kind: KindGroup, editing: Editing) => string {
  const { t, i18n } = useTranslation('core');
  return (kind, { grants, whole }) => {
    const sentences = [...scopes].reverse().flatMap((scope) => {
      const granted = kind.permissions.filter((permission) => grants[permission] === scope);
      if (granted.length === 0) return [];
      const key = scope === 'all' && granted.every((permission) => whole.has(permission)) ? 'whole' : scope;
      return [t(`roles.says.${key}`, { actions: inARow(granted.map(actionWord), i18n.language) })];
    });
    return sentences.join(' ') || t('roles.says.none');
  };
}

function KindOfRecord({ kind, editing }: { kind: KindGroup; editing: Editing }) {
  const sentence = useSentence()(kind, editing);
  return (
    <details className={r.kind}>
      <summary>
        <Icon name="right" size={16} className={r.turn} />
        <b>{recordsName(kind.type)}</b>
        <span>{sentence}</span>
      </summary>
      <div className={r.lines}>
        {kind.permissions.map((permission) => (
          <Reach key={permission} permission={permission} words={actionWord(permission)} editing={editing} />
        ))}
      </div>
    </details>
  );
}

function Module({ moduleId, kinds, editing }: { moduleId: string; kinds: KindGroup[]; editing: Editing }) {
  const { t } = useTranslation('core');
  return (
    <section className={r.module}>
      <h3>{moduleId === 'core' ? t('roles.portal') : moduleName(moduleId)}</h3>
      {moduleId === 'core' ? (
        <div className={r.lines}>
          {kinds.flatMap((kind) =>
            kind.permissions.map((permission) => <Reach key={permission} permission={permission} words={permissionLabel(permission)} editing={editing} />),
          )}
        </div>
      ) : (
        kinds.map((kind) => <KindOfRecord key={kind.type} kind={kind} editing={editing} />)
      )}
    </section>
  );
}

/** Name, and for each kind of record a sentence that opens to what it is made of. */
export function RoleForm({
  role,
  permissions,
  whole,
  onSaved,
  onRemove,
}: {
  role: Role | null;
  permissions: string[];
  whole: string[];
  onSaved: (id: number) => void;
  onRemove?: () => void;
}) {
  const { t } = useTranslation('core');
  const { reload } = useSessionState();
  const [name, setName] = useState(role ? roleName(role) : '');
  const [grants, setGrants] = useState<Grants>(role?.grants ?? {});
  const form = useForm(
    async () => {
      const body = { grants, ...(role?.builtIn ? {} : { name: name.trim() }) };
      const answer = role
        ? await call(roleEndpoints.change, { params: { id: role.id }, body: { ...body, version: role.version } })
        : await call(roleEndpoints.create, { body: { name: name.trim(), grants } });
      const isEmpty = Object.keys(answer.grants).length === 0;
      showNote({ text: t(isEmpty ? 'roles.savedEmpty' : 'roles.saved', { name: roleName(answer) }) });
      await queryClient.invalidateQueries({ queryKey: ['core.role'] });
      onSaved(answer.id);
      await reload();
    },
    () => (name.trim() ? {} : { name: t('roles.needName') }),
  );
  const onChange = (permission: string, value: Choice) => {
    setGrants((now) => {
      const { [permission]: _before, ...rest } = now;
      return value === 'none' ? rest : { ...rest, [permission]: value };
    });
  };
  const editing: Editing = { grants, whole: new Set(whole), disabled: role?.fixed ?? false, onChange };
  const changed = !role || name !== roleName(role) || JSON.stringify(sorted(grants)) !== JSON.stringify(sorted(role.grants));
  useUnsaved(role ? changed : name.trim() !== '' || Object.keys(grants).length > 0);
  return (
    <form ref={form.form} onSubmit={(event) => void form.submit(event)} noValidate>
      <div className={r.name}>
        <FormProblem>{form.problem}</FormProblem>
        <TextField
          label={t('roles.name')}
          value={name}
          onChange={setName}
          error={form.errors.name}
          disabled={role?.builtIn ?? false}
          autoFocus={role === null}
          {...(role?.builtIn ? { help: t(role.fixed ? 'roles.fixedHelp' : 'roles.builtInHelp') } : {})}
        />
      </div>
      {byModule(permissions).map((module) => (
        <Module key={module.moduleId} {...module} editing={editing} />
      ))}
      {!role?.fixed && (
        <footer className={s.formFoot}>
          {onRemove && (
            <Button look="dangerQuiet" icon="trash" onClick={onRemove}>
              {t('roles.remove')}
            </Button>
          )}
          <Button type="submit" look="primary" busy={form.busy} disabled={!changed}>
            {t(role ? 'roles.save' : 'roles.add')}
          </Button>
        </footer>
      )}
    </form>
  );
}

const sorted = (grants: Grants): [string, Scope][] => Object.entries(grants).sort(([a], [b]) => a.localeCompare(b));
