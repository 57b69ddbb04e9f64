import t from 'tap';
import { filesBelow, readText } from '../support/repository.js';

/** Boxes that scroll both ways; those that scroll sideways alone say so. */
const bothWays: Record<string, string> = { 'web/ui/board/board.module.css': '.board', 'web/ui/list/record-list.module.css': '.wrap' };

t.test('a swipe past the edge of what scrolls sideways does not leave the page', async (t) => {
  const blocks = filesBelow('web')
    .filter((file) => file.endsWith('.css'))
    .flatMap((file) =>
      [...readText(file).matchAll(/([^{}]+)\{([^{}]*)\}/g)].map(([, selector = '', rules = '']) => ({ file, selector: selector.trim(), rules })),
    );
  const sideways = blocks.filter(
    ({ file, selector, rules }) => /overflow-x: (auto|scroll)/.test(rules) || (bothWays[file] === selector && rules.includes('overflow: auto')),
  );
  t.ok(sideways.length >= 15, `${sideways.length} boxes were found`);
  t.same(
    sideways.filter(({ rules }) => !rules.includes('overscroll-behavior-x: contain')).map(({ file, selector }) => `${file} ${selector}`),
    [],
  );
});
