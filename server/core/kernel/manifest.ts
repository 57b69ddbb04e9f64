/** A table whose rows belong to one record each. */
export interface RowsOfRecords {
  readonly table: string;
  /** Kind of the record, or the column that names it: by the kind itself, or by what `types` translates. */
  readonly of: { readonly type: string } | { readonly typeColumn: string; readonly types?: Readonly<Record<string, string>> };
  readonly idColumn: string;
}

/** Rows of a table that belong to a record and tell who somebody is. */
export interface PersonalTable extends RowsOfRecords {
  /** What these columns hold once the person is erased; null: the rows go. */
  readonly erased: Readonly<Record<string, string | null>> | null;
  /** Columns with words of people, out of which names are taken where the person is only mentioned; the table has an `id`. */
  readonly scrubbed?: readonly string[];
}

/** Rows of a table beside those of records that belong to one record, and come back with it out of a backup. */
export interface PartTable extends RowsOfRecords {
  /** Columns that name rows of another table of the module, which must be there. */
  readonly needs?: Readonly<Record<string, string>>;
  /**
   * What of it comes out of a backup where the record itself is there: the rows that are gone since (`missing`, known by their `id`),
   * all of them by the module's own hand (`module`), or nothing (`nothing`): it follows from the record's fields, happened once, or is
   * somebody's own. Where the record is gone, all of it comes.
   */
  readonly again: 'missing' | 'module' | 'nothing';
}

/** Static facts of a module: free of side effects, read for modules that are off too. */
export interface Manifest {
  /** One lower-case word: folder, table prefix, URL part and message namespace. */
  readonly id: string;
  /** Cannot be on without these. */
  readonly requires: readonly string[];
  /** May see their contracts, must live without them. */
  readonly cooperates: readonly string[];
  /** What the module is chosen for, for grouping in the wizard. */
  readonly intent: 'sell' | 'organise' | 'talk' | 'share' | 'team' | 'protect';
  readonly icon: string;
  readonly permissions: readonly string[];
  readonly owns: {
    readonly tables: readonly string[];
    readonly records: readonly string[];
    /**
     * Columns that name files of core's store by id, `<table>.<column>`: a file that one of them names is in use, also while the module
     * is parked. Each needs an index that begins with it.
     */
    readonly fileColumns?: readonly `${string}.${string}`[];
    /** Tables beside those of records that hold what people can be told by, to be erased also while the module is parked. */
    readonly personal?: readonly PersonalTable[];
    /**
     * Columns with JSON beside records, `<table>.<column>`, whose texts may mention colleagues: that goes when they are erased. The table
     * has an `id` and a `version`.
     */
    readonly mentions?: readonly `${string}.${string}`[];
    /** Tables beside those of records whose rows belong to one record each. */
    readonly parts?: readonly PartTable[];
  };
}

export const defineManifest = <const M extends Manifest>(manifest: M): M => manifest;

/**
 * Sorts manifests so that each comes after what it requires.
 * @throws Error naming the module, when a requirement is missing or requirements run in a circle.
 */
export function inOrderOfRequirements<M extends Manifest>(manifests: readonly M[]): M[] {
  const byId = new Map(manifests.map((m) => [m.id, m]));
  const sorted: M[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (m: M, path: string[]): void => {
    if (state.get(m.id) === 'done') return;
    if (state.get(m.id) === 'open') throw new Error(`Modules require each other in a circle: ${[...path, m.id].join(' → ')}`);
    state.set(m.id, 'open');
    for (const id of m.requires) {
      const needed = byId.get(id);
      if (!needed) throw new Error(`Module "${m.id}" requires "${id}", which is not on`);
      visit(needed, [...path, m.id]);
    }
    state.set(m.id, 'done');
    sorted.push(m);
  };
  for (const m of manifests) visit(m, []);
  return sorted;
}
