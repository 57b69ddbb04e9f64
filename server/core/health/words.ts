import type { Health, HealthCheck } from '../../contracts/core/health.js';
import { faultInWords } from '../backup/fault-words.js';
import { formats } from '../i18n/format.js';
import { spans } from '../i18n/spans.js';
import { texts } from '../i18n/texts.js';
import { titleOfJob } from '../jobs/report.js';
import type { Finding, HealthContext, Param } from './finding.js';
import { type Findings, worstOf } from './look.js';

/** Sentences of the checks, in one language. @param now the ages are told from. */
function inWords(findings: Findings, language: string, now: string): HealthCheck[] {
  const t = texts(language);
  const { number } = formats(language);
  const { ago, size, duration } = spans(language);
  const written = (value: Param): string | number => {
    if (typeof value === 'number') return number(value);
    if (typeof value === 'string') return value;
    if ('why' in value) return faultInWords(language, value);
    if ('jobs' in value) return new Intl.ListFormat(language, { type: 'conjunction' }).format(value.jobs.map((kind) => titleOfJob(kind, language)));
    if ('bytes' in value) return size(value.bytes);
    return 'since' in value ? ago(value.since, now) : duration(value.ms);
  };
  const sentence = (check: string, { code, params = {} }: Pick<Finding, 'code' | 'params'>): string => {
    const words = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, written(value)]));
    const key = code === 'failed-to-look' ? 'core:health.failed-to-look' : `core:health.${check}.${code}`;
    // `count` chooses the plural form, `n` is how it is written.
    const count = typeof params.count === 'number' ? { count: params.count, n: words.count } : {};
    return t(key, { ...words, ...count });
  };
  return [...findings].map(([check, finding]) => {
    const { state, fix = {}, also = [] } = finding;
    return {
      check,
      title: t(`core:health.${check}.title`),
      state,
      text: [finding, ...also].map((one) => sentence(check, one)).join(' '),
      command: fix.command ?? null,
      page: fix.page ?? null,
      action: fix.action ?? null,
    };
  });
}

/** @param context null where the database cannot be worked with. */
export function healthInWords(context: Pick<HealthContext, 'process'> | null, findings: Findings, language: string, now: string): Health {
  const checks = inWords(findings, language, now);
  const facts = context?.process;
  const slow = typeof facts === 'object' && facts ? facts.slow : [];
  return { at: now, state: worstOf(checks.map(({ state }) => state)), checks, slow };
}
