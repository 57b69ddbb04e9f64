import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ModuleArchive, type ModuleCard, moduleEndpoints } from '../../../../server/contracts/core/modules.js';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { Icon } from '../../../ui/icon.js';
import { ProgressLine } from '../../../ui/progress-line.js';
import { useFormat } from '../../../ui/ui-context.js';
import { call } from '../../api.js';
import { FormProblem, TextField, Tick } from '../../form/field.js';
import { useForm } from '../../form/use-form.js';
import { queryClient } from '../../query.js';
import { useSessionState } from '../../session.js';
import { archivesQuery, useHeld } from './archives.js';
import m from './modules.module.css';
import { Proof } from './proof.js';
import { Touches } from './touches.js';

/** A step with a module's data: into the archive, away for good, or back from an archive. */
export type Move = { step: 'archive' | 'purge'; card: ModuleCard } | { step: 'attach'; card: ModuleCard; archive: ModuleArchive };

const same = (one: string, other: string) => one.trim().toLocaleLowerCase() === other.trim().toLocaleLowerCase();

/** Shows what a step touches before it is taken, how far it is while it runs, and what is left once data was taken away. */
export function LeaveDialog({ move, now, onClose }: { move: Move; now: ModuleCard | undefined; onClose: () => void }) {
  const { t } = useTranslation('core');
  const f = useFormat();
  const held = useHeld();
  const { reload } = useSessionState();
  const { step, card } = move;
  const archive = move.step === 'attach' ? move.archive : undefined;
  const { id, name } = card;
  const [typed, setTyped] = useState('');
  const [withArchive, setWithArchive] = useState(false);
  const [gone, setGone] = useState(false);
  const end = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (gone) end.current?.focus();
  }, [gone]);
  const archived = step === 'purge' && card.state === 'archived';
  const its = (useQuery(archivesQuery).data?.items ?? []).filter(({ module }) => module === id);
  const form = useForm(
    async () => {
      if (step === 'archive') await call(moduleEndpoints.archive, { params: { id } });
      else if (step === 'purge') await call(moduleEndpoints.purge, { params: { id }, body: { confirm: id, withArchive } });
      else if (archive) await call(moduleEndpoints.attach, { params: { name: archive.name }, body: {} });
      await queryClient.invalidateQueries({ queryKey: ['core.module'] });
      await queryClient.invalidateQueries({ queryKey: ['core.role'] });
      if (step === 'attach') onClose();
      else setGone(true);
      await reload();
    },
    () => ({ confirm: step === 'purge' && !same(typed, name) ? t('modules.purgeConfirmWrong', { name }) : undefined }),
  );
  const work = now?.work;
  const newest = its[0]?.created;
  const kept = archived || !newest ? t('modules.purgeKept') : t('modules.purgeKeptOlder', { day: f.instantFull(newest) });
  // How far it is comes with the list, which looks again by itself once something is under way.
  useEffect(() => {
    if (!form.busy) return undefined;
    const timer = setInterval(() => void queryClient.invalidateQueries({ queryKey: ['core.module', 'list'] }), 700);
    return () => clearInterval(timer);
  }, [form.busy]);
  if (gone && step !== 'attach')
    return (
      <Dialog
        opened
        title={t(`modules.${step}Done`, { name })}
        onClose={onClose}
        footer={
          <Button ref={end} look="primary" onClick={onClose}>
            {t('close')}
          </Button>
        }
      >
        <Proof id={id} step={step} />
      </Dialog>
    );
  return (
    <Dialog
      opened
      title={t(`modules.${step}Title`, { name })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t(form.busy ? 'close' : 'cancel')}</Button>
          <Button look={step === 'purge' ? 'dangerFilled' : 'primary'} busy={form.busy} onClick={() => void form.submit()}>
            {t(`modules.${step}Action`, { name })}
          </Button>
        </>
      }
    >
      <FormProblem>{form.problem}</FormProblem>
      {archive ? (
        <>
          <p>{t('modules.attachText', { day: f.instantFull(archive.created ?? '') })}</p>
          <p>{held(archive)}</p>
          {archive.fromBackup && <p>{t('modules.attachFromBackup')}</p>}
          {!archive.own && <p>{t('modules.attachOther', { company: archive.company ?? '?' })}</p>}
        </>
      ) : (
        <>
          <p>{t(`modules.${step}Text`)}</p>
          {!archived && <Touches id={id} />}
        </>
      )}
      {form.busy && work && <ProgressLine title={t(`modules.working.${work.action}`, { name })} done={work.done} total={work.total || null} />}
      {step === 'archive' && (
        <p className={m.ever}>
          <Icon name="undo" size={16} />
          <span>{t('modules.archiveEver')}</span>
        </p>
      )}
      {step === 'purge' && (
        <form ref={form.form} onSubmit={(event) => void form.submit(event)} className={m.confirm}>
          {its.length > 0 ? (
            <Tick
              label={t('modules.purgeFile', { count: its.length, shown: f.number(its.length), size: f.size(its.reduce((sum, { bytes }) => sum + bytes, 0)) })}
              help={withArchive ? t('modules.purgeFileText') : kept}
              checked={withArchive}
              onChange={setWithArchive}
            />
          ) : (
            <p>
              <b>{t('modules.purgeNoArchive')}</b>
            </p>
          )}
          <TextField
            label={t('modules.purgeConfirm', { name })}
            value={typed}
            onChange={setTyped}
            error={form.errors.confirm}
            autoComplete="off"
            disabled={form.busy}
            data-autofocus
          />
        </form>
      )}
    </Dialog>
  );
}
