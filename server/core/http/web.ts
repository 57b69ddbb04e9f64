import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { accentProperties } from '../../contracts/core/accent.js';
import { Refusal } from './problem.js';

/** The page in the company's accent from its first paint on. */
function inAccent(page: string, accent: string | null): string {
  const style = Object.entries(accentProperties(accent)).map(([name, value]) => `${name}: ${value};`);
  return style.length === 0 ? page : page.replace('<html ', `<html style="${style.join(' ')}" `);
}

/** @returns the page for each module: it has the browser fetch what that needs while it still reads the shell, which asks for it much later. */
function pagesWithEarly(page: string, folder: string): Map<string, string> {
  const { all, modules } = JSON.parse(readFileSync(join(folder, 'early.json'), 'utf8')) as { all: string[]; modules: Record<string, string[]> };
  const link = (file: string) => `<link rel="${file.endsWith('.css') ? 'preload" as="style' : 'modulepreload'}" href="./${file}" crossorigin>`;
  return new Map(Object.entries(modules).map(([id, own]) => [id, page.replace('</head>', `${[...all, ...own].map(link).join('')}</head>`)]));
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
  options: { folder: string; basePath: string; isOn(module: string): boolean; accent(): string | null },
): Promise<void> {
  const indexFile = join(options.folder, 'index.html');
  if (!existsSync(indexFile)) return;
  const page = readFileSync(indexFile, 'utf8').replace('<base href="/">', `<base href="${options.basePath}/">`);
  const pages = pagesWithEarly(page, options.folder);
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
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send(inAccent(id === 'p' ? clientsPage : ((options.isOn(id) ? pages.get(id) : undefined) ?? page), options.accent()));
  });
}
