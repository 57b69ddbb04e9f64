import { readdirSync, readFileSync } from 'node:fs';
import t from 'tap';
import { formats } from '../../server/core/i18n/format.js';
import { isNoticeCode, noticeKey, noticeText } from '../../server/core/i18n/notices.js';
import { hasText, languages, nearestLanguage, texts } from '../../server/core/i18n/texts.js';
import { messagesOf } from '../support/messages.js';

const folder = new URL('../../server/messages/', import.meta.url);
const NBSP = '\u00a0';

function flatten(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  return Object.entries(value as Record<string, unknown>).flatMap(([key, inner]) => flatten(inner, path ? `${path}.${key}` : key));
}
const read = (language: string) =>
  new Map(
    readdirSync(new URL(`${language}/`, folder)).flatMap((file) =>
      flatten(JSON.parse(readFileSync(new URL(`${language}/${file}`, folder), 'utf8')) as unknown).map(
        ([key, text]) => [`${file.replace('.json', '')}:${key}`, text] as const,
      ),
    ),
  );

t.test('every language says everything', async (t) => {
  t.ok(languages.includes('en') && languages.includes('pt-BR'));
  const english = read('en');
  const names = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();
  for (const language of languages) {
    const own = read(language);
    t.same([...own.keys()].sort(), [...english.keys()].sort(), `${language} has the keys of English`);
    for (const [key, text] of own) {
      t.ok(text.trim() !== '', `${language} ${key} is not empty`);
      t.same([...new Set(names(text))], [...new Set(names(english.get(key) ?? ''))], `${language} ${key} has the same names`);
      t.notMatch(text, /success|sucesso/i);
    }
  }
});

t.test('texts are found by namespace, key and language', async (t) => {
  t.equal(texts('en')('core:mail.invite.subject', { actor: 'Lia', portal: 'Aurora' }), 'Lia invites you to Aurora');
  t.equal(texts('pt-BR')('core:mail.invite.subject', { actor: 'Lia', portal: 'Aurora' }), 'Lia convidou você para Aurora');
  t.equal(texts('pt-BR')('sales:module.name'), 'Documentos de venda');
  t.equal(texts('xx')('crm:module.name'), 'CRM');
  t.equal(texts(null)('core:document.quote'), 'Quote');
  t.equal(texts('en')('core:mail.test.text', { portal: '<b>&', server: 's' }).includes('<b>&'), true, 'nothing is escaped');
  t.equal(hasText('crm:no.such'), false);
});

t.test('the nearest language', async (t) => {
  t.equal(nearestLanguage('pt'), 'pt-BR');
  t.equal(nearestLanguage('PT-pt'), 'pt-BR');
  t.equal(nearestLanguage('pt-br'), 'pt-BR');
  t.equal(nearestLanguage('en-GB'), 'en');
  t.equal(nearestLanguage(undefined), 'en');
  t.equal(nearestLanguage(''), 'en');
});

t.test('money and numbers', async (t) => {
  const [en, pt] = [formats('en'), formats('pt-BR')];
  const brl = (amount: number) => ({ amount, currency: 'BRL' });
  t.equal(pt.money(brl(4_875_000)), `R$${NBSP}48.750,00`);
  t.equal(en.money(brl(4_875_000)), 'R$48,750.00');
  t.equal(pt.money(brl(-213_760)), `−R$${NBSP}2.137,60`);
  t.equal(pt.amount(brl(-213_760)), '−2.137,60');
  t.equal(en.money({ amount: 5, currency: 'USD' }), 'US$0.05');
  t.equal(formats('en', 'UTC', 'US').money({ amount: 5, currency: 'USD' }), '$0.05', 'which is "the" dollar in the United States');
  t.equal(en.money({ amount: 1200, currency: 'JPY' }), 'JP¥1,200');
  t.equal(en.amount({ amount: -1, currency: 'KWD' }), '−0.001');
  t.equal(en.amount(brl(Number.MAX_SAFE_INTEGER)), '90,071,992,547,409.91');
  t.equal(en.amount(brl(-0)), '0.00');
  t.equal(pt.number(1234.5), '1.234,5');
  t.equal(en.number(-0.125), '−0.125');
  t.equal(pt.percent(8), `8${NBSP}%`);
  t.equal(en.percent(17.5), '17.5%');
});

