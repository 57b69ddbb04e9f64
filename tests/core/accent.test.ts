import fc from 'fast-check';
import t from 'tap';
import { contrast, grounds, leastContrast, tonesOf } from '../../server/contracts/core/accent.js';
import { readText } from '../support/repository.js';

const colour = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, '0')}`);

t.test('contrast by WCAG', async (t) => {
  t.equal(contrast('#000000', '#ffffff'), 21);
  t.equal(contrast('#777777', '#777777'), 1);
  t.equal(Math.round(contrast('#767676', '#ffffff') * 100) / 100, 4.54);
});

t.test('whatever colour is chosen, it can be read in the light and in the dark', async (t) => {
  const readable = (chosen: string): boolean =>
    (['light', 'dark'] as const).every((theme) => {
      const tones = tonesOf(chosen)[theme];
      const pairs = [
        ...[...grounds[theme], tones.soft].map((ground) => [tones.accent, ground] as const),
        [tones.on, tones.accent] as const,
        [tones.on, tones.hover] as const,
      ];
      return pairs.every(([one, other]) => contrast(one, other) >= leastContrast);
    });
  for (const chosen of ['#000000', '#ffffff', '#ffff00', '#0000ff', '#00ff00', '#ff0000', '#808080', '#0b6b70']) t.ok(readable(chosen), chosen);
  fc.assert(fc.property(colour, readable), { numRuns: 300 });
});

t.test('what can be read already is taken as it is', async (t) => {
  t.equal(tonesOf('#2458b8').light.accent, '#2458b8');
});

t.test('the grounds are those of the tokens', async (t) => {
  const tokens = readText('web/core/look/tokens.css');
  const pair = (name: string) => new RegExp(`--${name}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(tokens)?.slice(1) ?? [];
  const found = ['bg', 'sunken', 'surface', 'raised', 'hover'].map(pair);
  t.same([...grounds.light].sort(), [...new Set(found.map(([light]) => light as string))].sort());
  t.same([...grounds.dark].sort(), [...new Set(found.map(([, dark]) => dark as string))].sort());
});
