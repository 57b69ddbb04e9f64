import { companyEndpoints, contactEndpoints, dealEndpoints, leadEndpoints } from '../../../server/contracts/crm/endpoints.js';
import { type Company, type Contact, company, contact, type Deal, deal, type Lead, lead } from '../../../server/contracts/crm/records.js';
import { amountColumn, createdColumn, ownerColumn } from '../../core/records/columns.js';
import { Day, ReferenceName } from '../../ui/cells.js';
import { FirstChannel, NextStep } from './records/cells.js';
import type { CrmKind } from './records/crm-kind.js';

export const leadKind: CrmKind<Lead> = {
  name: 'lead',
  declaration: lead,
  icon: 'funnel',
  endpoints: leadEndpoints,
  first: ['title', 'firstName', 'lastName', 'companyName', 'phones', 'emails'],
  groups: [
    { key: 'lead', fields: ['title', 'amount', 'sourceId', 'ownerId'] },
    { key: 'person', fields: ['firstName', 'lastName', 'position', 'companyName', 'phones', 'emails', 'address'] },
  ],
  more: ['comments'],
  columns: ({ label, stage, semantic }) => [
    { id: 'title', label: label('title'), width: 280, grow: 2, always: true, card: 'title', render: (r) => r.title },
    { id: 'name', label: label('name'), width: 180, card: 'line', render: (r) => [r.firstName, r.lastName].filter(Boolean).join(' ') },
    { id: 'companyName', label: label('companyName'), width: 180, card: 'line', render: (r) => r.companyName },
    { id: 'stageId', label: label('stageId'), width: 140, card: 'line', render: (r) => stage(r.stageId) },
    amountColumn('amount', label('amount'), (r) => r.amount),
    { id: 'next', label: label('next'), width: 220, card: 'line', render: (r) => <NextStep of="lead" record={r} semantic={semantic(r.stageId)} /> },
    { id: 'phones', label: label('phones'), width: 150, hidden: true, card: 'hide', render: (r) => <FirstChannel of={r.phones} /> },
    { id: 'emails', label: label('emails'), width: 200, hidden: true, card: 'hide', render: (r) => <FirstChannel of={r.emails} /> },
    ownerColumn(label('ownerId')),
    createdColumn(label('createdAt')),
  ],
};

export const dealKind: CrmKind<Deal> = {
  name: 'deal',
  declaration: deal,
  icon: 'deals',
  endpoints: dealEndpoints,
  first: ['title', 'amount', 'companyId', 'contactId'],
  groups: [
    { key: 'deal', fields: ['title', 'amount', 'closeOn', 'probability', 'ownerId', 'sourceId'] },
    { key: 'client', fields: ['companyId', 'contactId'] },
    { key: 'contract', fields: ['contractNumber', 'contractDay', 'contractFileId'] },
  ],
  more: ['beginOn', 'comments', 'leadId', 'lostReasonId', 'productName', 'originId'],
  columns: ({ label, stage, semantic }) => [
    { id: 'title', label: label('title'), width: 280, grow: 2, always: true, card: 'title', render: (r) => r.title },
    { id: 'companyId', label: label('companyId'), width: 180, card: 'line', render: (r) => <ReferenceName type="crm.company" id={r.companyId} /> },
    { id: 'stageId', label: label('stageId'), width: 140, card: 'line', render: (r) => stage(r.stageId) },
    amountColumn('amount', label('amount'), (r) => r.amount),
    {
      id: 'next',
      label: label('next'),
      width: 220,
      card: 'line',
      render: (r) => <NextStep of="deal" record={r} semantic={semantic(r.stageId)} />,
    },
    { id: 'closeOn', label: label('closeOn'), width: 130, align: 'end', sortable: true, sorts: 'day', card: 'hide', render: (r) => <Day value={r.closeOn} /> },
    ownerColumn(label('ownerId')),
    createdColumn(label('createdAt'), { hidden: true }),
  ],
};

export const contactKind: CrmKind<Contact> = {
  name: 'contact',
  declaration: contact,
  icon: 'user',
  endpoints: contactEndpoints,
  first: ['firstName', 'lastName', 'companyId', 'phones', 'emails'],
  groups: [
    { key: 'person', fields: ['firstName', 'lastName', 'position', 'phones', 'emails', 'address'] },
    { key: 'about', fields: ['companyId', 'companyName', 'sourceId', 'ownerId'] },
  ],
  more: ['comments', 'leadId'],
  columns: ({ label }) => [
    { id: 'title', label: label('name'), width: 240, grow: 2, always: true, card: 'title', render: (r) => r.title },
    {
      id: 'companyId',
      label: label('companyId'),
      width: 200,
      card: 'line',
      render: (r) => (r.companyId ? <ReferenceName type="crm.company" id={r.companyId} /> : r.companyName),
    },
    { id: 'position', label: label('position'), width: 150, card: 'line', render: (r) => r.position },
    { id: 'phones', label: label('phones'), width: 160, card: 'line', render: (r) => <FirstChannel of={r.phones} /> },
    { id: 'emails', label: label('emails'), width: 220, card: 'line', render: (r) => <FirstChannel of={r.emails} /> },
    ownerColumn(label('ownerId')),
    createdColumn(label('createdAt')),
  ],
};

export const companyKind: CrmKind<Company> = {
  name: 'company',
  declaration: company,
  icon: 'building',
  endpoints: companyEndpoints,
  first: ['title', 'taxId', 'phones', 'emails'],
  groups: [
    { key: 'company', fields: ['title', 'taxId', 'industry', 'phones', 'emails', 'website', 'address'] },
    { key: 'about', fields: ['revenue', 'employees', 'ownerId', 'sourceId'] },
  ],
  more: ['foundedYear', 'parentName', 'comments', 'leadId'],
  columns: ({ label }) => [
    { id: 'title', label: label('name'), width: 260, grow: 2, always: true, card: 'title', render: (r) => r.title },
    { id: 'industry', label: label('industry'), width: 150, card: 'line', render: (r) => r.industry },
    amountColumn('revenue', label('revenue'), (r) => r.revenue),
    { id: 'employees', label: label('employees'), width: 110, align: 'end', card: 'hide', render: (r) => r.employees },
    { id: 'phones', label: label('phones'), width: 160, card: 'line', render: (r) => <FirstChannel of={r.phones} /> },
    { id: 'emails', label: label('emails'), width: 220, card: 'line', render: (r) => <FirstChannel of={r.emails} /> },
    ownerColumn(label('ownerId')),
    createdColumn(label('createdAt'), { hidden: true }),
  ],
};
