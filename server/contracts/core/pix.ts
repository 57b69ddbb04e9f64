import type { BankDetails } from './company.js';
import type { Money } from './fields.js';

/** Who is paid, as the code of a Pix payment names them. */
export interface PixPayee {
  name: string;
  country: string | null;
  city?: string | null;
  bank?: BankDetails | null;
}

const field = (id: string, value: string): string => `${id}${String(value.length).padStart(2, '0')}${value}`;

/** Letters that every bank's reader knows, within the length that the standard leaves. */
const plain = (text: string, most: number): string =>
  text
    .normalize('NFD')
    .replace(/[^\x20-\x7e]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, most)
    .trim();

/** CRC-16/CCITT-FALSE, as EMV asks of the code. */
function checksum(text: string): string {
  let crc = 0xffff;
  for (const letter of text) {
    crc ^= letter.charCodeAt(0) << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}

/** CPF and CNPJ are keys without their signs; the others stay as they are written. */
const keyOf = (pix: string): string => (/^[\dA-Z./-]+$/i.test(pix) && !/^[\da-f]{8}-/i.test(pix) ? pix.replace(/[./-]/g, '') : pix);

/**
 * The text of a Pix QR code ("BR Code": Banco Central do Brasil, Manual de Padrões para Iniciação do Pix, after EMV QRCPS-MPM), which can also be
 * pasted into a bank's app. Null where the company takes no Pix, or the amount is not in reais.
 * @param reference by which the payment is found again: letters and digits, at most 25, of it.
 */
export function brCode(payee: PixPayee, amount: Money | null, reference: string | null): string | null {
  const key = payee.bank?.pix;
  if (payee.country !== 'BR' || !key || (amount && (amount.currency !== 'BRL' || amount.amount <= 0))) return null;
  const id = (reference ?? '').replace(/[^A-Za-z0-9]/g, '').slice(-25) || '***';
  const text = [
    field('00', '01'),
    field('26', field('00', 'br.gov.bcb.pix') + field('01', keyOf(key))),
    field('52', '0000'),
    field('53', '986'),
    ...(amount ? [field('54', `${Math.trunc(amount.amount / 100)}.${String(amount.amount % 100).padStart(2, '0')}`)] : []),
    field('58', 'BR'),
    field('59', plain(payee.bank?.holder || payee.name, 25) || 'Recebedor'),
    field('60', plain(payee.city ?? '', 15) || 'BRASIL'),
    field('62', field('05', id)),
    '6304',
  ].join('');
  return text + checksum(text);
}
