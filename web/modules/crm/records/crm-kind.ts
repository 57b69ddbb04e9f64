import type { ReactNode } from 'react';
import type { BulkAnswer, BulkRequest } from '../../../../server/contracts/core/bulk.js';
import type { Endpoint, ListQuery, Page } from '../../../../server/contracts/core/endpoint.js';
import type { RecordDeclaration } from '../../../../server/contracts/core/fields.js';
import type { Alike, Board, TypedCompany, TypedLead } from '../../../../server/contracts/crm/endpoints.js';
import type { Stage } from '../../../../server/contracts/crm/records.js';
import type { IconName } from '../../../ui/icon.js';
import type { Column } from '../../../ui/list/use-columns.js';

/** What the four kinds of CRM record have in common. */
export interface CrmRecord {
  id: number;
  version: number;
  title: string | null;
  ownerId: number | null;
  createdAt: string;
}

/** One kind of CRM record, as its pages need it. */
export interface CrmKind<T extends CrmRecord> {
  /** Also the prefix of its texts: `crm:deal.title`. */
  name: 'lead' | 'deal' | 'contact' | 'company';
  declaration: RecordDeclaration;
  icon: IconName;
  endpoints: {
    list: Endpoint<{ query: ListQuery; reply: Page<T> }>;
    create: Endpoint;
    get: Endpoint<{ params: { id: number }; reply: T }>;
    change: Endpoint;
    remove: Endpoint;
    restore: Endpoint;
    timeline: Endpoint;
    history: Endpoint;
    export: Endpoint;
    bulk: Endpoint<{ body: BulkRequest; reply: BulkAnswer }>;
    alike?: Endpoint<{ query: TypedLead & TypedCompany; reply: Alike }>;
    board?: Endpoint<{ query: Record<string, unknown>; reply: Board<T> }>;
    move?: Endpoint;
    merge?: Endpoint;
  };
  /** Fields that begin a new record. */
  first: readonly string[];
  /** Groups of the panel: text key below `crm:group` and the names of the fields. */
  groups: readonly { key: string; fields: readonly string[] }[];
  /** Behind "more fields". */
  more: readonly string[];
  columns(words: { label(name: string): string; stage(id: number | null): ReactNode; semantic(id: number | null): Stage['semantic'] | undefined }): Column<T>[];
}

export const typeOf = (kind: { declaration: RecordDeclaration }): string => kind.declaration.type;
export const pathOf = (kind: { declaration: RecordDeclaration }): string => `/${kind.declaration.module}/${kind.declaration.plural}`;
