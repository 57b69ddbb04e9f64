import { type Translate, texts } from '../i18n/texts.js';

interface Parameter {
  name: string;
  in: string;
  description?: string;
  schema?: Schema;
}
interface Operation {
  tags: string[];
  summary: string;
  'x-right': string;
  parameters: (Parameter | { $ref: string })[];
  requestBody?: { content: Record<string, { schema: Schema; example?: unknown }> };
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}
interface Document {
  info: { version: string };
  tags: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => signs[sign] ?? sign);
const code = (text: string) => `<code>${escaped(text)}</code>`;
const block = (value: unknown) => `<pre tabindex="0">${escaped(JSON.stringify(value, null, 2))}</pre>`;
const idOf = (tag: string) => `part-${encodeURIComponent(tag)}`;

type Schema = Record<string, unknown>;

/** Beyond this a limit is that of numbers in JSON, and says nothing. */
const largestSaid = 1e15;

/** The least and the most of a number, of a text's length or of the items of a list, such as `1–200`. */
function limitsOf(schema: Schema): string {
  const [least, most] = [
    ['minimum', 'minLength', 'minItems'],
    ['maximum', 'maxLength', 'maxItems'],
  ].map((names) => names.map((name) => schema[name]).find((limit) => typeof limit === 'number' && Math.abs(limit) < largestSaid));
  if (most === undefined) return least === undefined ? '' : ` ≥ ${least}`;
  return least === undefined ? ` ≤ ${most}` : ` ${least}–${most}`;
}

/** A schema in a few words: its type, its format or choices, its limits and what it is when it is not given. */
function typeOf(schema: Schema | undefined): string {
  if (!schema) return '';
  if (typeof schema.$ref === 'string') return schema.$ref.split('/').at(-1) ?? '';
  const variants = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined;
  if (variants) return variants.map(typeOf).join(' / ');
  const named = schema.enum ?? schema.examples;
  const choices = Array.isArray(named) ? ` (${named.map(String).join(', ')})` : '';
  const items = schema.items ? ` [${typeOf(schema.items as Schema)}]` : '';
  const format = schema.format ? ` ${String(schema.format)}` : '';
  const decimals = typeof schema.maxDecimals === 'number' ? ` .${'0'.repeat(schema.maxDecimals)}` : '';
  const usual = schema.default === undefined ? '' : ` = ${JSON.stringify(schema.default)}`;
  return `${[schema.type ?? ''].flat().join(' / ')}${format}${limitsOf(schema)}${decimals}${items}${choices}${usual}`;
}

function table(caption: string, heads: readonly string[], rows: readonly string[][]): string {
  if (rows.length === 0) return '';
  const cells = (row: readonly string[]) => row.map((cell) => `<td>${cell}</td>`).join('');
  const body = rows.map((row) => `<tr>${cells(row)}</tr>`).join('');
  return `<h3>${escaped(caption)}</h3><div class="wide" tabindex="0" role="region" aria-label="${escaped(caption)}"><table><thead><tr>${heads.map((head) => `<th scope="col">${escaped(head)}</th>`).join('')}</tr></thead><tbody>${body}</tbody></table></div>`;
}

/** The fields of an object, each followed by those inside it: `price.amount`, and `rows[].price.amount` in a list. */
function fieldsOf(schema: Schema | undefined, t: Translate, before = ''): string[][] {
  const required = new Set((schema?.required as string[] | undefined) ?? []);
  const properties = Object.entries((schema?.properties as Record<string, Schema> | undefined) ?? {});
  return properties.flatMap(([name, one]) => {
    const inner = one.items ? fieldsOf(one.items as Schema, t, `${before}${name}[].`) : fieldsOf(one, t, `${before}${name}.`);
    return [[code(before + name), escaped(typeOf(one)), required.has(name) ? escaped(t('core:docs.required')) : ''], ...inner];
  });
}

const headsOf = (t: Translate) => [t('core:docs.name'), t('core:docs.type'), t('core:docs.remark')];

