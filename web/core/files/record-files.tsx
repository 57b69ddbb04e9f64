import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CommentFile, type RecordFile, recordFileEndpoints } from '../../../server/contracts/core/files.js';
import { ActionMenu, type Entry } from '../../ui/action-menu.js';
import { PersonName } from '../../ui/avatar.js';
import { Button } from '../../ui/button.js';
import { showUndo } from '../../ui/feedback-store.js';
import tab from '../../ui/record/tab-parts.module.css';
import { SkeletonRows } from '../../ui/skeleton.js';
import { useFormat, useReference, When } from '../../ui/ui-context.js';
import { call } from '../api.js';
import { useAddressQuery } from '../navigation.js';
import { ListFailed } from '../records/list-states.js';
import { useWorkThen } from '../use-work.js';
import { UploadChips } from './file-chips.js';
import { FileFace } from './file-face.js';
import s from './files.module.css';
import { PickFiles } from './pick-files.js';
import { downloadFile } from './preview-kind.js';
import { RenameDialog } from './rename-dialog.js';
import { recordTarget } from './uploads.js';
import { usePreview } from './use-preview.js';
import { useRecordFiles } from './use-record-files.js';
import { useUploads } from './use-uploads.js';

function Brought({ by }: { by: number | null }) {
  const { t } = useTranslation('core');
  const person = useReference('core.person', by);
  return by === null ? <span>{t('files.byPortal')}</span> : <PersonName name={person?.title ?? '…'} />;
}

/** Removes with a way back, and takes back, and says why when it cannot. */
function useFileWork(recordType: string) {
  const { t } = useTranslation('core');
  const client = useQueryClient();
  const work = useWorkThen(useCallback(() => client.invalidateQueries({ queryKey: [recordType] }), [client, recordType]));
  const put =
    ({ id }: RecordFile) =>
    () =>
      call(recordFileEndpoints.restore, { params: { id } });
  const remove = async (file: RecordFile) => {
    if (!(await work(() => call(recordFileEndpoints.remove, { params: { id: file.id } })))) return;
    showUndo({ text: t('files.removed', { name: file.name }), onUndo: () => work.undo(put(file)) });
  };
  return { remove, restore: (file: RecordFile) => work(put(file)) };
}

function FileLine({ file, onOpen, actions }: { file: RecordFile | CommentFile; onOpen?: () => void; actions: Entry[] }) {
  const { t } = useTranslation('core');
  const f = useFormat();
  return (
    <li className={s.line}>
      {onOpen ? (
        <button type="button" className={s.lineLink} aria-label={t('files.open', { name: file.name })} onClick={onOpen}>
          <FileFace file={file} />
          <span className={s.name}>{file.name}</span>
        </button>
      ) : (
        <span className={s.lineLink}>
          <FileFace file={{ name: file.name, mediaType: file.mediaType }} />
          <span className={s.name}>{file.name}</span>
        </span>
      )}
      <span className={s.facts}>
        <span className={s.size}>{f.size(file.size)}</span>
        <Brought by={file.createdBy} />
        <When at={file.createdAt} />
      </span>
      <ActionMenu label={t('files.more', { name: file.name })} entries={actions} />
    </li>
  );
}

/** What was taken away from a record and can still be given back; asked for only when somebody wants to see it. */
function RemovedFiles({ recordType, recordId }: { recordType: string; recordId: number }) {
  const { t } = useTranslation('core');
  const query = useRecordFiles(recordType, recordId, true);
  const { restore } = useFileWork(recordType);
  const [isOpen, setOpen] = useState(false);
  const items = query.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <div className={s.removed}>
      <Button look="quiet" icon={isOpen ? 'up' : 'down'} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {t('files.removedCount', { count: items.length })}
      </Button>
      {isOpen && (
        <>
          <p className={s.hint}>{t('files.removedHint')}</p>
          <ul className={tab.lines} aria-label={t('files.removedTitle')}>
            {items.map((file) => (
              <FileLine key={file.id} file={file} actions={[{ id: 'restore', label: t('files.restore'), icon: 'undo', onSelect: () => void restore(file) }]} />
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** The files at a record: what is on its way, what is there, what was taken away. */
export function RecordFiles({ recordType, recordId }: { recordType: string; recordId: number }) {
  const { t } = useTranslation('core');
  const query = useRecordFiles(recordType, recordId);
  const { uploads, add } = useUploads(recordTarget(recordType, recordId));
  const { remove } = useFileWork(recordType);
  const [renaming, setRenaming] = useState<RecordFile | null>(null);
  const preview = usePreview([...(query.data?.items ?? []), ...(query.data?.inComments ?? [])]);
  const [address, setAddress] = useAddressQuery();
  if (query.isPending) return <SkeletonRows rows={4} label={t('files.title')} />;
  if (!query.data) return <ListFailed error={query.error} onRetry={() => void query.refetch()} />;
  const { items, inComments, mayChange } = query.data;
  // Comments stand on the first part of a record.
  const toComment = ({ commentId }: CommentFile) => setAddress({ ...address, tab: undefined, comment: String(commentId) });
  const actionsOf = (file: RecordFile): Entry[] => [
    {
      id: 'download',
      label: t('files.download'),
      icon: 'download',
      onSelect: () => downloadFile(file),
    },
    ...(mayChange && !file.isKept
      ? ([
          { id: 'rename', label: t('files.rename'), icon: 'edit', onSelect: () => setRenaming(file) },
          'line',
          { id: 'remove', label: t('files.removeAction'), icon: 'trash', danger: true, onSelect: () => void remove(file) },
        ] satisfies Entry[])
      : []),
  ];
  return (
    <section className={tab.section} aria-label={t('files.title')}>
      {mayChange && (
        <div className={s.head}>
          <PickFiles onFiles={add} />
          <span className={s.hint}>{t('files.hint')}</span>
        </div>
      )}
      <UploadChips uploads={uploads} />
      {items.length === 0 && inComments.length === 0 && uploads.length === 0 && <p className={tab.none}>{t(mayChange ? 'files.noneText' : 'files.none')}</p>}
      {items.length > 0 && (
        <ul className={tab.lines} aria-label={t('files.title')}>
          {items.map((file) => (
            <FileLine key={file.id} file={file} onOpen={() => preview.open(file)} actions={actionsOf(file)} />
          ))}
        </ul>
      )}
      {inComments.length > 0 && (
        <>
          <h3 className={s.inComments}>{t('files.inComments')}</h3>
          <ul className={tab.lines} aria-label={t('files.inComments')}>
            {inComments.map((file) => (
              <FileLine
                key={file.id}
                file={file}
                onOpen={() => preview.open(file)}
                actions={[
                  { id: 'comment', label: t('files.toComment'), icon: 'chat', onSelect: () => toComment(file) },
                  { id: 'download', label: t('files.download'), icon: 'download', onSelect: () => downloadFile(file) },
                ]}
              />
            ))}
          </ul>
        </>
      )}
      {mayChange && <RemovedFiles recordType={recordType} recordId={recordId} />}
      {preview.dialog}
      {renaming && <RenameDialog file={renaming} onClose={() => setRenaming(null)} />}
    </section>
  );
}
