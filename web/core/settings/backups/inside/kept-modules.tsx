import { useTranslation } from 'react-i18next';
import type { Inside, KeptModule } from '../../../../../server/contracts/core/time-machine.js';
import { timeMachineEndpoints } from '../../../../../server/contracts/core/time-machine.js';
import { Button } from '../../../../ui/button.js';
import { showError, showNote } from '../../../../ui/feedback.js';
import { useFormat } from '../../../../ui/ui-context.js';
import { useAction } from '../../../action.js';
import { call } from '../../../api.js';
import { queryClient } from '../../../query.js';
import s from '../../settings.module.css';
import { Table } from '../../table.js';
import i from './inside.module.css';

/** Whole modules of the backup: each can be put into an archive, to be attached where it is not in the portal. */
export function KeptModules({ inside }: { inside: Inside }) {
  const { t } = useTranslation('core');
  const f = useFormat();
  const { busy, run } = useAction<string>();
  if (inside.modules.length === 0) return null;
  const take = ({ id, name }: KeptModule) =>
    run(id, async () => {
      const { unknown } = await call(timeMachineEndpoints.module, { params: { id: inside.id, module: id } });
      await queryClient.invalidateQueries({ queryKey: ['core.module'] });
      const link = { to: '/settings/modules', label: t('settings.modules') };
      if (unknown > 0) showError({ text: t('backups.inside.moduleUnknown', { name, count: unknown }), link });
      else showNote({ text: t('backups.inside.moduleTaken', { name }), link });
    });
  return (
    <section className={s.section}>
      <h3>{t('backups.inside.modules')}</h3>
      <p>{t('backups.inside.modulesText')}</p>
      <div className={`${s.card} ${s.plain}`}>
        <Table label={t('backups.inside.modules')} columns={[t('modules.module'), t('backups.holds'), t('backups.inside.now')]}>
          {inside.modules.map((one) => (
            <tr key={one.id}>
              <td>
                <b className={i.name}>{one.name}</b>
              </td>
              <td data-label={t('backups.holds')}>
                {one.archives.length > 0 ? t('backups.inside.asArchive') : t('modules.records', { count: one.records, shown: f.number(one.records) })}
              </td>
              <td data-label={t('backups.inside.now')}>{t(one.ready ? 'backups.inside.moduleReady' : 'backups.inside.moduleHere')}</td>
              <td className={s.end}>
                <Button icon="box" busy={busy === one.id} disabled={busy !== null && busy !== one.id} onClick={() => void take(one)}>
                  {t(one.archives.length > 0 ? 'backups.inside.takeArchive' : 'backups.inside.takeModule')}
                  <span className="visually-hidden">: {one.name}</span>
                </Button>
              </td>
            </tr>
          ))}
        </Table>
      </div>
    </section>
  );
}
