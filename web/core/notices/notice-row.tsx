import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Notice } from '../../../server/contracts/core/notices.js';
import { Button, IconButton } from '../../ui/button.js';
import { cx } from '../../ui/cx.js';
import { showError, showNote, showUndo } from '../../ui/feedback.js';
import { Icon } from '../../ui/icon.js';
import { useFormat, When } from '../../ui/ui-context.js';
import { url } from '../address.js';
import type { NoticeAction } from '../module.js';
import { useGo } from '../navigation.js';
import { useOnlyLooks } from '../session.js';
import { useProblemWords } from '../words.js';
import { noticeText, useReadNotices } from './data.js';
import s from './notices.module.css';
import type { Offered } from './use-offer.js';

interface Props {
  notice: Notice;
  offered: Offered;
  /** The place in which it stands is left for where it leads. */
  onLeave?: () => void;
}

/** One notice: what happened, the steps that settle it, and a mark that says whether it was read. */
export function NoticeRow({ notice, offered, onLeave }: Props) {
  const { t } = useTranslation();
  const f = useFormat();
  const go = useGo();
  const client = useQueryClient();
  const words = useProblemWords();
  const read = useReadNotices();
  const looks = useOnlyLooks();
  const [busy, setBusy] = useState<string | null>(null);
  const line = useRef<HTMLButtonElement>(null);
  const taken = useRef(false);
  useEffect(() => {
    // The step that was taken here is offered no more: the keyboard stays with its notice.
    if (notice.outcome !== null && taken.current) line.current?.focus();
    taken.current = false;
  }, [notice.outcome]);
  const text = noticeText(notice, f);
  const isRead = notice.readAt !== null;
  const mark = (as: boolean) => read.mutate({ ids: [notice.id], read: as });
  const leave = (to: string) => {
    onLeave?.();
    go(to);
  };
  const open = () => {
    if (!isRead && !looks) mark(true);
    if (offered.to) leave(offered.to);
  };
  const say = (said: string, undo?: () => Promise<unknown>) =>
    undo
      ? showUndo({
          text: said,
          onUndo: async () => {
            await undo();
            mark(false);
            await client.invalidateQueries();
          },
        })
      : showNote({ text: said });
  const take = async (action: NoticeAction) => {
    if (action.to) {
      mark(true);
      return leave(action.to);
    }
    setBusy(action.id);
    taken.current = true;
    try {
      const done = await action.run?.();
      if (done) {
        mark(true);
        await client.invalidateQueries();
        say(t(done.saidKey), done.undo);
        if (done.to) leave(done.to);
      }
    } catch (error) {
      showError({ text: words(error) });
    }
    setBusy(null);
  };
  return (
    <li className={cx(s.row, !isRead && s.unread)}>
      <Icon name={offered.icon} size={18} className={s.icon} />
      <div className={s.words}>
        <button ref={line} type="button" className={s.text} onClick={open}>
          {!isRead && <span className="visually-hidden">{t('core:notices.new')} </span>}
          {text}
        </button>{' '}
        <When at={notice.at} className={s.when} />
        {notice.outcome !== null && (
          <p className={s.outcome}>
            <Icon name="check" size={14} /> {notice.outcome}
          </p>
        )}
        {offered.actions.length > 0 && (
          <div className={s.actions}>
            {offered.actions.map((action) =>
              action.href ? (
                <a key={action.id} href={url(action.href)} className={s.file} download>
                  {t(action.labelKey)}
                </a>
              ) : (
                <Button
                  key={action.id}
                  small
                  {...(action.icon ? { icon: action.icon } : {})}
                  busy={busy === action.id}
                  aria-label={`${t(action.labelKey)}: ${text}`}
                  onClick={() => void take(action)}
                >
                  {t(action.labelKey)}
                </Button>
              ),
            )}
          </div>
        )}
      </div>
      {!looks && (
        <IconButton
          icon={isRead ? 'mail' : 'check'}
          className={s.mark}
          label={t(isRead ? 'core:notices.markUnread' : 'core:notices.markRead')}
          aria-label={`${t(isRead ? 'core:notices.markUnread' : 'core:notices.markRead')}: ${text}`}
          onClick={() => mark(!isRead)}
        />
      )}
    </li>
  );
}
