import type { ImportTarget } from './target.js';

/** Where the surname has a column of its own, what is called "Name" is the first name. */
export const firstBesideLast: NonNullable<ImportTarget['beside']> = { field: 'lastName', synonyms: ['name', 'nome'] };

/**
 * People of the portal. `head` and `department` are names: the person the one reports to, and the department that both are in.
 * A column of e-mail addresses may hold several; the first one is the person's.
 */
export const peopleTargets: readonly ImportTarget[] = [
  {
    name: 'name',
    field: { kind: 'text', max: 250 },
    required: true,
    unless: ['firstName', 'lastName'],
    synonyms: [
      'full name',
      'nome',
      'nome completo',
      'employee',
      'employee name',
      'person',
      'sales agent',
      'sales rep',
      'agent',
      'user',
      'colaborador',
      'funcionário',
      'nome do funcionário',
      'vendedor',
      'pessoa',
      'usuário',
    ],
  },
  {
    name: 'firstName',
    field: { kind: 'text', max: 120 },
    required: false,
    synonyms: ['given name', 'forename', 'primeiro nome', 'prenome', 'nome próprio'],
    beside: firstBesideLast,
  },
  { name: 'lastName', field: { kind: 'text', max: 120 }, required: false, synonyms: ['surname', 'family name', 'sobrenome', 'último nome'] },
  {
    name: 'email',
    field: { kind: 'channels', of: 'email' },
    required: false,
    synonyms: ['e-mail', 'e-mail address', 'work email', 'mail', 'correio eletrônico', 'endereço de e-mail', 'e-mail corporativo'],
  },
  {
    name: 'phone',
    field: { kind: 'channels', of: 'phone' },
    required: false,
    synonyms: ['phone number', 'telephone', 'tel', 'mobile', 'mobile phone', 'cell', 'cell phone', 'telefone', 'celular', 'fone', 'ramal', 'whatsapp'],
  },
  {
    name: 'position',
    field: { kind: 'text', max: 120 },
    required: false,
    synonyms: ['job title', 'job', 'title', 'role', 'cargo', 'função', 'profissão'],
  },
  {
    name: 'department',
    field: { kind: 'text', max: 250 },
    required: false,
    synonyms: ['dept', 'team', 'regional office', 'office', 'branch', 'division', 'departamento', 'setor', 'equipe', 'time', 'área', 'filial', 'unidade'],
  },
  {
    name: 'head',
    field: { kind: 'text', max: 250 },
    required: false,
    synonyms: ['manager', 'supervisor', 'boss', 'reports to', 'line manager', 'gestor', 'gerente', 'chefe', 'superior', 'líder', 'responde a'],
  },
];