function operationHtml(method: string, path: string, operation: Operation, t: Translate): string {
  const heads = headsOf(t);
  const parameters = operation.parameters.flatMap((one) =>
    'name' in one ? [[code(one.name), escaped(typeOf(one.schema)), escaped(one.description ?? '')]] : [],
  );
  const [status, answer] = Object.entries(operation.responses)[0] ?? ['200', {}];
  const replySchema = answer.content?.['application/json']?.schema;
  const body = operation.requestBody?.content['application/json'];
  const reply = replySchema && Object.keys(replySchema).length > 0 ? fieldsOf(replySchema, t) : [];
  const right = ['public', 'signed-in'].includes(operation['x-right']) ? t(`core:docs.right.${operation['x-right']}`) : operation['x-right'];
  return `<details><summary><b class="${method}">${method.toUpperCase()}</b> ${code(path)} <span>${escaped(operation.summary)}</span></summary>
<p>${escaped(t('core:docs.needs'))} ${code(right)}</p>
${table(t('core:docs.parameters'), heads, parameters)}
${table(t('core:docs.body'), heads, fieldsOf(body?.schema, t))}
${body?.example === undefined ? '' : `<h3>${escaped(t('core:docs.example'))}</h3>${block(body.example)}`}
<h3>${escaped(t('core:docs.answer', { status }))}</h3><p>${code(typeOf(replySchema) || '–')}</p>
${table(t('core:docs.fields'), heads, reply)}
</details>`;
}

const style = `:root{color-scheme:light dark;--bg:#fff;--text:#1d1f1e;--soft:#4c5250;--line:#d9dcda;--mark:#f1f3f2;--accent:#0b5d58}
@media (prefers-color-scheme:dark){:root{--bg:#141716;--text:#eceeed;--soft:#b4bab8;--line:#333937;--mark:#202524;--accent:#7ed3cb}}
*{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--text);font:15px/1.55 system-ui,sans-serif}
main,header,nav{max-width:960px;margin:0 auto;padding:0 20px}header{padding-top:32px}h1{margin:0;font-size:26px}h2{margin:36px 0 8px;font-size:20px}
main>h2{margin:20px 0 4px;font-size:16px}h3{margin:12px 0 4px;font-size:14px}a{color:var(--accent)}p{max-width:75ch;color:var(--soft)}nav ul{display:flex;flex-wrap:wrap;gap:4px 16px;padding:0;list-style:none}
nav a{display:inline-block;padding:6px 0}code,pre{font:13px/1.5 ui-monospace,monospace;overflow-wrap:anywhere}pre{padding:12px;background:var(--mark);overflow-x:auto;border-radius:6px}
details{border:1px solid var(--line);border-radius:8px;margin:6px 0;padding:0 14px}details[open]{padding-bottom:12px}summary{padding:10px 0;cursor:pointer}summary span{color:var(--soft)}
summary b{display:inline-block;min-width:62px;font:600 12px ui-monospace,monospace;color:var(--accent)}.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:14px}
th,td{padding:5px 12px 5px 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}td code{overflow-wrap:normal}td:first-child{white-space:nowrap}th{color:var(--soft);font-weight:600}:focus-visible{outline:2px solid var(--accent);outline-offset:2px}`;

/** What every caller needs to know before the first route; each is a title and a text. */
const chapters = ['signIn', 'errors', 'lists', 'versions', 'idempotency', 'webhooks'] as const;

/**
 * The documentation of the API as one page: HTML made here, without any script, so that it needs nothing the portal does not
 * serve itself. @param document as `openApi` made it.
 */
export function docsPage(document: unknown, basePath: string, language: string): string {
  const { info, tags, paths, components } = document as Document;
  const t = texts(language);
  const operations = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ method, path, operation })));
  const intro = chapters.map((name) => `<h2>${escaped(t(`core:docs.${name}.title`))}</h2><p>${escaped(t(`core:docs.${name}.text`))}</p>`).join('');
  const parts = tags.map(({ name }) => {
    const own = operations.filter(({ operation }) => operation.tags.includes(name));
    return `<section aria-labelledby="${idOf(name)}"><h2 id="${idOf(name)}">${escaped(name)}</h2>${own.map((one) => operationHtml(one.method, one.path, one.operation, t)).join('')}</section>`;
  });
  const heads = headsOf(t);
  const schemas = Object.entries(components.schemas)
    .filter(([name]) => name !== 'Problem')
    .map(([name, schema]) => `<details><summary>${code(name)}</summary>${table(name, heads, fieldsOf(schema, t))}</details>`);
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(t('core:docs.title'))}</title><link rel="icon" href="${basePath}/favicon.svg" type="image/svg+xml"><style>${style}</style></head><body>
<header><h1>${escaped(t('core:docs.title'))}</h1><p>${escaped(t('core:docs.text'))} <a href="${basePath}/api/v1/openapi.json">openapi.json</a> · ${escaped(info.version)}</p></header>
<nav aria-label="${escaped(t('core:docs.parts'))}"><ul>${tags.map(({ name }) => `<li><a href="#${idOf(name)}">${escaped(name)}</a></li>`).join('')}</ul></nav>
<main>${intro}${parts.join('')}<section><h2>${escaped(t('core:docs.records'))}</h2>${schemas.join('')}</section></main></body></html>`;
}
