import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../ui/states.js';
import { type ApiProblem, unreachable } from '../api.js';
import { loadTexts } from '../i18n.js';
import type { PublicPage } from '../module.js';
import s from '../states/states.module.css';
import { Unreachable } from '../states/unreachable.js';

const pages = import.meta.glob<{ default: PublicPage }>('../../modules/*/public.tsx');
const moduleOf = (file: string): string => file.split('/').at(-2) ?? '';

type State = { kind: 'loading' } | { kind: 'missing' } | { kind: 'unreachable'; problem: ApiProblem } | { kind: 'found'; page: PublicPage; rest: string };

/** Who has an account nowhere does not know the modules that are on: the scripts of the others are simply not there. */
async function find(path: string): Promise<State> {
  const loaded = await Promise.all(
    Object.entries(pages).map(async ([file, load]) => {
      try {
        const [page] = await Promise.all([load(), loadTexts([moduleOf(file)])]);
        return { page: page.default, error: null };
      } catch (error) {
        return { page: null, error };
      }
    }),
  );
  const found = loaded.flatMap(({ page }) => (page && path.startsWith(page.prefix) ? [page] : [])).sort((a, b) => b.prefix.length - a.prefix.length)[0];
  if (found) return { kind: 'found', page: found, rest: decodeURIComponent(path.slice(found.prefix.length)) };
  const failed = loaded.find(({ error }) => error !== null);
  return failed && !navigator.onLine ? { kind: 'unreachable', problem: unreachable() } : { kind: 'missing' };
}

/** A page below `/p/`: nobody signs in, no shell stands around it. */
export default function PublicVisit({ path }: { path: string }) {
  const { t } = useTranslation('core');
  const [state, setState] = useState<State>({ kind: 'loading' });
  const look = useCallback(() => void find(path).then(setState), [path]);
  useEffect(look, [look]);
  if (state.kind === 'loading') return null;
  if (state.kind === 'unreachable') return <Unreachable problem={state.problem} onRetry={look} />;
  if (state.kind === 'missing')
    return (
      <main className={`${s.place} ${s.whole}`}>
        <EmptyState icon="search" title={t('notFound.title')} text={t('notFound.text')} />
      </main>
    );
  return <state.page.page rest={state.rest} />;
}
