import { Link } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../../../server/contracts/core/people.js';
import { ActionMenu, type Entry } from '../../../ui/action-menu.js';
import { PersonName } from '../../../ui/avatar.js';
import { Button } from '../../../ui/button.js';
import { Tag, type TagLook } from '../../../ui/tag.js';
import { BareSelect } from '../../form/field.js';
import { useLive } from '../../live.js';
import { photoOf } from '../../people/photo.js';
import { useMay, useSession } from '../../session.js';
import { useViewAs } from '../../shell/viewing.js';
import { Waiting } from '../../states/waiting.js';
import { useProblemWords } from '../../words.js';
import { PageHead } from '../page-head.js';
import s from '../settings.module.css';
import { More, Table, Tools } from '../table.js';
import { roleName, useDepartments, usePeople, useRoles } from './data.js';
import { Departments } from './departments.js';
import { DismissDialog } from './dismiss-dialog.js';
import { InviteDialog } from './invite-dialog.js';
import { usePersonActions } from './person-actions.js';
import { PersonDialog } from './person-dialog.js';

const looks: Record<Person['status'], TagLook> = { active: 'ok', invited: 'accent', 'no-sign-in': 'plain', dismissed: 'warn' };

function Row({ person, onEdit, onInvite, onDismiss }: { person: Person; onEdit: () => void; onInvite: () => void; onDismiss: () => void }) {
  const { t } = useTranslation('core');
  const departments = useDepartments().data ?? [];
  const roles = useRoles().data?.items ?? [];
  const actions = usePersonActions();
  const viewAs = useViewAs();
  const may = useMay();
  const me = useSession().person.id;
  const entries: Entry[] = [
    { id: 'edit', label: t('people.edit'), icon: 'edit', onSelect: onEdit },
    ...(person.status === 'dismissed'
      ? [{ id: 'return', label: t('people.takeBack'), icon: 'undo' as const, onSelect: () => void actions.takeBack(person) }]
      : [
          {
            id: 'invite',
            label: t(person.status === 'active' ? 'people.newLink' : 'people.invite'),
            icon: 'link' as const,
            onSelect: onInvite,
            disabled: !person.email,
          },
          ...(person.status === 'active' && person.id !== me && may('core.roles.manage')
            ? [{ id: 'view', label: t('people.viewAs', { name: person.name }), icon: 'eye' as const, onSelect: () => void viewAs(person.id) }]
            : []),
          'line' as const,
          { id: 'dismiss', label: t('people.dismiss'), icon: 'out' as const, danger: true, onSelect: onDismiss },
        ]),
  ];
  return (
    <tr>
      <td className={s.words}>
        <Link to={`/people/${person.id}` as never} className={s.person}>
          <PersonName name={person.name} photo={photoOf(person)} />
        </Link>
        {person.position && <small>{person.position}</small>}
      </td>
      <td className={s.words}>{person.email}</td>
      <td className={s.words}>{departments.find((each) => each.id === person.departmentId)?.name}</td>
      <td className={s.words}>
        {roles
          .filter((role) => person.roleIds.includes(role.id))
          .map(roleName)
          .join(', ')}
      </td>
      <td>
        <Tag look={looks[person.status]}>{t(`people.status.${person.status}`)}</Tag>
      </td>
      <td className={`${s.end} ${s.corner}`}>
        <ActionMenu label={t('people.actions', { name: person.name })} entries={entries} />
      </td>
    </tr>
  );
}

export default function PeoplePage() {
  const { t } = useTranslation('core');
  const [q, setQ] = useState('');
  const [departmentId, setDepartmentId] = useState('');
  const [status, setStatus] = useState('');
  const [open, setOpen] = useState<Person | 'new' | null>(null);
  const [inviting, setInviting] = useState<Person | null>(null);
  const [dismissing, setDismissing] = useState<Person | null>(null);
  useLive('core.person', 'core.department', 'core.role');
  const departments = useDepartments().data ?? [];
  const words = useProblemWords('reading');
  const query = usePeople(useDeferredValue(q.trim()), departmentId, status);
  const people = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <PageHead title={t('settings.people')} text={t('people.text')}>
        <Button look="primary" icon="plus" onClick={() => setOpen('new')}>
          {t('people.add')}
        </Button>
      </PageHead>
      <Tools find={t('people.find')} value={q} onFind={setQ}>
        <BareSelect
          name={t('person.department')}
          value={departmentId}
          onChange={setDepartmentId}
          empty={t('people.allDepartments')}
          options={departments.map((each) => ({ value: String(each.id), label: each.name }))}
        />
        <BareSelect
          name={t('people.state')}
          value={status}
          onChange={setStatus}
          empty={t('people.anyStatus')}
          options={Object.keys(looks).map((each) => ({ value: each, label: t(`people.status.${each}`) }))}
        />
      </Tools>
      <div className={`${s.card} ${s.plain}`}>
        {query.isPending && <Waiting />}
        {query.isError && <p className={s.card}>{words(query.error)}</p>}
        {query.isSuccess && people.length === 0 && <p className={s.card}>{t('people.none')}</p>}
        {people.length > 0 && (
          <Table columns={['person.name', 'person.email', 'person.department', 'person.roles', 'people.state'].map((key) => t(key))}>
            {people.map((person) => (
              <Row
                key={person.id}
                person={person}
                onEdit={() => setOpen(person)}
                onInvite={() => setInviting(person)}
                onDismiss={() => setDismissing(person)}
              />
            ))}
          </Table>
        )}
        <More query={query} />
      </div>
      <Departments people={people} />
      {open && (
        <PersonDialog
          person={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
          onInvite={(person) => {
            setOpen(null);
            setInviting(person);
          }}
        />
      )}
      {dismissing && <DismissDialog person={dismissing} onClose={() => setDismissing(null)} />}
      {inviting && <InviteDialog person={inviting} onClose={() => setInviting(null)} />}
    </>
  );
}
