import type { ImportFormat } from '../../../core/imports/point.js';
import { asana } from './asana.js';
import { todoist } from './todoist.js';
import { trello } from './trello.js';

/** Files of other systems; read by themselves too, in a thread that turns large ones. */
export const formats: readonly ImportFormat[] = [todoist, asana, trello];
