import { contact, lead } from '../../../contracts/crm/records.js';
import { firstBesideLast } from '../../../core/imports/people-targets.js';
import { type ImportTarget, targetsOf } from '../../../core/imports/target.js';
import { companyTargets, dealTargets } from './targets.js';

const synonymsOf = (targets: readonly ImportTarget[], name: string) => targets.find((target) => target.name === name)?.synonyms ?? [];

const person = {
  firstName: ['given name', 'forename', 'primeiro nome', 'prenome', 'nome próprio'],
  lastName: ['surname', 'family name', 'sobrenome', 'último nome'],
  companyName: ['company', 'account', 'account name', 'organization', 'organisation', 'employer', 'empresa', 'nome da empresa', 'organização', 'razão social'],
  position: ['job title', 'job', 'title', 'role', 'cargo', 'função', 'profissão'],
  phones: synonymsOf(companyTargets, 'phones'),
  emails: synonymsOf(companyTargets, 'emails'),
  address: ['street address', 'full address', 'location', 'endereço', 'localização', 'local'],
  sourceId: synonymsOf(dealTargets, 'sourceId'),
  ownerId: synonymsOf(dealTargets, 'ownerId'),
  comments: synonymsOf(dealTargets, 'comments'),
};

/** First and last name in one column. */
const fullName: ImportTarget = {
  name: 'fullName',
  field: { kind: 'text', max: 240 },
  required: false,
  synonyms: ['name', 'full name', 'contact', 'contact name', 'person', 'nome', 'nome completo', 'contato', 'nome do contato', 'pessoa'],
};

const besideLast = (targets: readonly ImportTarget[]): ImportTarget[] =>
  targets.map((target) => (target.name === 'firstName' ? { ...target, beside: firstBesideLast } : target));

export const contactTargets: readonly ImportTarget[] = [fullName, ...besideLast(targetsOf(contact, person))];

/** A lead without a title is named by the import after its person or company. */
export const leadTargets: readonly ImportTarget[] = [
  ...besideLast(
    targetsOf(
      lead,
      {
        ...person,
        title: ['lead', 'lead name', 'lead title', 'subject', 'título', 'título do lead', 'assunto'],
        amount: ['value', 'opportunity amount', 'expected value', 'valor', 'valor esperado', 'montante'],
      },
      ['title'],
    ),
  ),
  fullName,
];
