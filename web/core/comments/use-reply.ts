import { useCallback, useMemo } from 'react';
import { useAddressQuery } from '../navigation.js';
import { useReference } from '../references.js';

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Whether the address asks for an answer to be written here (`?comment=12&reply=7`, as notices do). */
export const useReplyAsked = (): boolean => useAddressQuery()[0].reply !== undefined;

/**
 * The answer that the address asks for, and how to be done with it.
 * @returns `reply` null: none, or the name of its addressee is still on its way; `start`: what it begins with, the mention of that person;
 * `comment`: what is answered, to tell one from the next.
 */
export function useReply(): { reply: { start: string; comment: string } | null; done(): void } {
  const [query, setQuery] = useAddressQuery();
  const { reply, comment = '' } = query;
  const id = /^[1-9]\d{0,14}$/.test(reply ?? '') ? Number(reply) : null;
  const person = useReference('core.person', id);
  const isAsked = reply !== undefined;
  const name = person === undefined && id !== null ? undefined : (person?.title ?? null);
  const answer = useMemo(() => {
    if (!isAsked || name === undefined) return null;
    return { start: name === null ? '' : `<p><span data-mention="${id}">@${escaped(name)}</span> </p>`, comment };
  }, [isAsked, name, id, comment]);
  const done = useCallback(() => {
    if (isAsked) setQuery({ ...query, reply: undefined });
  }, [isAsked, query, setQuery]);
  return { reply: answer, done };
}
