import type { Company, CompanyPatch } from './company.js';
import { type ById, endpoint } from './endpoint.js';

export interface MailState {
  id: number;
  at: string;
  to: string;
  subject: string;
  /** `settled`: it did not go out, and its record wants it sent no more. */
  state: 'queued' | 'sent' | 'failed' | 'settled';
  attempts: number;
  error: string | null;
}
export const settingsEndpoints = {
  company: endpoint<{ reply: Company }>()('GET', '/settings/company', 'signed-in'),
  changeCompany: endpoint<{ body: CompanyPatch; reply: Company }>()('PATCH', '/settings/company', 'core.settings.manage'),
  /** The picture itself, for sign-in and the pages of clients; only the present one, under an address that never shows another. */
  logo: endpoint<{ params: { hash: string }; reply: unknown }>()('GET', '/logo/:hash', 'public'),
  mail: endpoint<{ reply: { smtp: string | null; from: string | null; recent: MailState[] } }>()('GET', '/settings/mail', 'core.settings.manage'),
  changeMail: endpoint<{ body: { smtp: string | null; from: string | null }; reply: { smtp: string | null; from: string | null } }>()(
    'PUT',
    '/settings/mail',
    'core.settings.manage',
  ),
  testMail: endpoint<{ body: { to: string; smtp?: string; from?: string }; reply: { sent: true } }>()('POST', '/settings/mail/test', 'core.settings.manage'),
  retryMail: endpoint<{ params: ById; reply: MailState }>()('POST', '/settings/mail/:id/retry', 'core.settings.manage'),
};
