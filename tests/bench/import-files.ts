import { writeFile } from 'node:fs/promises';
import { random } from './prepare.js';

const first = ['Ana', 'Bruno', 'Caio', 'Duda', 'Elena', 'Fábio', 'Gina', 'Hugo', 'Íris', 'Joana', 'Karl', 'Lia'];
const last = ['Souza', 'Lima', 'Ramos', 'Prado', 'Alves', 'Costa', 'Moraes', 'Nunes', 'Rocha', 'Silva'];
const names = ['Aurora', 'Boreal', 'Cedro', 'Delta', 'Exímia', 'Fonte', 'Granito', 'Harpa', 'Ipanema', 'Jade', 'Kappa', 'Lumen', 'Mirante', 'Nexo'];
const trades = ['Gates', 'Hardware', 'Logistics', 'Foods', 'Textiles', 'Energy', 'Medical', 'Studios', 'Trading', 'Works'];
const stages = ['New', 'Won', 'Lost', 'Engaging', 'Prospecting'];
const products = ['GTX Pro', 'GTX Basic', 'MG Special', 'MG Advanced', 'GTK 500'];

const columns = {
  deals: 'opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value',
  companies: 'account,sector,revenue,employees,phone,email,address',
  contacts: 'name,company,phone,email,position',
};
export type ImportedKind = keyof typeof columns;
export const importedKinds = Object.keys(columns) as ImportedKind[];

/** A made-up file: a thousand companies, forty sellers, every row new; the same rows each time. */
export async function writeImportFile(path: string, kind: ImportedKind, rows: number): Promise<void> {
  const next = random(7);
  const below = (count: number) => Math.floor(next() * count);
  const pick = (from: readonly string[]) => from[below(from.length)] as string;
  const companyOf = (n: number) => `${names[n % names.length]} ${trades[n % trades.length]} ${n}`;
  const person = () => `${pick(first)} ${pick(last)}`;
  const sellers = Array.from({ length: 40 }, (_, n) => `${person()} ${n}`);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = () => `20${20 + below(6)}-${two(1 + below(12))}-${two(1 + below(28))}`;
  const phone = (n: number) => `+1 ${200 + below(700)} 555 ${String(n % 10_000).padStart(4, '0')}`;
  const row = {
    deals: (n: number) => `OP${n},${pick(sellers)},${pick(products)},${companyOf(below(1000))},${pick(stages)},${day()},${day()},${below(50_000)}`,
    companies: (n: number) => `${companyOf(n)},retail,${below(1_000_000)},${below(5000)},${phone(n)},office${n}@company.example,${n} Main Street`,
    contacts: (n: number) => `${person()},${companyOf(below(1000))},${phone(n)},person${n}@company.example,Buyer`,
  }[kind];
  await writeFile(path, `${[columns[kind], ...Array.from({ length: rows }, (_, n) => row(n))].join('\n')}\n`);
}
