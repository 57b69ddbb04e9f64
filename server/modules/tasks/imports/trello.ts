import type { ImportFormat } from '../../../core/imports/point.js';
import { toRows } from './rows.js';
import { type Said, writeSaid } from './said.js';

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

/** What people said, by card. */
function saidOf(actions: readonly Thing[]): Map<string, Said[]> {
  const by = new Map<string, Said[]>();
  for (const { type, date, data, memberCreator } of actions) {
    const at = Date.parse(text(date));
    if (type !== 'commentCard' || !isThing(data) || !isThing(data.card) || Number.isNaN(at)) continue;
    const [id, who] = [text(data.card.id), isThing(memberCreator) ? oneLine(text(memberCreator.fullName) || text(memberCreator.username)) : ''];
    by.set(id, [...(by.get(id) ?? []), { at: new Date(at).toISOString(), by: who, text: text(data.text) }]);
  }
  return by;
}

/** An export of a board of Trello: lists are stages, cards tasks; what is archived there comes last, and on request alone. */
export const trello: ImportFormat = {
  id: 'trello',
  of: 'json',
  recognises: (value) => isThing(value) && Array.isArray(value.cards) && Array.isArray(value.lists),
  convert(value) {
    const board = value as Thing;
    const members = new Map(things(board.members).map((one) => [text(one.id), text(one.email) || text(one.fullName) || text(one.username)]));
    const checklists = things(board.checklists);
    const said = saidOf(things(board.actions));
    const lists = inOrder(things(board.lists));
    const cards = inOrder(things(board.cards));
    const stageOf = (list: Thing) => oneLine(text(list.name)).slice(0, 120);
    const stages = lists.filter((list) => list.closed !== true).map(stageOf);
    const isAway = (list: Thing, card: Thing) => list.closed === true || card.closed === true;
    const rowsOf = (away: boolean) =>
      lists.flatMap((list) =>
        cards
          .filter((card) => card.idList === list.id && isAway(list, card) === away)
          .map((card) => {
            const [responsible = '', ...helpers] = texts(card.idMembers).flatMap((id) => members.get(id) ?? []);
            return {
              id: `trello:${text(card.id)}`,
              title: oneLine(text(card.name)) || '…',
              description: text(card.desc),
              state: away || card.dueComplete === true ? 'done' : 'new',
              responsible,
              helpers: helpers.join('; '),
              start: text(card.start),
              deadline: text(card.due),
              project: oneLine(text(board.name)).slice(0, 120),
              stage: stageOf(list),
              tags: things(card.labels)
                .map((label) => oneLine(text(label.name) || text(label.color)))
                .filter(Boolean)
                .join('; '),
              checklist: checklistOf(inOrder(checklists.filter((one) => one.idCard === card.id))),
              comments: writeSaid(said.get(text(card.id)) ?? []),
              archived: away ? 'yes' : '',
            };
          }),
      );
    const [first, ...others] = [...rowsOf(false), ...rowsOf(true)];
    return toRows(first ? [{ ...first, stages: stages.filter(Boolean).join('\n') }, ...others] : []);
  },
};
