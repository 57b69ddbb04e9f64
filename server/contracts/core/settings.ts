import { type ById, endpoint } from './endpoint.js';

export interface Company {
  name: string;
  country: string;
  currency: string;
  timeZone: string;
  language: string;
  /** 0 Sunday … 6 Saturday. */
  weekStart: number;
  taxId: string | null;
  address: string | null;
  phone: string | null;
  email: string | null;
  publicUrl: string | null;
}
export interface MailState {
  id: number;
  at: string;
  to: string;
  subject: string;
  state: 'queued' | 'sent' | 'failed';
  attempts: number;
  error: string | null;
}
export const settingsEndpoints = {
  company: endpoint<{ reply: Company }>()('GET', '/settings/company', 'signed-in'),
  changeCompany: endpoint<{ body: Partial<Company>; reply: Company }>()('PATCH', '/settings/company', 'core.settings.manage'),
  mail: endpoint<{ reply: { smtp: string | null; from: string | null; recent: MailState[] } }>()('GET', '/settings/mail', 'core.settings.manage'),
  changeMail: endpoint<{ body: { smtp: string | null; from: string | null }; reply: { smtp: string | null; from: string | null } }>()(
    'PUT',
    '/settings/mail',
    'core.settings.manage',
  ),
  testMail: endpoint<{ body: { to: string; smtp?: string; from?: string }; reply: { sent: true } }>()('POST', '/settings/mail/test', 'core.settings.manage'),
  retryMail: endpoint<{ params: ById; reply: MailState }>()('POST', '/settings/mail/:id/retry', 'core.settings.manage'),
};
