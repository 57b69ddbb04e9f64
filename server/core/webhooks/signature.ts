import { createHmac } from 'node:crypto';

/**
 * The value of `Sede-Signature`: `t=<unix seconds>,v1=<hex>`, where the hex is HMAC-SHA256 of `<t>.<body>` under the whole
 * secret as text. While a replaced secret is still valid, there is a second `v1` made with it.
 */
export function signatureOf(secrets: readonly string[], at: Date, body: string): string {
  const t = Math.floor(at.getTime() / 1000);
  const parts = secrets.map((secret) => `v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`);
  return [`t=${t}`, ...parts].join(',');
}
