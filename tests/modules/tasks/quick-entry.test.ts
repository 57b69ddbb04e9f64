import fc from 'fast-check';
import t from 'tap';
import { parseQuickEntry, type QuickContext } from '../../../server/contracts/tasks/quick-entry.js';

// Thursday.
const context: QuickContext = {
  now: { day: '2031-05-15', time: '10:30' },
  people: [
    { id: 1, name: 'Ana Souza' },
    { id: 2, name: 'Bruno Lima' },
    { id: 3, name: 'João da Conceição' },
  ],
  projects: [{ id: 7, name: 'Feira da Construção' }],
};
const parse = (text: string) => parseQuickEntry(text, context);

t.test('a line in Portuguese is understood', async (t) => {
  const text = 'Ligar para Ana amanhã 15h #proposta @bruno !alta';
  const found = parse(text);
  t.match(found, { title: 'Ligar para Ana', deadline: { day: '2031-05-16', time: '15:00' }, tags: ['proposta'], personIds: [2], priority: 'high' });
  t.same(
    found.chips.map(({ kind, text }) => [kind, text]),
    [
      ['deadline', 'amanhã'],
      ['deadline', '15h'],
      ['tag', '#proposta'],
      ['person', '@bruno'],
      ['priority', '!alta'],
    ],
  );
});

t.test('days and times are understood in both languages', async (t) => {
  const cases: [text: string, title: string, day: string | null, time: string | null][] = [
    ['Call Ana tomorrow at 3pm', 'Call Ana', '2031-05-16', '15:00'],
    ['Send the offer by Friday', 'Send the offer', '2031-05-16', null],
    ['Send the offer next thursday 9:30', 'Send the offer', '2031-05-22', '09:30'],
    ['Enviar até sexta-feira às 18', 'Enviar', '2031-05-16', '18:00'],
    ['Revisar depois de amanhã', 'Revisar', '2031-05-17', null],
    ['Pagar em 3 dias', 'Pagar', '2031-05-18', null],
    ['Pay in 2 weeks', 'Pay', '2031-05-29', null],
    ['Voltar daqui a 2 horas', 'Voltar', '2031-05-15', '12:30'],
    ['Reunião semana que vem', 'Reunião', '2031-05-19', null],
    ['Meet next month', 'Meet', '2031-06-01', null],
    ['Imposto 31/1', 'Imposto', '2032-01-31', null],
    ['Conferir o caixa seg 9h', 'Conferir o caixa', '2031-05-19', '09:00'],
    ['Entregar até sex', 'Entregar', '2031-05-16', null],
    ['Ter uma ideia dia 20', 'Ter uma ideia', '2031-05-20', null],
    ['Instalar dia 20/6', 'Instalar', '2031-06-20', null],
    ['Imposto dia 20', 'Imposto', '2031-05-20', null],
    ['Natal 25 de dezembro de 2032', 'Natal', '2032-12-25', null],
    ['Party December 24 7 pm', 'Party', '2031-12-24', '19:00'],
    ['Report 2031-06-02', 'Report', '2031-06-02', null],
    ['Almoço meio-dia', 'Almoço', '2031-05-15', '12:00'],
    ['Ligar para Ana amanhã cedo', 'Ligar para Ana', '2031-05-16', '09:00'],
    ['Call Ana tomorrow morning at 8', 'Call Ana', '2031-05-16', '08:00'],
    ['Write the report this afternoon', 'Write the report', '2031-05-15', '15:00'],
    ['Call thursday 4pm', 'Call', '2031-05-15', '16:00'],
    ['Call now about 2 weeks of rent', 'Call now about 2 weeks of rent', null, null],
    ['Midnight feast', 'Midnight feast', null, null],
    ['Ver a ata de 3 dias atrás, segunda passada', 'Ver a ata de 3 dias atrás, segunda passada', null, null],
    ['Answer last monday mail', 'Answer last monday mail', null, null],
    ['Prepare the end of day report', 'Prepare the end of day report', null, null],
    ['Café 9h', 'Café', '2031-05-16', '09:00'],
    ['Today, check the stock.', 'check the stock.', '2031-05-15', null],
  ];
  for (const [text, title, day, time] of cases) t.match(parse(text), { title, deadline: day === null ? null : { day, time } }, text);
});

t.test('what is none stays in the title', async (t) => {
  for (const text of [
    'Comprar 3 caixas para o João',
    'Call room 15',
    'Nada em 31/02',
    'Escrever para alguém@empresa.example',
    'Preço de R$ 15,50',
    'C# and F#',
    'Wow !maybe @nobody',
    'Ler "amanhã 15h #x"',
    'May be late',
  ]) {
    const { title, deadline, chips } = parse(text);
    t.same([title, deadline, chips], [text, null, []], text);
  }
});

t.test('projects, several people, and what is meant as plain words', async (t) => {
  t.match(parse('Montar estande #feira-da-construção @ana @joao'), { title: 'Montar estande', projectId: 7, personIds: [1, 3], tags: [] });
  t.match(parse('Hoje amanhã'), { title: 'amanhã', deadline: { day: '2031-05-15' } });
  t.match(parseQuickEntry('Ler amanhã 15h', { ...context, ignored: ['Amanhã'] }), { title: 'Ler amanhã', deadline: { day: '2031-05-15', time: '15:00' } });
});

t.test('whatever is typed, spans are true to the text and nothing is lost', async (t) => {
  const word = fc.oneof(
    fc.constantFrom(
      'amanhã',
      'tomorrow',
      '15h',
      'às',
      '3pm',
      '#tag',
      '@ana',
      '!alta',
      'em',
      '3',
      'dias',
      '25/12',
      'para',
      '"',
      'next',
      'friday',
      'de',
      'maio',
      '2031',
    ),
    fc.string({ unit: 'grapheme', maxLength: 8 }),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 12 }), fc.constantFrom(' ', '  ', '\t'), (parts, gap) => {
      const text = parts.join(gap);
      const { chips, title, deadline } = parse(text);
      let last = 0;
      for (const chip of chips) {
        if (chip.start < last || chip.end <= chip.start || text.slice(chip.start, chip.end) !== chip.text) return false;
        last = chip.end;
      }
      if (deadline && !/^\d{4}-\d{2}-\d{2}$/.test(deadline.day)) return false;
      if (deadline?.time && !/^([01]\d|2[0-3]):[0-5]\d$/.test(deadline.time)) return false;
      // Letters of the text are letters of the title or of a chip, each once.
      const letters = (some: string) => some.replace(/[\s,;]/g, '').length;
      return letters(title) + chips.reduce((sum, chip) => sum + letters(chip.text), 0) === letters(text);
    }),
    { numRuns: 3000 },
  );
  t.pass();
});
