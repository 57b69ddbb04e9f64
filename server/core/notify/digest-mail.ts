import type { Actor } from '../access/actor.js';
import { dayIn } from '../db/days.js';
import { publicLink } from '../http/links.js';
import { formats } from '../i18n/format.js';
import { isNoticeCode } from '../i18n/notices.js';
import { texts } from '../i18n/texts.js';
import type { Registry } from '../kernel/registry.js';
import type { MailContent, MailSection } from '../mail/render.js';
import type { Kind } from '../records/kind.js';
import type { Services } from '../services.js';
import { noticeKindLabel } from './choices.js';
import { type DueItem, endOfDay, sourcesFor } from './due.js';
import { noticeKindsOf } from './kinds.js';
import { type NoticeRow, noticeSettingsPath, toNotice } from './notify.js';

/** Lines of one section; what is more is counted. */
const most = 20;

export interface DigestNeeds {
  services: Services;
  registry: Registry;
  kinds: ReadonlyMap<string, Kind>;
}

type Line = MailSection['lines'][number];

/** A section with so many lines as one reads, and how many more there are. */
function sectionOf({ services }: DigestNeeds, actor: Actor, title: string, lines: readonly Line[], total: number, more: string): MailSection {
  const shown = lines.slice(0, most);
  if (total <= shown.length) return { title, lines: shown };
  const url = publicLink(services.settings, more);
  return { title, lines: [...shown, { text: texts(actor.language)('core:mail.digest.more', { count: total - shown.length }), ...(url ? { url } : {}) }] };
}

const lineOf = (services: Services, text: string, path: string | null): Line => {
  const url = path === null ? null : publicLink(services.settings, path);
  return { text, ...(url === null ? {} : { url }) };
};

/** What is overdue, and what is due on this day; how much more there is stands below the last. */
async function dueSections(needs: DigestNeeds, actor: Actor): Promise<{ sections: MailSection[]; total: number }> {
  const { services, registry } = needs;
  const { language, timeZone, country } = actor;
  const today = dayIn(timeZone, services.now());
  const until = endOfDay(timeZone, services.now());
  const sources = sourcesFor(services, registry, actor).filter(({ undated }) => !undated);
  const answers = await Promise.all(sources.map((source) => source.find(actor, until, most)));
  const total = answers.reduce((sum, answer) => sum + answer.total, 0);
  const f = formats(language, timeZone, country);
  const isDay = ({ due }: DueItem): boolean => due.length === 10;
  const dayOf = (item: DueItem): string => (isDay(item) ? item.due : dayIn(timeZone, item.due));
  const moment = (item: DueItem): string => (isDay(item) ? f.day(item.due) : dayOf(item) === today ? f.time(item.due) : f.moment(item.due));
  const items = answers
    .flatMap((answer) => answer.items)
    .sort((a, b) => (a.due < b.due ? -1 : 1))
    .slice(0, most);
  const parts = [
    { title: 'core:mail.digest.late', items: items.filter((item) => dayOf(item) < today) },
    { title: 'core:mail.digest.due', items: items.filter((item) => dayOf(item) >= today) },
  ].filter((part) => part.items.length > 0);
  const sections = parts.map((part, n) => {
    const lines = part.items.map((item) => lineOf(services, `${moment(item)} · ${item.title}`, item.url));
    const more = n === parts.length - 1 ? total - items.length : 0;
    return sectionOf(needs, actor, texts(language)(part.title), lines, lines.length + more, '/');
  });
  return { sections, total };
}

/** Notices in groups, a kind each, in the order of the settings. */
function noticeSections(needs: DigestNeeds, actor: Actor, rows: readonly NoticeRow[]): MailSection[] {
  const known = rows.filter(({ code }) => isNoticeCode(code));
  return noticeKindsOf(needs.registry).flatMap((kind) => {
    const own = known.filter(({ code }) => kind.codes.includes(code)).map((row) => toNotice(needs.kinds, row, actor));
    const lines = own.map((notice) => lineOf(needs.services, notice.title, notice.url ?? '/inbox'));
    return own.length === 0 ? [] : [sectionOf(needs, actor, noticeKindLabel(kind.id, actor.language), lines, own.length, '/inbox')];
  });
}

/** What a person's digest says, from the notices that wait for it and what is due; null: nothing worth a mail. */
export async function digestContent(needs: DigestNeeds, actor: Actor, rows: readonly NoticeRow[]): Promise<Omit<MailContent, 'companyName'> | null> {
  const { settings } = needs.services;
  const t = texts(actor.language);
  const { sections: due, total } = await dueSections(needs, actor);
  const told = noticeSections(needs, actor, rows);
  const sections = [...due, ...told];
  if (sections.length === 0) return null;
  const portal = settings.get('company')?.name ?? 'Sede';
  const news = told.reduce((sum, { lines }) => sum + lines.length, 0);
  const [open, choose] = [publicLink(settings, '/'), publicLink(settings, noticeSettingsPath)];
  const counted = [
    ...(total > 0 ? [t('core:mail.digest.dueCount', { count: total })] : []),
    ...(news > 0 ? [t('core:mail.digest.newsCount', { count: news })] : []),
  ];
  return {
    language: actor.language,
    subject: t('core:mail.digest.subject', { what: counted.join(', '), portal }),
    heading: t('core:mail.digest.heading', { name: actor.name.split(' ')[0] }),
    paragraphs: [],
    sections,
    ...(open === null ? {} : { button: { text: t('core:mail.notice.button', { portal }), url: open } }),
    footer: t('core:mail.digest.footer', { portal }),
    ...(choose === null ? {} : { footerLink: { text: t('core:mail.notice.choose'), url: choose } }),
  };
}
