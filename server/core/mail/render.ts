/** What a mail of the portal says. Plain text throughout: everything is escaped, nothing is markup. */
export interface MailContent {
  /** BCP 47 tag, for screen readers and translation offers. */
  language: string;
  subject: string;
  heading: string;
  paragraphs: readonly string[];
  /** Lists below the paragraphs, each with a title. */
  sections?: readonly MailSection[];
  /** Only http and https addresses are taken. */
  button?: { text: string; url: string };
  companyName: string;
  /** Ground of the button, `#rrggbb`, dark enough for white words; the portal's own unless said. */
  accent?: string;
  footer?: string;
  /** A last line of the footer that leads somewhere. */
  footerLink?: MailLink;
}
/** Only http and https addresses are taken. */
interface MailLink {
  text: string;
  url: string;
}
export interface MailSection {
  title: string;
  lines: readonly (Pick<MailLink, 'text'> & Partial<Pick<MailLink, 'url'>>)[];
}
export interface RenderedMail {
  /** One line, safe as a header. */
  subject: string;
  text: string;
  html: string;
}

/** Where the company's logo comes in when the mail is sent, as it is then; what people write is escaped and cannot hold it. */
const LOGO_PLACE = '<!--logo-->';
/** Under which the picture travels with the mail: nothing is loaded from anywhere. */
export const LOGO_ID = 'logo@sede';
/** The most it takes, in pixels. */
const [logoWidth, logoHeight] = [180, 44];

/** A rendered mail with the company's logo above its words, or without; one that was rendered before there were logos stays as it is. */
export function withLogo(html: string, logo: { name: string; width: number; height: number } | null): string {
  if (!logo) return html.replace(LOGO_PLACE, '');
  const scale = Math.min(1, logoWidth / logo.width, logoHeight / logo.height);
  const [width, height] = [Math.max(1, Math.round(logo.width * scale)), Math.max(1, Math.round(logo.height * scale))];
  // On white where a program turns the card dark: a logo is drawn for paper.
  const picture = `<p style="margin:0 0 20px"><img src="cid:${LOGO_ID}" width="${width}" height="${height}" alt="${escapeHtml(oneLine(logo.name))}" style="display:inline-block;border:4px solid #ffffff;border-radius:4px;background:#ffffff"></p>`;
  return html.replace(LOGO_PLACE, () => picture);
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

// What neither XML nor a mail program can show.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to be removed
const UNPRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]|\p{Surrogate}/gu;

const clean = (text: string): string => text.replace(/\r\n?/g, '\n').replace(UNPRINTABLE, '');
const escapeHtml = (text: string): string => clean(text).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
const toLines = (text: string): string => escapeHtml(text).replace(/\n/g, '<br>');
const oneLine = (text: string): string => clean(text).replace(/\s+/g, ' ').trim();

function checkAddress(url: string): string {
  const { protocol } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') throw new TypeError(`A button of a mail cannot lead to ${protocol}`);
  return url;
}

/**
 * Both parts of a mail: text, and HTML of tables with the styles written into them, since mail programs read little else. It loads
 * nothing from anywhere and stays readable where a program turns colours dark.
 * @throws {TypeError} for a button address that is not http or https.
 */
export function renderMail(content: MailContent): RenderedMail {
  const url = content.button && checkAddress(content.button.url);
  const subject = oneLine(content.subject);
  return { subject, text: renderText(content, url), html: renderHtml(content, subject, url) };
}

const linkText = ({ text, url }: MailLink): string => `${oneLine(text)}: ${checkAddress(url)}`;

function sectionText({ title, lines }: MailSection): string {
  const line = ({ text, url }: MailSection['lines'][number]) => `- ${oneLine(text)}${url === undefined ? '' : `\n  ${checkAddress(url)}`}`;
  return [oneLine(title), ...lines.map(line)].join('\n');
}

