import fc from 'fast-check';
import t from 'tap';
import { readMoment } from '../../server/contracts/core/read-moment.js';
import { timeOn } from '../../server/contracts/core/spoken-times.js';

// Wednesday.
const now = { day: '2026-06-17', time: '12:00' };

t.test('a day is read as people write it in both languages', async (t) => {
  const cases: [day: string, ...texts: string[]][] = [
    ['2026-06-17', '17/6', '17/06/2026', '17.6.26', '17-06-2026', '17 06 2026', '170626', '17062026', '17', 'hoje', 'TODAY', '17 jun', 'Jun 17'],
    ['2026-06-17', '17 Jun 2026', '17 de junho de 2026', '17 de jun. de 2026', '2026-06-17', ' 17/6 '],
    ['2026-06-18', 'amanhã', 'AMANHA', 'tomorrow', '+1', '+1d', '+ 1 dia'],
    ['2026-06-19', 'sexta', 'sex', 'sex.', 'Sexta-feira', 'friday', 'fri', 'depois de amanhã'],
    ['2026-06-24', 'quarta', 'wednesday', '+1s', '+1w', 'em 7 dias'],
    ['2026-06-16', 'ontem', 'yesterday', '-1d'],
    ['2026-07-17', '+1m', '+1 mês', 'in 1 month'],
    ['2026-09-01', '1 Sept 2026', '1/9'],
    ['2026-12-28', '28/12'],
    ['2026-05-20', '20/5'],
    ['2026-07-01', '1'],
    ['2026-06-10', '10'],
  ];
  for (const [day, ...texts] of cases) for (const text of texts) t.same(readMoment(text, now), { day }, text);
  t.same(readMoment('5/1', { day: '2026-12-20', time: '12:00' }), { day: '2027-01-05' }, 'beside the turn of the year the near one is meant');
  t.same(readMoment('28/12', { day: '2027-01-04', time: '12:00' }), { day: '2026-12-28' }, 'also behind');
});

t.test('where months stand first, in figures alone', async (t) => {
  const american = { ...now, isMonthFirst: true };
  for (const text of ['6/19', '06/19/2026', '6-19-26', '061926', '19 June', 'June 19', '2026-06-19', 'fri'])
    t.same(readMoment(text, american), { day: '2026-06-19' }, text);
  t.same(readMoment('Jun 19, 2026 3:00\u202fPM', american), { day: '2026-06-19', time: '15:00' }, 'as the portal writes it itself');
  t.equal(readMoment('19/6', american), null, 'there is no nineteenth month');
});

t.test('and a time with it', async (t) => {
  const at = { day: '2026-06-19', time: '15:00' };
  for (const text of ['19/6 15h', '19/06/2026 15:00', 'sexta às 15', 'Fri 3pm', '19 Jun 2026, 15:00', '2026-06-19T15:00', '19 de junho 15h00'])
    t.same(readMoment(text, now), at, text);
  t.same(readMoment('14h30', now), { time: '14:30' });
  for (const text of ['monday 8.30', 'segunda 8.30', '22/6 8.30am', 'Monday 8.30 am', '22.6 8.30', 'mon at 8.30', 'segunda às 8.30', '8.30am monday'])
    t.same(readMoment(text, now), { day: '2026-06-22', time: '08:30' }, text);
  for (const text of ['8.30', '8.30am', '8.12 am']) t.match(readMoment(text, now), { time: /^08:(30|12)$/ }, text);
  t.same(readMoment('8.12', now), { day: '2026-12-08' }, 'a day with dots stays one');
});

t.test('an evening is said in words', async (t) => {
  for (const text of ['tonight', 'hoje à noite', 'Hoje a noite', 'today evening']) t.same(readMoment(text, now), { day: '2026-06-17', time: '20:00' }, text);
  for (const text of ['tomorrow night', 'amanhã à noite', 'tomorrow evening']) t.same(readMoment(text, now), { day: '2026-06-18', time: '20:00' }, text);
  for (const text of ['tonight 21h', 'tonight at 9pm', '9pm tonight', 'hoje à noite às 21'])
    t.same(readMoment(text, now), { day: '2026-06-17', time: '21:00' }, text);
  for (const text of ['tonight at 8.30', 'tonight 8:30', 'tonight 8.30', 'hoje à noite às 8h30', 'today evening at 8:30pm'])
    t.same(readMoment(text, now), { day: '2026-06-17', time: '20:30' }, text);
  t.same(readMoment('amanhã à noite às 7', now), { day: '2026-06-18', time: '19:00' }, 'by the clock of twelve hours');
  t.same(readMoment('tonight', { ...now, time: '21:10' }), { day: '2026-06-17', time: '21:30' }, 'late in it, what is left of it');
});

