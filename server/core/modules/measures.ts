/** What a module costs this process, measured when its code was loaded here; null while it was not. */
export interface Measured {
  /** Milliseconds until it was loaded and had registered. */
  ms: number;
  /** Bytes by which the heap grew meanwhile; null where that was too little to be told from what was let go of in between. */
  bytes: number | null;
}

/** What modules cost this process, each measured when something is done for it for the first time. */
export function createMeasures(): { measuring<T>(id: string, work: () => Promise<T>): Promise<T>; measured(id: string): Measured | null } {
  const measures = new Map<string, Measured>();
  return {
    async measuring(id, work) {
      if (measures.has(id)) return work();
      const [heap, began] = [process.memoryUsage().heapUsed, performance.now()];
      const value = await work();
      const grown = process.memoryUsage().heapUsed - heap;
      measures.set(id, { ms: performance.now() - began, bytes: grown > 0 ? grown : null });
      return value;
    },
    measured: (id) => measures.get(id) ?? null,
  };
}
