import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { commentEndpoints } from '../../../server/contracts/core/comments.js';
import { RichText } from '../../ui/rich-text/rich-text.js';
import { type EntryView, EntryWords } from '../../ui/timeline/entries.js';
import { useOutbox, type Waiting } from '../offline/outbox.js';
import { useSession } from '../session.js';
import type { TalkedAbout } from './comment-box.js';
import { Face } from './face.js';

interface Body {
  recordType: string;
  recordId: number;
  html: string;
}

function WaitingComment({ waiting: { at, body, refused } }: { waiting: Waiting }) {
  const { t } = useTranslation('core');
  const { person } = useSession();
  return (
    <EntryWords
      sentence={
        <>
          <b>{person.name}</b> {t('comment.said')} · {refused ?? t('comment.waiting')}
        </>
      }
      at={at}
      body={<RichText html={(body as Body).html} />}
    />
  );
}

/** What one said about a record that is not sent yet, newest first, and how it stands among what was said. */
export function useWaitingComments({ type, id }: Pick<TalkedAbout, 'type' | 'id'>) {
  const { person } = useSession();
  const all = useOutbox();
  const waiting = useMemo(
    () =>
      all
        .filter(({ path, body }) => path === commentEndpoints.create.path && (body as Body).recordType === type && (body as Body).recordId === id)
        // What is stored has ids from 1 on.
        .map((one, n) => ({ id: -1 - n, at: one.at, waiting: one }))
        .reverse(),
    [all, type, id],
  );
  const view = (one: Waiting): EntryView => ({ icon: 'clock', mark: <Face id={person.id} />, sentence: null, content: <WaitingComment waiting={one} /> });
  return { waiting, view };
}
