/**
 * The vocabulary in which a record is declared once. Plain data, so that the server makes schemas, columns and queries
 * of it and the browser makes lists, boards and forms of the same value.
 */

/** Money over HTTP: integer minor units (cents) and an ISO 4217 code. */
export interface Money {
  amount: number;
  currency: string;
}

/** Days and moments outside of these years are slips of the keyboard, such as 0206 or 20026. */
export const plausibleYears = { min: 1900, max: 2200 } as const;

/** A way to reach somebody: `kind` is one of work, mobile, home, other; `value` as it was typed. */
export interface Channel {
  kind: string;
  value: string;
}

interface FieldTraits {
  /** Must be present on create and may never become null. */
  required?: true;
  /** May stand in a list's query: `?name=`, `?name.gte=` … */
  filterable?: true;
  /** May stand in `?sort=`; the table must have the covering index that the list walks. */
  sortable?: true;
  /** Its words are found by `?q=` and by the search box. */
  searchable?: true;
  /** Offered as a target when columns of a file are matched. */
  importable?: true;
  /** Tells something about the person or firm that the record stands for: never logged, and gone when their data is erased. */
  personal?: true;
  /** Set by the system or by an action; refused in POST and PATCH. */
  readOnly?: true;
  /** Accepted in POST only. */
  createOnly?: true;
}

export type Field = FieldTraits &
  (
    | { kind: 'text'; max: number }
    /** `rich`: HTML, sanitised before it is stored. */
    | { kind: 'longText'; max: number; rich?: true }
    /** `unit`: it is a length of time, which is typed and shown as one. */
    | { kind: 'int'; min?: number; max?: number; unit?: 'minutes' }
    /** A decimal over HTTP (2, 1.5), integer thousandths in the store. */
    | { kind: 'quantity' }
    /** A percentage over HTTP (0 … 100, three decimals: 8.875 % is a sales tax of New York), integer thousandths of a percent in the store. */
    | { kind: 'percent' }
    | { kind: 'yesNo' }
    /** `YYYY-MM-DD`, no time zone. */
    | { kind: 'day' }
    /** ISO 8601 in UTC with milliseconds. */
    | { kind: 'instant' }
    /** {@link Money}; every money field of a record shares the record's `currency` column. Not below zero, unless it is `signed`. */
    | { kind: 'money'; signed?: true }
    | { kind: 'choice'; options: readonly string[] }
    | { kind: 'channels'; of: 'phone' | 'email' }
    /** Id of a person of the portal; of one whose roles hold the permission `holding`, where it says so. */
    | { kind: 'person'; holding?: string }
    /** Ids of people of the portal, each once, in the order in which they were named; `holding` as for one. */
    | { kind: 'people'; most: number; holding?: string }
    /** Short texts such as tags, each once; `max` signs each, `most` of them. */
    | { kind: 'words'; max: number; most: number }
    /** Id of another record; `type` names its kind, such as `crm.company`. */
    /** `foundThrough`: the search box finds the record through this one, too; the table must have an index that begins with the column, `created_at`, `id`. */
    | { kind: 'ref'; type: string; foundThrough?: true }
    /** Id of a file in core's file store. */
    | { kind: 'file' }
    /** Any JSON value, stored and given back as it is; its shape is checked by the module. */
    | { kind: 'json' }
  );

export interface RecordDeclaration {
  /** Dotted, unique in the portal: `crm.lead`. Rights are `<type>.read`, `.create`, `.change`, `.delete`. */
  type: string;
  module: string;
  /** Path below the module: `/api/v1/<module>/<plural>`. */
  plural: string;
  table: string;
  /** The field that names a record to people. */
  title: string;
  /** The person field that own and department scopes look at; without one, only scope `all` sees the record. */
  owner?: string;
  /** The field that holds the stage, for records that have a board. */
  stage?: string;
  /** The money field that boards and the feet of lists add up. */
  sum?: string;
  /** Never purged from the bin: its number stands in a row without gaps, or what happened to others is told by its name. */
  staysInBin?: true;
  /**
   * People whom a record concerns beside its owner: the fields that name them (of the kinds person and people), and what each opens
   * to them, wherever they have the right in any scope. `table` (record_id, person_id, role) is kept in step by the kit.
   */
  people?: { table: string; roles: Record<string, readonly ('read' | 'create' | 'change' | 'delete' | 'export')[]> };
  /**
   * The field with the record that holds this one, such as a project, whose rules let its people in; `id` for that record itself.
   * Who may do what by them its module says at core's point `Containers`.
   */
  container?: string;
  /** Fields that name the record which this one belongs to, and with which it is purged. */
  partOf?: { type: string; id: string };
  /** Fields that name the record of any kind which this one is about, and remember its title; it stays when that is purged. */
  about?: { type: string; id: string; title?: string };
  /** When a record is over: a choice with the options by which it is not, and a moment that is then empty, always. */
  ends?: { field: string; open: readonly string[]; at: string };
  /** What the search box says of a record that is known by a number alone: whom it is for (refs, the first that is filled in and may be read), a choice, an amount. */
  inSearch?: { of: readonly string[]; state: string; amount: string };
  /** Fields that name another record about the same person, such as the lead of which a contact was made: personal data is held about both. */
  samePerson?: readonly string[];
  fields: Record<string, Field>;
}

/** Keeps the literal types of a declaration, so that row types can be derived from it. */
export const declareRecord = <const D extends RecordDeclaration>(declaration: D): D => declaration;

type ValueOf<F extends Field> = F extends { kind: 'text' | 'longText' | 'day' | 'instant' }
  ? string
  : F extends { kind: 'int' | 'quantity' | 'percent' | 'person' | 'ref' | 'file' }
    ? number
    : F extends { kind: 'yesNo' }
      ? boolean
      : F extends { kind: 'money' }
        ? Money
        : F extends { kind: 'choice'; options: readonly (infer O)[] }
          ? O
          : F extends { kind: 'channels' }
            ? Channel[]
            : F extends { kind: 'people' }
              ? number[]
              : F extends { kind: 'words' }
                ? string[]
                : unknown;

type Never<F> = F extends { kind: 'channels' | 'yesNo' | 'people' | 'words' } ? never : null;

/** What every record carries besides its declared fields. */
export interface SystemFields {
  id: number;
  version: number;
  createdAt: string;
  createdBy: number | null;
  updatedAt: string;
}

/** A record as the API gives it. */
export type RecordOf<D extends RecordDeclaration> = SystemFields & {
  -readonly [K in keyof D['fields']]: D['fields'][K] extends { required: true } ? ValueOf<D['fields'][K]> : ValueOf<D['fields'][K]> | Never<D['fields'][K]>;
};

type Writable<D extends RecordDeclaration> = {
  [K in keyof D['fields']]: D['fields'][K] extends { readOnly: true } ? never : K;
}[keyof D['fields']];
type RequiredKeys<D extends RecordDeclaration> = {
  [K in keyof D['fields']]: D['fields'][K] extends { readOnly: true } ? never : D['fields'][K] extends { required: true } ? K : never;
}[keyof D['fields']];

/** The body of a POST. */
export type DraftOf<D extends RecordDeclaration> = { -readonly [K in RequiredKeys<D>]: ValueOf<D['fields'][K]> } & {
  -readonly [K in Exclude<Writable<D>, RequiredKeys<D>>]?: ValueOf<D['fields'][K]> | null;
};

/** The body of a PATCH: any writable fields, and the version the change was made on. */
export type PatchOf<D extends RecordDeclaration> = { -readonly [K in Writable<D>]?: ValueOf<D['fields'][K]> | null } & { version?: number };