t.test('a day that is planned without a time takes one that is still to come', async (t) => {
  t.equal(timeOn('2026-06-17', '15:00', now), '15:00', 'the usual one');
  for (const [at, time] of [
    ['17:54', '18:00'],
    ['18:00', '18:30'],
    ['15:00', '15:30'],
    ['23:29', '23:30'],
    ['23:45', '23:59'],
    ['23:59', '23:59'],
  ] as const)
    t.equal(timeOn('2026-06-17', '15:00', { ...now, time: at }), time, at);
  t.equal(timeOn('2026-06-18', '09:00', now), '09:00', 'another day is left alone');
  t.equal(timeOn('2026-06-16', '09:00', now), '09:00', 'also one that is over');
});

t.test('what is none is refused, and nothing is guessed', async (t) => {
  for (const text of ['', '06/17/2026', '31/2', '32', '0', '17/6 x', 'nunca', '17/', '20/06/2026 25:00', '17/6 18/6', '+3x'])
    t.equal(readMoment(text, now), null, text);
  fc.assert(
    fc.property(fc.string({ maxLength: 30 }), (text) => {
      const read = readMoment(text, now);
      return read?.day === undefined || new Date(`${read.day}T00:00:00Z`).toISOString().startsWith(read.day);
    }),
    { numRuns: 2000 },
  );
});

t.test('in a field words count that are common in sentences', async (t) => {
  const cases: [read: { day?: string; time?: string }, ...texts: string[]][] = [
    [{ time: '00:00' }, 'midnight', 'meia-noite', 'à meia-noite'],
    [{ day: '2026-06-18', time: '00:00' }, 'tonight midnight', 'hoje à meia-noite', 'tomorrow midnight'],
    [{ day: '2026-06-17', time: '12:00' }, 'now', 'agora'],
    [{ time: '18:00' }, 'eod', 'end of day', 'fim do dia'],
    [{ day: '2026-06-19', time: '18:00' }, 'friday eod', 'eod fri', 'sexta fim do dia'],
    [{ day: '2026-06-17', time: '15:00' }, 'this afternoon', 'hoje à tarde', 'esta tarde', 'today afternoon', 'hoje à tarde às 3'],
    [{ day: '2026-06-17', time: '09:00' }, 'this morning', 'hoje de manhã', 'hoje cedo'],
    [{ day: '2026-06-18', time: '09:00' }, 'tomorrow morning', 'amanhã cedo', 'amanhã de manhã', 'tomorrow morning 9', 'amanhã de manhã às 9'],
    [{ day: '2026-07-01' }, '2 weeks', '2 semanas', '14 days'],
    [{ day: '2026-06-14' }, '3 days ago', 'há 3 dias', '3 dias atrás'],
    [{ day: '2026-06-15' }, 'last monday', 'segunda passada', 'última segunda', 'seg passada', 'last mon'],
    [{ day: '2026-06-10' }, 'last wednesday', 'quarta passada'],
    [{ day: '2026-06-22', time: '09:00' }, 'seg 9', 'mon 9', 'segunda 9', '22/6 9'],
    [{ day: '2026-06-22' }, 'seg 22', 'monday 22'],
    [{ day: '2026-06-17', time: '20:00' }, 'tonight 8', 'hoje à noite 8', 'this evening 8'],
    [{ day: '2026-06-17', time: '14:00' }, '2 hours', 'em 2 horas', 'hoje 14 horas'],
    [{ time: '14:00' }, '14 horas', 'às 14 horas'],
    [{ day: '2026-06-18', time: '00:00' }, 'tonight at 12', 'hoje à noite às 12'],
  ];
  for (const [read, ...texts] of cases) for (const text of texts) t.same(readMoment(text, now), read, text);
  t.same(readMoment('this afternoon', { ...now, time: '16:10' }), { day: '2026-06-17', time: '16:30' }, 'what is left of it');
  t.same(readMoment('this morning', { ...now, time: '16:10' }), { day: '2026-06-17', time: '09:00' }, 'what is over is the past');
});

t.test('the weekday of today with a time means today while that is still to come', async (t) => {
  t.same(readMoment('qua 24 16h', { ...now, day: '2026-06-17' }), { day: '2026-06-24', time: '16:00' }, 'unless its number is said');
  for (const text of ['wed 4pm', 'quarta às 16', 'qua 16h', '4pm wednesday', 'wednesday at 4pm'])
    t.same(readMoment(text, now), { day: '2026-06-17', time: '16:00' }, text);
  for (const text of ['wed 11am', 'quarta às 11']) t.same(readMoment(text, now), { day: '2026-06-24', time: '11:00' }, text);
  for (const text of ['next wednesday 4pm', 'quarta que vem às 16', 'próxima quarta 16h'])
    t.same(readMoment(text, now), { day: '2026-06-24', time: '16:00' }, text);
  t.same(readMoment('wednesday', now), { day: '2026-06-24' }, 'without one it is the next');
});
