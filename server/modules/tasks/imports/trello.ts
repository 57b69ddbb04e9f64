import type { ImportFormat } from '../../../core/imports/point.js';
import { toRows } from './rows.js';

type Thing = Readonly<Record<string, unknown>>;

const isThing = (value: unknown): value is Thing => typeof value === 'object' && value !== null && !Array.isArray(value);
const things = (value: unknown): Thing[] => (Array.isArray(value) ? value.filter(isThing) : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []);
const place = (thing: Thing): number => (typeof thing.pos === 'number' && Number.isFinite(thing.pos) ? thing.pos : 0);
const inOrder = (list: Thing[]): Thing[] => list.sort((a, b) => place(a) - place(b));
const oneLine = (words: string): string => words.replace(/\s+/g, ' ').trim();

function checklistOf(lists: readonly Thing[]): string {
  return lists
    .flatMap((list) => [
      `- [ ] ${oneLine(text(list.name)) || '…'}`,
      ...inOrder(things(list.checkItems)).map((item) => `  - [${item.state === 'complete' ? 'x' : ' '}] ${oneLine(text(item.name)) || '…'}`),
    ])
    .join('\n');
}

/** An export of a board of Trello: lists are stages, cards tasks; what is archived there is left out. */
export const trello: ImportFormat = {
  id: 'trello',
  of: 'json',
  recognises: (value) => isThing(value) && Array.isArray(value.cards) && Array.isArray(value.lists),
  convert(value) {
    const board = value as Thing;
    const members = new Map(things(board.members).map((one) => [text(one.id), text(one.email) || text(one.fullName) || text(one.username)]));
    const checklists = things(board.checklists);
    const lists = inOrder(things(board.lists).filter((list) => list.closed !== true));
    const cards = inOrder(things(board.cards).filter((card) => card.closed !== true));
    return toRows(
      lists.flatMap((list) =>
        cards
          .filter((card) => card.idList === list.id)
          .map((card) => {
            const [responsible = '', ...helpers] = texts(card.idMembers).flatMap((id) => members.get(id) ?? []);
            return {
              id: `trello:${text(card.id)}`,
              title: oneLine(text(card.name)) || '…',
              description: text(card.desc),
              state: card.dueComplete === true ? 'done' : 'new',
              responsible,
              helpers: helpers.join('; '),
              start: text(card.start),
              deadline: text(card.due),
              project: oneLine(text(board.name)).slice(0, 120),
              stage: oneLine(text(list.name)).slice(0, 120),
              tags: things(card.labels)
                .map((label) => oneLine(text(label.name) || text(label.color)))
                .filter(Boolean)
                .join('; '),
              checklist: checklistOf(inOrder(checklists.filter((one) => one.idCard === card.id))),
            };
          }),
      ),
    );
  },
};
