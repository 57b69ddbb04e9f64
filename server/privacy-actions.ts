import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { DataSubject, Erasure, Held, HeldInArchive } from './contracts/core/privacy.js';
import { type Actor, systemActor } from './core/access/actor.js';
import { Refusal } from './core/http/problem.js';
import { beginErasure, erasureOf, workInArchives } from './core/privacy/erasures.js';
import { noteExported } from './core/privacy/export.js';
import { findSubjects, heldAbout } from './core/privacy/held.js';
import { findInArchives, heldInArchives, titleInArchives } from './core/privacy/held-in-archives.js';
import { livePlace, type PrivacyDeps } from './core/privacy/places.js';
import type { Subject } from './core/privacy/subject.js';
import { isSetUp } from './core/setup/set-up.js';
import { Hint } from './explain.js';
import type { Progress } from './module-actions.js';
import type { Portal } from './portal.js';

/** What `sede privacy` asks for; the same whether the portal runs or not. */
export type PrivacyWish =
  | { privacy: 'find'; q: string }
  | ({ privacy: 'show' } & Subject)
  /** `file`: must not be there yet. */
  | ({ privacy: 'export'; file: string } & Subject)
  /** `title`: as it stands. */
  | ({ privacy: 'erase'; title: string } & Subject);

const lookMs = 250;

/** @throws Hint where nobody has this number. */
const orSay = <T>(work: Promise<T>, { type, id }: Subject): Promise<T> =>
  work.catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error;
    if (error.status === 404) throw new Hint(`there is no ${type} ${id}, here or in an archive; sede privacy find names who is there.`);
    if (error.code === 'still-here') throw new Hint('somebody who still works here cannot be erased; dismiss them first. Nothing was changed.');
    if (error.status === 422) throw new Hint(`this is not how ${type} ${id} is called; sede privacy show ${type} ${id} says it. Nothing was changed.`);
    throw error;
  });

async function find(deps: PrivacyDeps, { language }: Actor, q: string): Promise<{ items: DataSubject[]; inArchives: DataSubject[] }> {
  return { items: await findSubjects(await livePlace(deps), language, q), inArchives: await findInArchives(deps, language, q) };
}

async function show(deps: PrivacyDeps, actor: Actor, subject: Subject): Promise<{ held: Held; inArchives: HeldInArchive[] }> {
  const held = await heldAbout(await livePlace(deps), deps.services.folder, actor, subject, () => titleInArchives(deps, subject));
  return { held, inArchives: await heldInArchives(deps, actor.language, subject) };
}

async function exportTo(deps: PrivacyDeps, actor: Actor, { file, ...subject }: Subject & { file: string }): Promise<{ file: string }> {
  const aside = `${file}.part`;
  try {
    await pipeline(await noteExported(deps, actor, subject), createWriteStream(aside, { mode: 0o600, flush: true }));
    await rename(aside, file);
  } finally {
    await rm(aside, { force: true });
  }
  return { file };
}

async function erase(deps: PrivacyDeps, actor: Actor, wish: Subject & { title: string }): Promise<Erasure> {
  await beginErasure(deps, actor, wish);
  await deps.services.jobs.runDue();
  for (;;) {
    const now = await erasureOf(deps, actor, wish);
    if (now.state === 'done' || now.problem !== null) return now;
    // It waits for its turn, while the data of a module is moved.
    await new Promise((done) => setTimeout(done, lookMs));
  }
}

/** What is held about somebody: found, shown, taken out, erased, in archives too. */
export async function privacyAction(portal: Portal, wish: PrivacyWish, onProgress: (now: Progress) => void): Promise<object> {
  const { services } = portal;
  if (!isSetUp(services)) throw new Refusal(409, 'not-set-up');
  const deps = portal.privacy();
  const actor = systemActor('en');
  const looking = setInterval(() => {
    const work = workInArchives(deps);
    if (work) onProgress(work);
  }, lookMs);
  try {
    if (wish.privacy === 'find') return await find(deps, actor, wish.q);
    const subject = { type: wish.type, id: wish.id };
    if (wish.privacy === 'show') return await orSay(show(deps, actor, subject), subject);
    if (wish.privacy === 'export') return await orSay(exportTo(deps, actor, { ...subject, file: wish.file }), subject);
    return await orSay(erase(deps, actor, { ...subject, title: wish.title }), subject);
  } finally {
    clearInterval(looking);
  }
}
