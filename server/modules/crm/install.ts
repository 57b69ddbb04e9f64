import { systemActor } from '../../core/access/actor.js';
import type { Tx } from '../../core/db/database.js';
import { texts } from '../../core/i18n/texts.js';
import { create } from '../../core/records/change.js';
import type { Crm } from './crm.js';
import { lostReason, source, stage } from './kinds.js';
import { defaultStages } from './stages/defaults.js';
import { createPipeline } from './stages/pipelines.js';

const sources = ['website', 'referral', 'phone', 'email', 'fair', 'social', 'other'];
const lostReasons = ['price', 'competitor', 'no-budget', 'no-answer', 'timing', 'other'];

/** Fills the dictionaries of a new portal, named in its language. */
export async function install(tx: Tx, crm: Crm, language: string): Promise<void> {
  const t = texts(language);
  const actor = systemActor(language);
  for (const draft of defaultStages('lead', language)) await create(crm.records, tx, actor, stage, draft);
  await createPipeline(crm, tx, actor, { name: t('crm:pipeline.default') }, language);
  for (const [position, key] of sources.entries()) await create(crm.records, tx, actor, source, { name: t(`crm:source.${key}`), position });
  for (const [position, key] of lostReasons.entries()) await create(crm.records, tx, actor, lostReason, { name: t(`crm:lost-reason.${key}`), position });
}
