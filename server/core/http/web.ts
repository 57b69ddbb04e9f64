import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { accentProperties } from '../../contracts/core/accent.js';
import { Refusal } from './problem.js';

/** The page in the company's accent from its first paint on. */
function inAccent(page: string, accent: string | null): string {
  const style = Object.entries(accentProperties(accent)).map(([name, value]) => `${name}: ${value};`);
  return style.length === 0 ? page : page.replace('<html ', `<html style="${style.join(' ')}" `);
}

/** What the build says that pages need at once: `namesEarly` of web/vite.config.ts. */
interface Early {
  /** On the pages of all modules. */
  all: string[];
  /** On those of each. */
  modules: Record<string, string[]>;
  /** The file of the texts of each namespace, in each language. */
  texts: Record<string, Record<string, string>>;
}

/** Namespaces without which nothing is drawn. */
const textsOfAll = ['core', 'ui'];

/** @returns links that have the browser fetch what a page of a module, or of none, needs, while it still reads the shell, which asks for it much later. */
function earlyLinks(folder: string): (language: string, module: string | undefined) => string {
  const { all, modules, texts } = JSON.parse(readFileSync(join(folder, 'early.json'), 'utf8')) as Early;
  const link = (file: string) => `<link rel="${file.endsWith('.css') ? 'preload" as="style' : 'modulepreload'}" href="./${file}" crossorigin>`;
  return (language, module) => {
    const own = module === undefined ? undefined : modules[module];
    const words = [...textsOfAll, ...(own ? [module as string] : [])].flatMap((namespace) => texts[language]?.[namespace] ?? []);
    return [...(own ? [...all, ...own] : []), ...words].map(link).join('');
  };
}

/** @throws Refusal 404 for what is no address at all. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new Refusal(404, 'not-found');
  }
}

/**
 * Serves the built browser side: files by name, and the shell for every address that is a page. Scripts of modules that
 * are off are not there.
 */
export async function serveWeb(
  app: FastifyInstance,
  options: { folder: string; basePath: string; isOn(module: string): boolean; accent(): string | null; languageOf(request: FastifyRequest): string },
): Promise<void> {
  const indexFile = join(options.folder, 'index.html');
  if (!existsSync(indexFile)) return;
  const page = readFileSync(indexFile, 'utf8').replace('<base href="/">', `<base href="${options.basePath}/">`);
  const linksOf = earlyLinks(options.folder);
  // A client who opens a quote from a link has no session to ask for.
  const clientsPage = page.replace(/<link rel="preload" as="fetch"[^>]*>\s*/g, '');
  await app.register(fastifyStatic, {
    root: options.folder,
    index: false,
    wildcard: false,
    serve: false,
    // What the build packed, where the browser takes it.
    preCompressed: true,
    setHeaders: (reply, path) => {
      // The name of an asset changes with its content.
      if (path.includes('/assets/')) reply.header('cache-control', 'public, max-age=31536000, immutable');
    },
  });
  app.get('/*', async (request, reply) => {
    const raw = request.url.split('?')[0] as string;
    if (raw.startsWith('/api/')) throw new Refusal(404, 'not-found');
    // As the file is looked for: written with escapes or detours, the script of a module that is off must not be there either.
    const path = posix.normalize(decoded(raw));
    const module = /^\/assets\/modules\/([^/]+)\//.exec(path)?.[1];
    if (module !== undefined && !options.isOn(module)) throw new Refusal(404, 'not-found');
    if (path.startsWith('/assets/') || /^\/[\w.-]+\.(svg|png|ico|js|txt|webmanifest|woff2)$/.test(path)) return reply.sendFile(path.slice(1));
    const id = path.split('/')[1] ?? '';
    const links = linksOf(options.languageOf(request), options.isOn(id) ? id : undefined);
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .header('vary', 'accept-language')
      .send(inAccent((id === 'p' ? clientsPage : page).replace('</head>', `${links}</head>`), options.accent()));
  });
}
