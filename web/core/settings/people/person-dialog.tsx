import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Person, peopleEndpoints } from '../../../../server/contracts/core/people.js';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { DraftLine } from '../../../ui/draft/draft-line.js';
import { useDraft } from '../../../ui/draft/use-draft.js';
import { call } from '../../api.js';
import { FormProblem, SelectField, TextField, Tick } from '../../form/field.js';
import f from '../../form/form.module.css';
import { useForm } from '../../form/use-form.js';
import { queryClient } from '../../query.js';
import { useSession, useSessionState } from '../../session.js';
import { useMayLose } from '../../unsaved.js';
import { RightsOf } from '../roles/rights-of.js';
import { roleName, useDepartments, useRoles } from './data.js';

interface Draft {
  name: string;
  email: string;
  position: string;
  phone: string;
  departmentId: string;
  roleIds: number[];
}

/** Adds a person or changes one; with `onInvite` adding goes on to the link by which they come in. `beginAt`: where the keyboard is first. */
export function PersonDialog({
  person,
  beginAt = 'name',
  onClose,
  onInvite,
}: {
  person: Person | null;
  beginAt?: 'name' | 'roles';
  onClose: () => void;
  onInvite: (person: Person) => void;
}) {
  const { t } = useTranslation('core');
  const departments = useDepartments().data ?? [];
  const known = useRoles().data;
  const roles = known?.items ?? [];
  const me = useSession().person.id;
  const { reload } = useSessionState();
  const initial = useMemo<Draft>(
    () => ({
      name: person?.name ?? '',
      email: person?.email ?? '',
      position: person?.position ?? '',
      phone: person?.phone ?? '',
      departmentId: person?.departmentId ? String(person.departmentId) : '',
      roleIds: person?.roleIds ?? [],
    }),
    [person],
  );
  // What somebody else stores meanwhile must not be hidden by what one typed yesterday: only what is new is kept.
  const kept = useDraft(person ? null : 'core.person.new', initial);
  const draft = kept.value;
  const set = (change: Partial<Draft>) => kept.set({ ...draft, ...change });
  const mayLose = useMayLose();
  // What is new is kept as a draft; a change of somebody that is here is asked about.
  const close = async () => {
    if (!person || JSON.stringify(draft) === JSON.stringify(initial) || (await mayLose())) onClose();
  };
  const form = useForm(
    async () => {
      const body = {
        name: draft.name.trim(),
        email: draft.email.trim() || null,
        position: draft.position.trim() || null,
        phone: draft.phone.trim() || null,
        departmentId: draft.departmentId ? Number(draft.departmentId) : null,
        roleIds: draft.roleIds,
      };
      const saved = person
        ? await call(peopleEndpoints.change, { params: { id: person.id }, body: { ...body, version: person.version } })
        : await call(peopleEndpoints.create, { body });
      await queryClient.invalidateQueries({ queryKey: ['core.person'] });
      kept.clear();
      if (saved.id === me) await reload();
      if (!person && saved.email) onInvite(saved);
      else onClose();
    },
    () => (draft.name.trim() ? {} : { name: t('person.needName') }),
  );
  return (
    <Dialog
      opened
      title={person ? person.name : t('people.add')}
      onClose={() => void close()}
      footer={
        <>
          <span style={{ flex: 1, alignSelf: 'center' }}>
            <DraftLine at={kept.keptAt} onDiscard={kept.clear} />
          </span>
          <Button onClick={() => void close()}>{t('cancel')}</Button>
          <Button look="primary" busy={form.busy} onClick={() => void form.submit()}>
            {t(person ? 'people.save' : draft.email.trim() ? 'people.addAndInvite' : 'people.add')}
          </Button>
        </>
      }
    >
      <form ref={form.form} className={f.form} onSubmit={(event) => void form.submit(event)} noValidate>
        <FormProblem>{form.problem}</FormProblem>
        <TextField
          label={t('person.name')}
          value={draft.name}
          onChange={(name) => set({ name })}
          error={form.errors.name}
          data-autofocus={beginAt === 'name' || undefined}
          autoComplete="off"
        />
        <TextField
          label={t('person.email')}
          type="email"
          optional
          help={t('person.emailHelp')}
          value={draft.email}
          onChange={(email) => set({ email })}
          error={form.errors.email}
          autoComplete="off"
        />
        <div className={f.two}>
          <TextField label={t('person.position')} optional value={draft.position} onChange={(position) => set({ position })} error={form.errors.position} />
          <TextField label={t('person.phone')} type="tel" optional value={draft.phone} onChange={(phone) => set({ phone })} error={form.errors.phone} />
        </div>
        <SelectField
          label={t('person.department')}
          empty={t('people.noDepartment')}
          value={draft.departmentId}
          onChange={(departmentId) => set({ departmentId })}
          error={form.errors.departmentId}
          options={departments.map((each) => ({ value: String(each.id), label: each.name }))}
        />
        <fieldset style={{ border: 0, margin: 0, padding: 0, outlineOffset: 6 }} tabIndex={-1} data-autofocus={beginAt === 'roles' || undefined}>
          <legend style={{ padding: 0, fontWeight: 500, fontSize: 'var(--fs-2)' }}>{t('person.roles')}</legend>
          {roles.map((role) => (
            <Tick
              key={role.id}
              label={roleName(role)}
              checked={draft.roleIds.includes(role.id)}
              onChange={(on) => set({ roleIds: on ? [...draft.roleIds, role.id] : draft.roleIds.filter((id) => id !== role.id) })}
            />
          ))}
        </fieldset>
        {known && draft.roleIds.length > 0 && (
          <details className={f.more}>
            <summary>{t('roles.allows')}</summary>
            <RightsOf roles={roles.filter((role) => draft.roleIds.includes(role.id))} permissions={known.permissions} whole={known.whole} />
          </details>
        )}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
