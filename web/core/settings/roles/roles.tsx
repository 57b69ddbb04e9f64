import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Role, roleEndpoints } from '../../../../server/contracts/core/rights.js';
import { Button } from '../../../ui/button.js';
import { confirm, showError } from '../../../ui/feedback.js';
import { Tag } from '../../../ui/tag.js';
import { call } from '../../api.js';
import { queryClient } from '../../query.js';
import { useProblemWords } from '../../words.js';
import { Loaded } from '../loaded.js';
import { PageHead } from '../page-head.js';
import { roleName, useRoles } from '../people/data.js';
import s from '../settings.module.css';
import { RoleForm } from './role-form.js';
import r from './roles.module.css';

function Roles({ roles, permissions, whole }: { roles: Role[]; permissions: string[]; whole: string[] }) {
  const { t } = useTranslation('core');
  const words = useProblemWords();
  const [openId, setOpenId] = useState<number | 'new'>(roles[0]?.id ?? 'new');
  const role = roles.find((each) => each.id === openId) ?? null;
  useEffect(() => {
    if (openId !== 'new' && !role) setOpenId(roles[0]?.id ?? 'new');
  }, [openId, role, roles]);
  const remove = async (gone: Role) => {
    const yes = await confirm({
      title: t('roles.removeTitle', { name: roleName(gone) }),
      text: t('roles.removeText'),
      action: t('roles.remove'),
      danger: true,
    });
    if (!yes) return;
    try {
      await call(roleEndpoints.remove, { params: { id: gone.id } });
      await queryClient.invalidateQueries({ queryKey: ['core.role'] });
    } catch (error) {
      showError({ text: words(error) });
    }
  };
  return (
    <>
      <PageHead title={t('settings.roles')} text={t('roles.text')}>
        <Button icon="plus" onClick={() => setOpenId('new')}>
          {t('roles.add')}
        </Button>
      </PageHead>
      <div className={r.choice} role="tablist" aria-label={t('settings.roles')}>
        {roles.map((each) => (
          <button key={each.id} type="button" role="tab" aria-selected={each.id === openId} className={r.tab} onClick={() => setOpenId(each.id)}>
            {roleName(each)}
            {each.builtIn && <Tag>{t('roles.builtIn')}</Tag>}
          </button>
        ))}
        {openId === 'new' && (
          <button type="button" role="tab" aria-selected className={r.tab}>
            {t('roles.new')}
          </button>
        )}
      </div>
      <div className={`${s.card} ${s.plain}`}>
        <RoleForm
          key={role ? `${role.id}-${role.version}` : 'new'}
          role={role}
          permissions={permissions}
          whole={whole}
          onSaved={(id) => setOpenId(id)}
          {...(role && !role.builtIn ? { onRemove: () => void remove(role) } : {})}
        />
      </div>
    </>
  );
}

export default function RolesPage() {
  const query = useRoles();
  return <Loaded query={query}>{({ items, permissions, whole }) => <Roles roles={items} permissions={permissions} whole={whole} />}</Loaded>;
}
