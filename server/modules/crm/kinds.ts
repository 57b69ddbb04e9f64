import * as records from '../../contracts/crm/records.js';
import { defineKind } from '../../core/records/kind.js';

export const lead = defineKind(records.lead);
export const deal = defineKind(records.deal);
export const contact = defineKind(records.contact);
export const company = defineKind(records.company);
export const activity = defineKind(records.activity);
export const pipeline = defineKind(records.pipeline);
export const stage = defineKind(records.stage);
export const source = defineKind(records.source);
export const lostReason = defineKind(records.lostReason);
