import { useQueryClient } from '@tanstack/react-query';
import { memo, Suspense, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Comment, commentEndpoints } from '../../../server/contracts/core/comments.js';
import type { Entry } from '../../ui/action-menu.js';
import { showUndo } from '../../ui/feedback.js';
import { MenuOnDemand } from '../../ui/menu-on-demand.js';
import { toText } from '../../ui/rich-text/plain-text.js';
import { RichText } from '../../ui/rich-text/rich-text.js';
import { type EntryView, EntryWords } from '../../ui/timeline/entries.js';
import { useFormat, useReference } from '../../ui/ui-context.js';
import { fullUrl } from '../address.js';
import { call } from '../api.js';
import { FileChips } from '../files/file-chips.js';
import { keyOf, type ReadyCommentAction, useCommentActions, useRecordPlaces } from '../registry.js';
import { useMayFor, useOnlyLooks, useSession } from '../session.js';
import { useWorkThen } from '../use-work.js';
import { CommentBox, refreshComments, type TalkedAbout } from './comment-box.js';
import s from './comments.module.css';
import { Face } from './face.js';
import { useInView } from './use-comment-in-view.js';

/** Its id in the page. */
const anchorOf = ({ id }: Comment): string => `comment-${id}`;

interface CommentEntryProps {
  comment: Comment;
  of: TalkedAbout & { ownerId: number | null | undefined };
  /** It is the one that was asked for. */
  asked: boolean;
}

/** Drawn anew only when it was changed: what is written beside it and comes later is none of its business. */
const CommentEntry = memo(function CommentEntry({ comment, of, asked }: CommentEntryProps) {
  const { t } = useTranslation('core');
  const f = useFormat();
  const client = useQueryClient();
  const mayFor = useMayFor();
  const { person } = useSession();
  const author = useReference('core.person', comment.authorId);
  const [editing, setEditing] = useState(false);
  const actions = useCommentActions();
  const places = useRecordPlaces();
  const [begun, setBegun] = useState<ReadyCommentAction | null>(null);
  const Begun = begun?.component;
  useInView(anchorOf(comment), asked);
  const place = places(comment.recordType, comment.recordId);
  const looks = useOnlyLooks();
  const isMine = comment.authorId === person.id && !looks;
  const isHere = comment.recordType === of.type && comment.recordId === of.id;
  const mayRemove = isMine || (isHere && mayFor(`${of.type}.delete`, of.ownerId));
  const work = useWorkThen(useCallback(() => refreshComments(client, of.type), [client, of.type]));
  const remove = async () => {
    if (!(await work(() => call(commentEndpoints.remove, { params: { id: comment.id } })))) return;
    showUndo({ text: t('comment.removed'), onUndo: () => work.undo(() => call(commentEndpoints.restore, { params: { id: comment.id } })) });
  };
  const entries: Entry[] = [
    ...(looks ? [] : actions).map((action) => ({
      id: action.id,
      label: t(keyOf(action.moduleId, action.labelKey)),
      icon: action.icon,
      onSelect: () => setBegun(action),
    })),
    ...(isMine ? [{ id: 'edit', label: t('comment.edit'), icon: 'edit' as const, onSelect: () => setEditing(true) }] : []),
    ...(mayRemove ? [{ id: 'remove', label: t('comment.remove'), icon: 'trash' as const, danger: true, onSelect: () => void remove() }] : []),
  ];
  return (
    <EntryWords
      sentence={
        <>
          <b>{author?.title ?? t('comment.somebody')}</b> {t('comment.said')}
          {comment.changedAt && (
            <span className={s.edited} title={f.instantFull(comment.changedAt)}>
              {' · '}
              {t('comment.edited')}
            </span>
          )}
        </>
      }
      at={comment.createdAt}
      menu={entries.length > 0 && !editing ? <MenuOnDemand label={t('comment.more')} entries={() => entries} /> : undefined}
      body={
        editing ? (
          <div className={s.editing}>
            <CommentBox of={of} comment={comment} onClose={() => setEditing(false)} />
          </div>
        ) : (
          <>
            {comment.html !== '' && <RichText html={comment.html} />}
            <FileChips files={comment.files} />
            {Begun && (
              <Suspense>
                <Begun
                  record={{ type: comment.recordType, id: comment.recordId }}
                  words={toText(comment.html).trim()}
                  link={place && fullUrl(`${place.url}?comment=${comment.id}`)}
                  onClose={() => setBegun(null)}
                />
              </Suspense>
            )}
          </>
        )
      }
    />
  );
});

/** A comment as a line of a timeline or of a list of comments. @param asked it is the one that was asked for. */
export const commentView = (comment: Comment, of: CommentEntryProps['of'], asked: boolean): EntryView => ({
  icon: 'chat',
  mark: <Face id={comment.authorId} />,
  sentence: null,
  content: <CommentEntry comment={comment} of={of} asked={asked} />,
  anchor: anchorOf(comment),
  marked: asked,
});
