import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Department, departmentEndpoints, type Person } from '../../../../server/contracts/core/people.js';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { confirm, showError, showUndo } from '../../../ui/feedback.js';
import { call } from '../../api.js';
import { FormProblem, SelectField, TextField } from '../../form/field.js';
import f from '../../form/form.module.css';
import { useForm } from '../../form/use-form.js';
import { queryClient } from '../../query.js';
import { useWorkThen } from '../../use-work.js';
import s from '../settings.module.css';
import { useDepartments } from './data.js';
import { DepartmentTree } from './department-tree.js';
import { below, hasNamesake } from './tree.js';

const refresh = () => queryClient.invalidateQueries({ queryKey: ['core.department'] });
const refreshAll = () => Promise.all([refresh(), queryClient.invalidateQueries({ queryKey: ['core.person'] })]);

function DepartmentDialog({ department, all, people, onClose }: { department: Department | null; all: Department[]; people: Person[]; onClose: () => void }) {
  const { t } = useTranslation('core');
  const [name, setName] = useState(department?.name ?? '');
  const [parentId, setParentId] = useState(department?.parentId ? String(department.parentId) : '');
  const [headId, setHeadId] = useState(department?.headId ? String(department.headId) : '');
  const [deputyId, setDeputyId] = useState(department?.deputyId ? String(department.deputyId) : '');
  const idOf = (value: string) => (value ? Number(value) : null);
  const form = useForm(
    async () => {
      const body = { name: name.trim(), parentId: idOf(parentId), headId: idOf(headId), deputyId: idOf(deputyId) };
      if (department) await call(departmentEndpoints.change, { params: { id: department.id }, body: { ...body, version: department.version } });
      else await call(departmentEndpoints.create, { body });
      await refresh();
      onClose();
    },
    () => {
      if (!name.trim()) return { name: t('departments.needName') };
      const isTaken = hasNamesake(all, { id: department?.id ?? null, name, parentId: idOf(parentId) });
      return isTaken ? { name: t('departments.namesake') } : {};
    },
  );
  // A department cannot stand below itself.
  const forbidden = department ? below(all, department.id) : new Set<number>();
  const heads = people.filter((each) => each.status !== 'dismissed');
  return (
    <Dialog
      opened
      title={department ? department.name : t('departments.add')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button look="primary" busy={form.busy} onClick={() => void form.submit()}>
            {t(department ? 'departments.save' : 'departments.add')}
          </Button>
        </>
      }
    >
      <form ref={form.form} className={f.form} onSubmit={(event) => void form.submit(event)} noValidate>
        <FormProblem>{form.problem}</FormProblem>
        <TextField label={t('departments.name')} value={name} onChange={setName} error={form.errors.name} data-autofocus />
        <SelectField
          label={t('departments.parent')}
          empty={t('departments.top')}
          value={parentId}
          onChange={setParentId}
          error={form.errors.parentId}
          options={all.filter((each) => !forbidden.has(each.id)).map((each) => ({ value: String(each.id), label: each.name }))}
        />
        <SelectField
          label={t('departments.head')}
          empty={t('departments.noHead')}
          value={headId}
          onChange={setHeadId}
          error={form.errors.headId}
          options={heads.map((each) => ({ value: String(each.id), label: each.name }))}
        />
        <SelectField
          label={t('departments.deputy')}
          empty={t('departments.noHead')}
          value={deputyId}
          onChange={setDeputyId}
          error={form.errors.deputyId}
          options={heads.map((each) => ({ value: String(each.id), label: each.name }))}
        />
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}

export function Departments({ people }: { people: Person[] }) {
  const { t } = useTranslation('core');
  const all = useDepartments().data ?? [];
  const work = useWorkThen(refreshAll);
  const [open, setOpen] = useState<Department | 'new' | null>(null);
  const remove = async (department: Department) => {
    const yes = await confirm({
      title: t('departments.removeTitle', { name: department.name }),
      text: t('departments.removeText'),
      action: t('departments.remove'),
      danger: true,
    });
    if (yes) await work(() => call(departmentEndpoints.remove, { params: { id: department.id } }));
  };
  const put =
    ({ id }: Department, parentId: number | null) =>
    () =>
      call(departmentEndpoints.change, { params: { id }, body: { parentId } });
  const move = async (department: Department, parentId: number | null) => {
    if (parentId === department.parentId) return;
    if (hasNamesake(all, { ...department, parentId })) {
      showError({ text: t('departments.namesake') });
      return;
    }
    if (!(await work(put(department, parentId)))) return;
    const parent = all.find((each) => each.id === parentId);
    showUndo({
      text: parent ? t('departments.moved', { name: department.name, parent: parent.name }) : t('departments.movedTop', { name: department.name }),
      onUndo: () => work.undo(put(department, department.parentId)),
    });
  };
  return (
    <section className={s.section}>
      <div className={s.head} style={{ marginBottom: 8 }}>
        <h3>{t('departments.title')}</h3>
        <Button icon="plus" onClick={() => setOpen('new')}>
          {t('departments.add')}
        </Button>
      </div>
      {all.length === 0 ? (
        <p className={s.card}>{t('departments.none')}</p>
      ) : (
        <DepartmentTree
          all={all}
          onMove={move}
          entries={(department) => [
            { id: 'edit', label: t('people.edit'), icon: 'edit', onSelect: () => setOpen(department) },
            'line',
            { id: 'remove', label: t('departments.remove'), icon: 'trash', danger: true, onSelect: () => void remove(department) },
          ]}
        />
      )}
      {open && <DepartmentDialog department={open === 'new' ? null : open} all={all} people={people} onClose={() => setOpen(null)} />}
    </section>
  );
}
