import { useTranslation } from 'react-i18next';
import { type BackupSet, type Backups, backupEndpoints } from '../../../../server/contracts/core/backups.js';
import { ActionMenu } from '../../../ui/action-menu.js';
import { confirm, showError } from '../../../ui/feedback.js';
import { Link } from '../../../ui/link.js';
import { EmptyState } from '../../../ui/states.js';
import { Tag } from '../../../ui/tag.js';
import { useFormat, When } from '../../../ui/ui-context.js';
import { addressOf, call } from '../../api.js';
import { useGo } from '../../navigation.js';
import { useProblemWords } from '../../words.js';
import s from '../settings.module.css';
import { Table } from '../table.js';
import b from './backups.module.css';
import { refreshBackups } from './data.js';
import { useSeconds } from './health.js';

function ProofOf({ set: { proof } }: { set: BackupSet }) {
  const { t } = useTranslation('core');
  const seconds = useSeconds();
  if (!proof) return <span className={s.quiet}>{t('backups.notTried')}</span>;
  if (proof.error === null)
    return (
      <>
        <Tag look="ok">{t('backups.stood')}</Tag> <When at={proof.at} />, {seconds(proof.ms)}
      </>
    );
  return (
    <>
      <Tag look="bad">{t('backups.fell')}</Tag> <When at={proof.at} />
      <small className={b.error}>
        {t(`backups.why.${proof.why ?? 'other'}`)} <span lang="en">{proof.error}</span>
      </small>
    </>
  );
}

/** Every backup, with what it holds and what can be done with it. */
export function Sets({ backups: { items, second } }: { backups: Backups }) {
  const { t } = useTranslation('core');
  const f = useFormat();
  const words = useProblemWords();
  const go = useGo();
  const remove = async ({ id, created }: BackupSet) => {
    const title = t('backups.removeTitle', { at: f.instantFull(created) });
    if (!(await confirm({ title, text: t('backups.removeText'), action: t('backups.remove'), danger: true }))) return;
    try {
      await call(backupEndpoints.remove, { params: { id } });
    } catch (error) {
      showError({ text: words(error) });
    }
    await refreshBackups();
  };
  if (items.length === 0)
    return (
      <div className={s.card}>
        <EmptyState icon="disk" title={t('backups.emptyTitle')} text={t('backups.emptyText')} />
      </div>
    );
  return (
    <div className={`${s.card} ${s.plain}`}>
      <Table
        label={t('backups.list')}
        columns={[...['made', 'holds', 'size', 'trial'].map((key) => t(`backups.${key}`)), ...(second ? [t('backups.where')] : [])]}
      >
        {items.map((set) => (
          <tr key={set.id}>
            <td>
              <Link to={`/settings/backups/${set.id}`} className={b.made}>
                <When at={set.created} />
              </Link>
              <small>
                {t('backups.version', { version: set.version })}, {t(`backups.databases.${set.database}`)}
              </small>
            </td>
            <td data-label={t('backups.holds')} className={b.number}>
              {t('backups.rows', { count: set.rows, n: f.number(set.rows) })}
              <small>{t('backups.files', { count: set.files, n: f.number(set.files) })}</small>
            </td>
            <td data-label={t('backups.size')} className={b.number}>
              {f.size(set.bytes)}
              <small>{t('backups.own', { size: f.size(set.ownBytes) })}</small>
            </td>
            <td data-label={t('backups.trial')}>
              <ProofOf set={set} />
            </td>
            {second && <td data-label={t('backups.where')}>{t(set.second ? 'backups.both' : 'backups.here')}</td>}
            <td className={`${s.end} ${s.corner}`}>
              <ActionMenu
                label={t('backups.actionsOf', { at: f.instantFull(set.created) })}
                entries={[
                  { id: 'inside', label: t('backups.inside.look'), icon: 'search', onSelect: () => go(`/settings/backups/${set.id}`) },
                  {
                    id: 'download',
                    label: t('backups.download'),
                    icon: 'download',
                    onSelect: () => window.location.assign(addressOf(backupEndpoints.download, { params: { id: set.id } })),
                  },
                  'line',
                  { id: 'remove', label: t('backups.remove'), icon: 'trash', danger: true, onSelect: () => void remove(set) },
                ]}
              />
            </td>
          </tr>
        ))}
      </Table>
    </div>
  );
}
