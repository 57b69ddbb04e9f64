import type { Dialect } from '../../../server/core/db/database.js';
import { startMailServer } from '../../support/mail-server.js';
import { type Answer, startPortal, type TestPortal, type Visitor } from '../../support/portal.js';

export const brl = (amount: number) => ({ amount, currency: 'BRL' });
export const row = (name: string, quantity: number, amount: number, more: object = {}) => ({ name, quantity, price: brl(amount), ...more });

/** The body of an answer that must have this status. */
export function ok(answer: Answer, status = 200): Answer['body'] {
  if (answer.status !== status) throw new Error(`Expected ${status}, got ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** A deal with a company and a contact, whose e-mail address is given. */
export async function dealOf(who: Visitor, title: string, email: string | null = 'carla@lumen.example') {
  const company = ok(await who.api('POST', 'crm/companies', { title: 'Lumen Ltda', taxId: '12.345.678/0001-95' }), 201);
  const emails = email === null ? [] : [{ kind: 'work', value: email }];
  const contact = ok(await who.api('POST', 'crm/contacts', { firstName: 'Carla', lastName: 'Dias', emails, companyId: company.id }), 201);
  return ok(await who.api('POST', 'crm/deals', { title, companyId: company.id, contactId: contact.id }), 201);
}

export const quoteOf = async (who: Visitor, dealId: number, rows: object[] = [row('Hinge', 2, 1000, { taxRate: 10 })], more: object = {}) =>
  ok(await who.api('POST', 'sales/quotes', { dealId, rows, ...more }), 201);

/** What stands on a deal's timeline, oldest first. */
export async function timelineOf(who: Visitor, dealId: number): Promise<{ kind: string; data: Record<string, unknown>; actorId: number | null }[]> {
  return ok(await who.api('GET', `crm/deals/${dealId}/timeline?limit=200`)).items.reverse();
}

export const kindsOf = async (who: Visitor, dealId: number) => (await timelineOf(who, dealId)).map(({ kind }) => kind);

export const pathsOf = (answer: Answer): string[] => (answer.body.errors ?? []).map(({ path }: { path: string }) => path);

/** The token at the end of a document's link. */
export async function tokenOf(who: Visitor, plural: 'quotes' | 'invoices', id: number): Promise<string> {
  return ok(await who.api('GET', `sales/${plural}/${id}/link`))
    .url.split('/')
    .at(-1);
}

export const noticesOf = async (p: TestPortal, who: Visitor) => {
  await p.settle();
  return ok(await who.api('GET', 'notices')).items as {
    code: string;
    title: string;
    body: string;
    params: Record<string, unknown>;
    recordId: number;
    url: string | null;
    outcome: string | null;
  }[];
};

/**
 * A portal with a public address and a real mail server.
 * @param refuse what that answers to an address; without it, it takes all.
 * @returns the mails that arrived there, too.
 */
export async function portalWithMail(
  t: Parameters<typeof startPortal>[0],
  dialect: Dialect,
  refuse: (recipient: string) => [code: number, text: string] | undefined = () => undefined,
) {
  const mailServer = await startMailServer({ refuse });
  t.teardown(() => mailServer.close());
  const mail = { smtp: `smtp://127.0.0.1:${mailServer.port}`, from: 'Aurora <vendas@aurora.example>' };
  const p = await startPortal(t, { dialect, publicUrl: 'https://portal.aurora.example', mail });
  return { p, ana: p.admin, bruno: await p.person('Bruno Lima', { role: 'salesperson' }), mails: mailServer.received };
}
