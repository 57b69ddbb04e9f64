import Mention from '@tiptap/extension-mention';
import type { SuggestionKeyDownProps, SuggestionProps } from '@tiptap/suggestion';
import type { Mentioned } from './editor-props.js';

export interface MentionHooks {
  people(words: string): Promise<readonly Mentioned[]>;
  /** People are offered at the caret; `mount` puts an element there. Without `people` they are still looked for. */
  onOffer(offer: { query: string; people: readonly Mentioned[] | null; choose(person: Mentioned): void; mount: SuggestionProps['mount'] }): void;
  /** Whether the key was meant for the list. */
  onKey(event: KeyboardEvent): boolean;
  onEnd(): void;
}

/** A mention as it is kept: `<span data-mention="7">@Name</span>`. */
export const mentionOf = (hooks: MentionHooks) =>
  Mention.extend({
    addAttributes() {
      return {
        id: { default: null, parseHTML: (element) => element.getAttribute('data-mention'), rendered: false },
        label: { default: null, parseHTML: (element) => element.textContent?.replace(/^@/, '') ?? null, rendered: false },
      };
    },
    parseHTML: () => [{ tag: 'span[data-mention]' }],
    renderHTML: ({ node }) => ['span', { 'data-mention': node.attrs.id }, `@${node.attrs.label}`],
  }).configure({
    suggestion: {
      char: '@',
      floatingUi: { strategy: 'fixed' },
      items: ({ query }) =>
        hooks.people(query).then(
          (people) => [...people],
          () => [],
        ),
      render: () => {
        const offer = ({ query, loading, items, command, mount }: SuggestionProps<Mentioned>) =>
          hooks.onOffer({ query, people: loading ? null : items, mount, choose: ({ id, name }) => command({ id, label: name } as never) });
        return {
          onStart: offer,
          onUpdate: offer,
          onKeyDown: ({ event }: SuggestionKeyDownProps) => hooks.onKey(event),
          onExit: () => hooks.onEnd(),
        };
      },
    },
  });
