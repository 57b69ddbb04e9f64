import type { Session } from '../../../server/contracts/core/session.js';
import { forgetDrafts, setDraftOwner } from '../../ui/draft/draft-store.js';
import { basePath } from '../address.js';
import { forgetSentTokens } from '../files/sent-tokens.js';
import { stopUploads } from '../files/uploads.js';
import { forgetAnswers, setAnswersOwner } from './kept-answers.js';
import { forgetOutbox, setOutboxOwner } from './outbox.js';

/** Whose portal this browser showed last, so that it opens without the network too. */
const lastKey = `sede.last:${basePath}`;

/** Before anything is known of who is here: without the network, the last one finds what they have read. */
export const beginAsLast = (): void => setAnswersOwner(localStorage.getItem(lastKey) ?? '');

/** What is kept in the browser from here on is this person's. Of a portal that is only looked at as somebody else nothing to read is kept. */
export function keepFor({ person, viewedBy }: Session): void {
  const own = `${basePath}:${person.id}`;
  const owner = viewedBy ? `${own}/${viewedBy.id}` : own;
  setDraftOwner(owner);
  setOutboxOwner(owner);
  setAnswersOwner(viewedBy ? '' : owner);
  if (viewedBy) localStorage.removeItem(lastKey);
  else localStorage.setItem(lastKey, owner);
}

/** The session was ended, perhaps by somebody else: nothing can be read any more. What was typed waits for its person. */
export function forgetRead(): void {
  void forgetAnswers();
  setAnswersOwner('');
  localStorage.removeItem(lastKey);
}

/** At sign-out: the next person at the desk finds nothing. */
export function forgetAll(): void {
  forgetDrafts();
  forgetOutbox();
  stopUploads();
  forgetSentTokens();
  forgetRead();
}
