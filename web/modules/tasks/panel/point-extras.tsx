import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Check, checkEndpoints } from '../../../../server/contracts/tasks/endpoints.js';
import { worksWithTasks } from '../../../../server/contracts/tasks/records.js';
import { call } from '../../../core/api.js';
import { FileChips } from '../../../core/files/file-chips.js';
import { sendFile } from '../../../core/files/send-file.js';
import { useRecordFiles } from '../../../core/files/use-record-files.js';
import { ActionMenu } from '../../../ui/action-menu.js';
import { Dialog } from '../../../ui/dialog.js';
import { RefEdit } from '../../../ui/fields/ref-edit.js';
import pieces from '../../../ui/pieces.module.css';
import { useWork } from '../use-work.js';
import s from './panel.module.css';

/** The files that belong to a point. */
export function PointFiles({ point, mayTick }: { point: Check; mayTick: boolean }) {
  const work = useWork();
  const all = useRecordFiles('tasks.task', point.taskId).data?.items ?? [];
  const files = all.filter(({ id }) => point.fileIds.includes(id));
  if (files.length === 0) return null;
  const take = (id: number) =>
    void work(() => call(checkEndpoints.change, { params: { id: point.id }, body: { fileIds: point.fileIds.filter((one) => one !== id) } }));
  return (
    <div className={s.pointFiles}>
      <FileChips files={files} {...(mayTick ? { onRemove: (file) => take(file.id) } : {})} />
    </div>
  );
}

/** Who does a point. */
export function PointPerson({ point, onDone }: { point: Check; onDone(): void }) {
  const { t } = useTranslation('tasks');
  const id = useId();
  const work = useWork();
  const set = async (personId: number | null) => {
    if (await work(() => call(checkEndpoints.change, { params: { id: point.id }, body: { personId } }))) onDone();
  };
  return (
    <Dialog opened title={t('checks.person', { text: point.text })} onClose={onDone}>
      <RefEdit
        id={id}
        label={t('checks.setPerson')}
        type="core.person"
        holding={worksWithTasks}
        autoFocus
        value={point.personId}
        onChange={(personId) => void set(personId)}
      />
    </Dialog>
  );
}

/** What else a point may have: somebody who does it, and files. */
export function PointMenu({ point, onPerson }: { point: Check; onPerson(): void }) {
  const { t } = useTranslation('tasks');
  const work = useWork();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const attach = async (chosen: readonly File[]) => {
    setBusy(true);
    await work(async () => {
      const stored = await Promise.all(chosen.map((file) => sendFile(file)));
      await call(checkEndpoints.change, { params: { id: point.id }, body: { fileIds: [...point.fileIds, ...stored.map(({ id }) => id)] } });
    });
    setBusy(false);
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t('checks.files', { text: point.text })}
        onChange={(event) => {
          const chosen = [...(event.target.files ?? [])];
          event.target.value = '';
          if (chosen.length > 0) void attach(chosen);
        }}
      />
      {busy && (
        <span className={pieces.vh} role="status">
          {t('checks.sending')}
        </span>
      )}
      <ActionMenu
        label={t('checks.more', { text: point.text })}
        entries={[
          { id: 'person', label: t('checks.setPerson'), icon: 'user', onSelect: onPerson },
          { id: 'files', label: t('checks.attach'), icon: 'clip', onSelect: () => input.current?.click() },
        ]}
      />
    </>
  );
}
