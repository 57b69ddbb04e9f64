import { definePort } from '../../core/kernel/tokens.js';
import { field } from '../core/fields.js';
export const deal = [definePort('deal'), field];