t.test('days and moments', async (t) => {
  const [en, pt] = [formats('en', 'America/Sao_Paulo'), formats('pt-BR', 'America/Sao_Paulo')];
  t.equal(pt.day('2026-12-08'), '08/12/2026');
  t.equal(en.day('2026-12-08'), '8 Dec 2026');
  t.equal(pt.longDay('2026-11-24'), '24 de novembro de 2026');
  t.equal(en.longDay('2026-11-24'), '24 November 2026');
  t.equal(pt.moment('2026-11-25T01:30:00.000Z'), '24/11/2026, 22:30');
  t.equal(en.moment('2026-11-25T03:05:00.000Z'), '25 Nov 2026, 00:05');
  t.equal(en.time('2026-11-25T03:05:00.000Z'), '00:05');
  const us = formats('en', 'America/Chicago', 'US');
  t.equal(us.day('2026-12-08'), 'Dec 8, 2026');
  t.match(us.moment('2026-11-25T20:05:00.000Z'), /^Nov 25, 2026, 2:05\sPM$/, 'in the United States days and clocks are American');
  t.equal(formats('pt-BR', 'UTC', 'US').day('2026-12-08'), '08/12/2026', 'in English alone');
  t.equal(formats('pt-BR', 'Pacific/Kiritimati').day('2026-12-08'), '08/12/2026', 'a day has no time zone');
  t.equal(formats('en', 'Mars/Olympus').time('2026-11-25T03:05:00.000Z'), '03:05', 'where the zone is not known, clocks are those of UTC');
});

t.test('how many of something there are is written as the language does, by the text itself', async (t) => {
  t.equal(texts('pt-BR')('tasks:job.repeat.done', { count: 5454 }), '5.454 tarefas foram criadas.');
  t.equal(texts('en')('tasks:job.repeat.done', { count: 5454 }), '5,454 tasks were made.');
});

t.test('a notice that says it was undone says so below its title too', async (t) => {
  for (const language of languages) {
    const messages = messagesOf('server', language);
    const titles = [...messages.keys()].filter((key) => key.endsWith('.title_undone'));
    t.ok(titles.length >= 5, language);
    for (const title of titles) t.ok(messages.has(title.replace(/title_undone$/, 'body_undone')), `${language} ${title}`);
  }
});

t.test('notices are told in the words of the reader', async (t) => {
  const pt = { language: 'pt-BR', timeZone: 'America/Sao_Paulo' };
  const en = { language: 'en', timeZone: 'UTC' };
  t.equal(noticeKey('crm.lead.assigned'), 'crm:notice.lead.assigned');
  t.equal(
    noticeText('crm.lead.assigned', { title: 'Portões' }, pt).body,
    'O portal passou o lead “Portões” para você. Dê uma olhada e marque o próximo passo enquanto está quente.',
  );
  const accepted = noticeText(
    'sales.quote.accepted',
    { actor: 'Davi', number: '2026-0418', title: 'Bloco B', amount: { amount: 4_875_000, currency: 'BRL' } },
    pt,
  );
  t.equal(accepted.title, `Davi aceitou o orçamento 2026-0418, R$${NBSP}48.750,00`);
  t.equal(noticeText('crm.activity.due', { title: 'Call', due: '2026-11-25T14:00:00.000Z' }, en).title, 'Due 25 Nov 2026, 14:00: Call');
  t.equal(noticeText('core.module.switched', { module: 'sales', actor: 'Lia', context: 'parked' }, pt).title, 'Documentos de venda foi guardado por enquanto');
  for (const [count, title] of [
    [1, 'Agora você cuida de um registro de Lia'],
    [1200, 'Agora você cuida de 1.200 registros de Lia'],
  ] as const)
    t.equal(noticeText('core.hand-over.received', { count, person: 'Lia' }, pt).title, title);
  t.equal(
    noticeText('core.import.done', { file: 'a.csv', created: 1200, updated: 3, failed: 0 }, en).title,
    'a.csv is imported: 1,200 new, 3 updated, 0 left out',
  );
  for (const code of [
    'crm.lead.assigned',
    'crm.deal.assigned',
    'crm.activity.due',
    'crm.stage.rule',
    'sales.quote.accepted',
    'sales.quote.declined',
    'sales.invoice.overdue',
    'sales.payment.received',
    'core.module.switched',
    'core.import.done',
    'core.import.failed',
    'core.mail.failed',
    'core.backup.failed',
  ]) {
    t.ok(isNoticeCode(code), code);
    for (const reader of [en, pt])
      t.ok(
        Object.values(noticeText(code, {}, reader)).every((line) => line !== '' && !line.includes(':notice.')),
        code,
      );
  }
  t.throws(() => noticeText('crm.no.such', {}, en), /crm\.no\.such/);
  t.equal(isNoticeCode('nonsense'), false);
});
