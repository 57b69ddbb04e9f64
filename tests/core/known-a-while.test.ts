import t from 'tap';
import { knownAWhile } from '../../server/core/db/known-a-while.js';

t.test('what was found out is taken for true for a while', async (t) => {
  let [at, asked] = [0, 0];
  const ask = knownAWhile<string, number>({ forMs: 1000, most: 2, now: () => at });
  const owner = {};
  const find = async () => {
    asked += 1;
    return asked;
  };
  t.equal(await ask(owner, 'a', find), 1);
  at = 999;
  t.equal(await ask(owner, 'a', find), 1, 'known');
  t.equal(await ask(owner, 'b', find), 2, 'each by its key');
  t.equal(await ask({}, 'a', find), 3, 'and by whose it is');
  at = 1000;
  t.equal(await ask(owner, 'a', find), 4, 'after the while it is found out anew');
  t.equal(await ask(owner, 'c', find), 5);
  t.equal(await ask(owner, 'a', find), 6, 'beyond the most that are kept, all are forgotten');
  await t.rejects(
    ask(owner, 'd', () => Promise.reject(new Error('no'))),
    { message: 'no' },
  );
  t.equal(await ask(owner, 'd', find), 7, 'what failed is asked again');
});
