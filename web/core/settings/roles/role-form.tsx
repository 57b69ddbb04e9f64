import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Role, roleEndpoints, type Scope } from '../../../../server/contracts/core/endpoints.js';
import { Button } from '../../../ui/button.js';
import { showNote } from '../../../ui/feedback.js';
import { call } from '../../api.js';
import { FormProblem, TextField } from '../../form/field.js';
import { useForm } from '../../form/use-form.js';
import { moduleName } from '../../module-words.js';
import { queryClient } from '../../query.js';
import { useSessionState } from '../../session.js';
import { roleName } from '../people/data.js';
import s from '../settings.module.css';
import { byModule, isWhole, permissionLabel } from './permissions.js';
import r from './roles.module.css';

type Choice = Scope | 'none';
const scopes: Choice[] = ['none', 'own', 'department', 'all'];

function PermissionRow({ permission, value, onChange }: { permission: string; value: Choice; onChange: (value: Choice) => void }) {
  const { t } = useTranslation('core');
  const label = permissionLabel(permission);
  return (
    <tr>
      <th scope="row">{label}</th>
      {scopes.map((scope) => (
        <td key={scope}>
          {isWhole(permission) && (scope === 'own' || scope === 'department') ? null : (
            <label className={r.cell} title={t(`roles.scope.${scope}`)}>
              <input
                type="radio"
                name={permission}
                checked={value === scope}
                onChange={() => onChange(scope)}
                aria-label={`${label}: ${t(`roles.scope.${scope}`)}`}
              />
              <span aria-hidden="true">{t(`roles.scope.${scope}`)}</span>
            </label>
          )}
        </td>
      ))}
    </tr>
  );
}

/** Name and the matrix of permission and scope. */
export function RoleForm({
  role,
  permissions,
  onSaved,
  onRemove,
}: {
  role: Role | null;
  permissions: string[];
  onSaved: (id: number) => void;
  onRemove?: () => void;
}) {
  const { t } = useTranslation('core');
  const { reload } = useSessionState();
  const [name, setName] = useState(role ? roleName(role) : '');
  const [grants, setGrants] = useState<Record<string, Scope>>(role?.grants ?? {});
  const form = useForm(
    async () => {
      const body = { grants, ...(role?.builtIn ? {} : { name: name.trim() }) };
      const answer = role
        ? await call(roleEndpoints.change, { params: { id: role.id }, body: { ...body, version: role.version } })
        : await call(roleEndpoints.create, { body: { name: name.trim(), grants } });
      showNote({ text: t('roles.saved', { name: roleName(answer) }) });
      await queryClient.invalidateQueries({ queryKey: ['core.role'] });
      onSaved(answer.id);
      await reload();
    },
    () => (name.trim() ? {} : { name: t('roles.needName') }),
  );
  const set = (permission: string, value: Choice) => {
    setGrants((now) => {
      const { [permission]: _before, ...rest } = now;
      return value === 'none' ? rest : { ...rest, [permission]: value };
    });
  };
  const groups = byModule(permissions);
  const changed = !role || name !== roleName(role) || JSON.stringify(sorted(grants)) !== JSON.stringify(sorted(role.grants));
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
          {...(role?.builtIn ? { help: t('roles.builtInHelp') } : {})}
        />
      </div>
      <table className={r.matrix}>
        <thead>
          <tr>
            <th scope="col">{t('roles.permission')}</th>
            {scopes.map((scope) => (
              <th key={scope} scope="col">
                {t(`roles.scope.${scope}`)}
              </th>
            ))}
          </tr>
        </thead>
        {groups.map((group) => (
          <tbody key={group.moduleId}>
            <tr className={r.group}>
              <th scope="rowgroup" colSpan={5}>
                {moduleName(group.moduleId)}
              </th>
            </tr>
            {group.permissions.map((permission) => (
              <PermissionRow key={permission} permission={permission} value={grants[permission] ?? 'none'} onChange={(value) => set(permission, value)} />
            ))}
          </tbody>
        ))}
      </table>
      <footer className={s.dialogFoot}>
        {onRemove && (
          <Button look="dangerQuiet" icon="trash" onClick={onRemove}>
            {t('roles.remove')}
          </Button>
        )}
        <Button type="submit" look="primary" busy={form.busy} disabled={!changed}>
          {t(role ? 'roles.save' : 'roles.add')}
        </Button>
      </footer>
    </form>
  );
}

const sorted = (grants: Record<string, Scope>): [string, Scope][] => Object.entries(grants).sort(([a], [b]) => a.localeCompare(b));