function renderText({ heading, paragraphs, sections = [], button, companyName, footer, footerLink }: MailContent, url: string | undefined): string {
  const blocks = [oneLine(heading), ...paragraphs.map((paragraph) => clean(paragraph).trim()), ...sections.map(sectionText)];
  if (button && url) blocks.push(`${oneLine(button.text)}:\n${url}`);
  // "-- " is what mail programs know as the beginning of a signature.
  blocks.push(['-- ', oneLine(companyName), ...(footer ? [clean(footer).trim()] : []), ...(footerLink ? [linkText(footerLink)] : [])].join('\n'));
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

function sectionHtml({ title, lines }: MailSection): string {
  const line = ({ text, url }: MailSection['lines'][number]) =>
    url === undefined
      ? escapeHtml(oneLine(text))
      : `<a class="ink" href="${escapeHtml(checkAddress(url))}" style="color:#1c1f1e;text-decoration:underline">${escapeHtml(oneLine(text))}</a>`;
  const rows = lines.map((each) => `<li class="ink" style="margin:0 0 6px;font-size:15px;line-height:22px;color:#1c1f1e">${line(each)}</li>`);
  return `<h2 class="ink" style="margin:20px 0 8px;font-size:15px;line-height:22px;font-weight:600;color:#1c1f1e">${escapeHtml(oneLine(title))}</h2>
<ul style="margin:0 0 16px;padding:0 0 0 20px">${rows.join('')}</ul>`;
}

function renderHtml(
  { language, heading, paragraphs, sections = [], button, companyName, accent = '#0b6b72', footer, footerLink }: MailContent,
  subject: string,
  url: string | undefined,
): string {
  const words = paragraphs.map((text) => `<p class="ink" style="margin:0 0 16px;font-size:15px;line-height:23px;color:#1c1f1e">${toLines(text)}</p>`);
  const action =
    button && url
      ? `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 24px"><tr><td bgcolor="${accent}" style="border-radius:6px;background:${accent}">
<a href="${escapeHtml(url)}" style="display:inline-block;padding:11px 20px;font-size:15px;line-height:20px;font-weight:600;color:#ffffff;text-decoration:none">${escapeHtml(button.text)}</a>
</td></tr></table>
<p class="grey" style="margin:0 0 16px;font-size:12px;line-height:18px;color:#5f6566;word-break:break-all">${escapeHtml(url)}</p>`
      : '';
  const foot = [
    ...(footer ? [toLines(footer)] : []),
    ...(footerLink
      ? [
          `<a class="grey" href="${escapeHtml(checkAddress(footerLink.url))}" style="color:#5f6566;text-decoration:underline">${escapeHtml(footerLink.text)}</a>`,
        ]
      : []),
  ].map((line) => `<br>${line}`);
  return `<!doctype html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(subject)}</title>
<style>
:root{color-scheme:light dark}
@media (prefers-color-scheme:dark){.page{background:#151817!important}.card{background:#1d2120!important;border-color:#343a39!important}.ink{color:#e8eae9!important}.grey{color:#a3a9a8!important}}
</style>
</head>
<body class="page" style="margin:0;padding:0;background:#f5f5f3">
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#f5f5f3" style="background:#f5f5f3;${FONT}">
<tr><td align="center" style="padding:32px 16px">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#ffffff" style="max-width:560px;background:#ffffff;border:1px solid #e2e2dd;border-radius:10px">
<tr><td align="left" style="padding:28px 32px 12px;overflow-wrap:anywhere">
${LOGO_PLACE}<h1 class="ink" style="margin:0 0 16px;font-size:20px;line-height:28px;font-weight:600;color:#1c1f1e">${escapeHtml(oneLine(heading))}</h1>
${[...words, ...sections.map(sectionHtml)].join('\n')}
${action}
</td></tr>
</table>
<p class="grey" style="max-width:560px;margin:16px auto 0;padding:0 16px;font-size:12px;line-height:18px;color:#5f6566;overflow-wrap:anywhere">${escapeHtml(oneLine(companyName))}${foot.join('')}</p>
</td></tr>
</table>
</body>
</html>
`;
}
