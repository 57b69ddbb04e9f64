import type { Company, CompanyPatch } from '../../contracts/core/company.js';
import type { Actor } from '../access/actor.js';
import { audit } from '../audit/audit.js';
import { holdFile } from '../files/bind.js';
import { invalid } from '../http/problem.js';
import type { Services } from '../services.js';
import { readPatch } from './fields.js';
import { companyRecord, readUploadedLogo } from './logo.js';

/** Changes what is known of the company. @throws Refusal 422 naming every wrong field. */
export async function changeCompany(services: Services, actor: Actor, patch: CompanyPatch): Promise<Company> {
  const { db, settings, now } = services;
  const { logoId, ...given } = patch;
  const { values, errors } = readPatch(given, settings.company());
  if (errors.length > 0) throw invalid(errors);
  // Read before the transaction, which must not wait for a disk.
  if (logoId !== undefined) values.logo = logoId === null ? null : await readUploadedLogo(services, actor, logoId);
  return db.write(async (tx) => {
    // Read and held here, so that two changes in the same moment do not take each other back.
    const { value } = await tx.q
      .updateTable('settings')
      .set((eb) => ({ value: eb.ref('value') }))
      .where('key', '=', 'company')
      .returning('value')
      .executeTakeFirstOrThrow();
    const company: Company = { ...(JSON.parse(value) as Company), ...values };
    if (values.logo) await holdFile(tx, values.logo.id, companyRecord, 'logoId');
    await settings.set(tx, 'company', company);
    await audit(tx, now(), actor, 'company.changed', null, { fields: Object.keys(patch) });
    return company;
  });
}
