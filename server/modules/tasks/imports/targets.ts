import type { Field } from '../../../contracts/core/fields.js';
import { fold } from '../../../core/imports/fold.js';
import type { ImportTarget } from '../../../core/imports/target.js';

const target = (name: string, field: Field, synonyms: readonly string[], required = false): ImportTarget => ({ name, field, required, synonyms });
const words = (max: number): Field => ({ kind: 'longText', max });

/** What a column may become. Days, people and words are read by the import itself, which keeps what it does not understand. */
export const taskTargets: readonly ImportTarget[] = [
  target('id', words(200), ['task id', 'external id', 'number', 'number elsewhere', 'número de origem', 'número', 'código', 'referência']),
  target(
    'title',
    { kind: 'text', max: 2000, required: true },
    ['task', 'task name', 'name', 'subject', 'título', 'tarefa', 'nome', 'assunto', 'content'],
    true,
  ),
  target('description', words(20_000), ['descriptionText', 'notes', 'details', 'descrição', 'observações', 'notas', 'detalhes']),
  target('state', words(80), ['status', 'situação', 'estado', 'completed', 'done', 'concluída']),
  target('priority', words(40), ['prioridade']),
  target('responsible', words(250), ['ownerId', 'owner', 'assignee', 'assigned to', 'responsável', 'atribuída a']),
  target('helpers', words(2000), ['helperIds', 'participants', 'participantes', 'collaborators']),
  target('start', words(120), ['plannedStartAt', 'planned start', 'start date', 'início planejado', 'início', 'data de início']),
  target('deadline', words(120), ['deadlineAt', 'due', 'due date', 'date', 'prazo', 'vencimento', 'data']),
  target('project', words(120), ['projectId', 'projeto', 'board', 'quadro']),
  target('stage', words(120), ['stageId', 'stageName', 'section', 'column', 'list', 'etapa', 'seção', 'lista']),
  target('parent', words(250), ['parentId', 'part of', 'parent task', 'parte de', 'tarefa mãe']),
  target('tags', words(2000), ['labels', 'etiquetas', 'marcadores']),
  target('checklist', words(60_000), ['points', 'itens', 'lista de itens']),
  target('aboutRecord', words(400), ['about (record)', 'sobre (registro)']),
  target('stages', words(4000), ['all stages', 'todas as etapas']),
  target('comments', words(120_000), ['comentários']),
  target('archived', words(40), ['arquivada', 'arquivado']),
  target('estimate', { kind: 'int', min: 0, max: 6_000_000 }, ['estimateMinutes', 'estimate minutes', 'estimativa minutos', 'estimativa']),
];

const meaning = <T extends string>(by: Readonly<Record<T, readonly string[]>>) =>
  new Map(Object.entries<readonly string[]>(by).flatMap(([value, all]) => [value, ...all].map((word): [string, T] => [fold(word), value as T])));

const states = meaning({
  new: ['open', 'to do', 'nova', 'a fazer', 'no', 'não', 'false'],
  'in-progress': ['in progress', 'doing', 'started', 'em andamento', 'fazendo', 'waiting', 'waiting for acceptance', 'aguardando aceite'],
  paused: ['on hold', 'pausada'],
  deferred: ['put off', 'adiada'],
  done: ['completed', 'closed', 'concluída', 'feita', 'feito', 'yes', 'sim', 'true', 'x'],
  declined: ['cancelled', 'canceled', 'recusada', 'cancelada'],
});
const priorities = meaning({
  low: ['baixa', 'p4'],
  normal: ['medium', 'média', 'p3'],
  high: ['alta', 'p2'],
  urgent: ['highest', 'urgente', 'p1'],
});

/** Undefined for a word that means none. */
export const stateOf = (word: string) => states.get(fold(word));
export const priorityOf = (word: string) => priorities.get(fold(word));
