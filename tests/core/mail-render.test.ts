import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import nodemailer from 'nodemailer';
import t from 'tap';
import { type MailContent, renderMail } from '../../server/core/mail/render.js';

const content: MailContent = {
  language: 'pt-BR',
  subject: 'Orçamento 2026-0418 de Ferragens Aurora',
  heading: 'Orçamento 2026-0418',
  paragraphs: ['Olá, Davi,', 'Segue nosso orçamento.\nO PDF está anexo.'],
  button: { text: 'Ver o orçamento', url: 'https://portal.example/p/abc?x=1&y=2' },
  companyName: 'Ferragens Aurora',
  footer: 'Dúvidas? Responda.',
};

t.test('both parts say the same', async (t) => {
  const { subject, text, html } = renderMail(content);
  t.equal(subject, content.subject);
  t.equal(
    text,
    'Orçamento 2026-0418\n\nOlá, Davi,\n\nSegue nosso orçamento.\nO PDF está anexo.\n\nVer o orçamento:\nhttps://portal.example/p/abc?x=1&y=2\n\n-- \nFerragens Aurora\nDúvidas? Responda.\n',
  );
  t.match(html, '<html lang="pt-BR">');
  t.match(html, 'Segue nosso orçamento.<br>O PDF está anexo.');
  t.match(html, 'href="https://portal.example/p/abc?x=1&amp;y=2"');
  t.match(html, 'name="color-scheme" content="light dark"');
  t.notMatch(html, /<img|<link|url\(/, 'loads nothing');
});

t.test('without button and footer', async (t) => {
  const { text, html } = renderMail({ ...content, button: undefined, footer: undefined });
  t.notMatch(html, '<a ');
  t.ok(text.endsWith('-- \nFerragens Aurora\n'));
});

t.test('nothing is markup', async (t) => {
  const evil = '</title><script>alert(1)</script>"\'&\u0000\u0007';
  const { html } = renderMail({ ...content, language: evil, subject: evil, heading: evil, paragraphs: [evil], companyName: evil, footer: evil });
  t.notMatch(html, '<script>');
  t.notMatch(html, '\u0000');
  const tags = (text: string) => text.match(/<[a-z/!]/gi)?.length;
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (odd) => {
      const plain = renderMail({ ...content, heading: 'x', paragraphs: ['x'], companyName: 'x', footer: 'x', subject: 'x' });
      const made = renderMail({ ...content, heading: odd, paragraphs: [odd], companyName: odd, footer: `${odd}x`, subject: odd });
      return tags(made.html.replace(/<br>/g, '')) === tags(plain.html.replace(/<br>/g, '')) && !/[\r\n]/.test(made.subject);
    }),
  );
});

t.test('a button leads to a page only', async (t) => {
  for (const url of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'nowhere']) {
    t.throws(() => renderMail({ ...content, button: { text: 'x', url } }), TypeError, url);
  }
});

t.test('it survives the way through a mail program', async (t) => {
  const { message } = await nodemailer
    .createTransport({ streamTransport: true, buffer: true })
    .sendMail({ from: 'a@b.example', to: 'c@d.example', ...renderMail(content) });
  const parsed = await simpleParser(message as Buffer);
  t.equal(parsed.subject, content.subject);
  t.match(parsed.text, 'Segue nosso orçamento.');
  t.match(parsed.html || '', 'Ver o orçamento');
});
