import { Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StoredFile } from '../../../server/contracts/core/files.js';
import { Button, IconButton } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import { SkeletonRows } from '../../ui/skeleton.js';
import { useFormat } from '../../ui/ui-context.js';
import { useFocusBack } from '../../ui/use-focus-back.js';
import s from './preview-dialog.module.css';
import { downloadFile, pictureAddress, previewKind, viewAddress } from './preview-kind.js';

function Nothing({ file }: { file: StoredFile }) {
  const { t } = useTranslation('core');
  return (
    <div className={s.nothing}>
      <Icon name="doc" size={20} />
      <p>{t('files.noPreview')}</p>
      <Button icon="download" onClick={() => downloadFile(file)}>
        {t('files.download')}
      </Button>
    </div>
  );
}

function Picture({ file }: { file: StoredFile }) {
  const { t } = useTranslation('core');
  const [state, setState] = useState<'loading' | 'shown' | 'broken'>('loading');
  if (state === 'broken') return <Nothing file={file} />;
  return (
    <>
      {state === 'loading' && <SkeletonRows rows={3} label={t('loading')} />}
      <img className={s.picture} src={pictureAddress(file.id, 1600)} alt={file.name} onLoad={() => setState('shown')} onError={() => setState('broken')} />
    </>
  );
}

function Text({ file }: { file: StoredFile }) {
  const { t } = useTranslation('core');
  const query = useQuery({
    queryKey: ['core.file', 'text', file.id],
    queryFn: async () => {
      const answer = await fetch(viewAddress(file.id), { credentials: 'same-origin' });
      if (!answer.ok || !answer.headers.get('content-type')?.startsWith('text/plain')) throw new Error(answer.statusText);
      return answer.text();
    },
    retry: false,
  });
  if (query.isPending) return <SkeletonRows rows={8} label={t('loading')} />;
  if (query.isError) return <Nothing file={file} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={s.text} tabIndex={0} aria-label={file.name}>
      <pre>{query.data}</pre>
    </section>
  );
}

function Shown({ file }: { file: StoredFile }) {
  switch (previewKind(file)) {
    case 'picture':
      return <Picture file={file} />;
    case 'pdf':
      return <iframe className={s.pdf} src={viewAddress(file.id)} title={file.name} />;
    case 'text':
      return <Text file={file} />;
    default:
      return <Nothing file={file} />;
  }
}

/** Arrows to the left and right, wherever the focus is. */
function useArrows(step: (by: number) => void): void {
  const latest = useRef(step);
  latest.current = step;
  useEffect(() => {
    const walk = (event: KeyboardEvent) => {
      if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
      event.preventDefault();
      latest.current(event.key === 'ArrowLeft' ? -1 : 1);
    };
    addEventListener('keydown', walk);
    return () => removeEventListener('keydown', walk);
  }, []);
}

/** A file on the whole screen; arrows go to its neighbours, Esc closes. */
export function PreviewDialog({ files, at, onAt, onClose }: { files: readonly StoredFile[]; at: number; onAt: (at: number) => void; onClose: () => void }) {
  const { t } = useTranslation('core');
  useFocusBack(true);
  const f = useFormat();
  const step = (by: number) => {
    const next = at + by;
    if (next >= 0 && next < files.length) onAt(next);
  };
  useArrows(step);
  const file = files[at];
  if (!file) return null;
  return (
    <Modal.Root opened onClose={onClose} fullScreen radius={0} padding={0} transitionProps={{ duration: 120 }}>
      <Modal.Content classNames={{ content: s.content ?? '', inner: s.inner ?? '' }}>
        <header className={s.head}>
          <div className={s.words}>
            <Modal.Title className={s.title}>{file.name}</Modal.Title>
            <small>
              {f.size(file.size)}
              {files.length > 1 && ` · ${t('files.position', { at: at + 1, count: files.length })}`}
            </small>
          </div>
          <IconButton icon="left" label={t('files.previous')} disabled={at === 0} onClick={() => step(-1)} />
          <IconButton icon="right" label={t('files.next')} disabled={at === files.length - 1} onClick={() => step(1)} />
          <IconButton icon="download" label={t('files.download')} onClick={() => downloadFile(file)} />
          <IconButton icon="x" label={t('close')} onClick={onClose} data-autofocus />
        </header>
        <div className={s.stage}>
          <Shown key={file.id} file={file} />
        </div>
      </Modal.Content>
    </Modal.Root>
  );
}
