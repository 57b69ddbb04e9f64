import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Comment, commentEndpoints } from '../../../server/contracts/core/comments.js';
import type { StoredFile } from '../../../server/contracts/core/files.js';
import { cx } from '../../ui/cx.js';
import { useDraft } from '../../ui/draft/use-draft.js';
import { Icon } from '../../ui/icon.js';
import p from '../../ui/pieces.module.css';
import { prefetchEditor, RichTextEditor } from '../../ui/rich-text/lazy-editor.js';
import { WritingFoot } from '../../ui/timeline/writing-foot.js';
import { ApiProblem, call } from '../api.js';
import { FileChips, UploadChips } from '../files/file-chips.js';
import { PickFiles } from '../files/pick-files.js';
import { cancelUpload } from '../files/uploads.js';
import { useFileDrop } from '../files/use-file-drop.js';
import { useUploads } from '../files/use-uploads.js';
import { sendOrWait } from '../offline/outbox.js';
import { useOnlyLooks } from '../session.js';
import { useProblemWords } from '../words.js';
import s from './comments.module.css';
import { useReply } from './use-reply.js';

/** The record that is talked about. */
export interface TalkedAbout {
  type: string;
  id: number;
  title: string | null;
}

const isBlank = (html: string): boolean => html.replace(/<[^>]*>|&nbsp;|\s/g, '') === '';

interface CommentBoxProps {
  of: TalkedAbout;
  /** The one that is changed; without it a new one is written. */
  comment?: Comment;
  /** After a change, or when it is put off. */
  onClose?: () => void;
}

/** Where a comment is written: a line until somebody begins, then the editor. What is typed survives a reload and a sending that fails. */
export function CommentBox({ of, comment, onClose }: CommentBoxProps) {
  const { t } = useTranslation('core');
  const client = useQueryClient();
  const words = useProblemWords('form');
  const id = useId();
  const target = comment ? `comment.change:${comment.id}` : `comment:${of.type}:${of.id}`;
  const kept = useDraft<string>(target, comment?.html ?? '');
  const uploads = useUploads(target);
  /** Those that the comment has already. */
  const [held, setHeld] = useState<readonly StoredFile[]>(comment?.files ?? []);
  const [open, setOpen] = useState(comment !== undefined || kept.value !== '' || uploads.uploads.length > 0);
  /** Whether the person is at work here; a record that is opened, with a kept draft too, takes no focus. */
  const [asked, setAsked] = useState(comment !== undefined);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const { reply, done } = useReply();
  /** Counts the answers that were asked for: each begins in an editor of its own, which takes the keyboard. */
  const [answers, setAnswers] = useState(0);
  const latest = useRef(kept);
  latest.current = kept;
  const isNew = comment === undefined;
  useEffect(() => {
    if (!isNew || !reply) return;
    // What was typed before is not touched.
    if (isBlank(latest.current.value)) latest.current.set(reply.start);
    setAsked(true);
    setOpen(true);
    setAnswers((count) => count + 1);
  }, [isNew, reply]);

  const take = (files: File[]) => {
    uploads.add(files);
    setAsked(true);
    setOpen(true);
  };
  const drop = useFileDrop(take);

  const close = () => {
    kept.clear();
    for (const { key } of uploads.uploads) cancelUpload(key);
    setError(null);
    if (onClose) return onClose();
    setAsked(true);
    setOpen(false);
    done();
  };
  const submit = async () => {
    if (busy) return;
    if (uploads.busy) return setError(t('comment.filesUnderWay'));
    const fileIds = [...held, ...uploads.stored].map((file) => file.id);
    if (isBlank(kept.value) && fileIds.length === 0) {
      setError(t('comment.needed'));
      box.current?.querySelector<HTMLElement>('[role="textbox"], textarea')?.focus();
      return;
    }
    setBusy(true);
    setError(null);
    try {
      if (comment) await call(commentEndpoints.change, { params: { id: comment.id }, body: { html: kept.value, fileIds, version: comment.version } });
      else
        await sendOrWait(
          commentEndpoints.create,
          { body: { recordType: of.type, recordId: of.id, html: kept.value, ...(fileIds.length > 0 ? { fileIds } : {}) } },
          { what: [t('comment.one'), of.title ?? of.id].join(' · '), types: [of.type] },
        );
      close();
      await refreshComments(client, of.type);
    } catch (reason) {
      if (reason instanceof ApiProblem && reason.code === 'stale-version') await refreshComments(client, of.type);
      setError((reason instanceof ApiProblem && reason.errors[0]?.message) || words(reason));
    } finally {
      setBusy(false);
    }
  };
  if (!open)
    return (
      <button
        // Once somebody has written, the keyboard goes back to where it began.
        // biome-ignore lint/a11y/noAutofocus: not when the record is opened
        autoFocus={asked}
        type="button"
        className={s.begin}
        {...drop.handlers}
        onPointerEnter={prefetchEditor}
        onFocus={prefetchEditor}
        onClick={() => {
          setAsked(true);
          setOpen(true);
        }}
      >
        {t('comment.write')}
      </button>
    );
  return (
    // Before the text itself takes what is pasted or dropped.
    <div ref={box} className={cx(drop.over && s.over)} {...drop.handlers} onPasteCapture={drop.handlers.onPaste} onDropCapture={drop.handlers.onDrop}>
      <RichTextEditor
        key={answers}
        label={t('comment.text')}
        placeholder={t('comment.placeholder')}
        value={kept.value}
        onChange={kept.set}
        onSubmit={() => void submit()}
        people={async (q) => (await call(commentEndpoints.people, { query: { recordType: of.type, recordId: of.id, q } })).items}
        autoFocus={asked}
        invalid={error !== null}
        describedBy={error === null ? undefined : `${id}-error`}
      />
      {(held.length > 0 || uploads.uploads.length > 0) && (
        <div className={s.files}>
          <FileChips files={held} onRemove={(file) => setHeld(held.filter((one) => one.id !== file.id))} />
          <UploadChips uploads={uploads.uploads} />
        </div>
      )}
      {error && (
        <p id={`${id}-error`} role="alert" className={`${p.message} ${p.messageBad} ${s.error}`}>
          <Icon name="alert" size={16} />
          <span>{error}</span>
        </p>
      )}
      <WritingFoot
        keptAt={kept.keptAt}
        hint={t('comment.hint')}
        label={t(comment ? 'comment.save' : 'comment.send')}
        busy={busy}
        onCancel={close}
        onSubmit={() => void submit()}
      >
        <PickFiles small onFiles={take} />
      </WritingFoot>
    </div>
  );
}

/** Comments of records of a type stand on their timelines and in lists of their own. */
export const refreshComments = (client: ReturnType<typeof useQueryClient>, type: string): Promise<unknown> =>
  Promise.all([client.invalidateQueries({ queryKey: [type, 'comments'] }), client.invalidateQueries({ queryKey: [type, 'timeline'] })]);

/** The same in a frame of its own, where nothing else is written beside it; not for whoever only looks. */
export function FramedCommentBox(props: CommentBoxProps) {
  if (useOnlyLooks()) return null;
  return (
    <div className={s.box}>
      <CommentBox {...props} />
    </div>
  );
}
