import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { ModuleCost } from '../../contracts/core/modules.js';

/** What the portal alone and each module takes on this machine. */
export interface Costs {
  /** Of what was measured: another build, machine or Node is measured anew. */
  build: string;
  measuredAt: string;
  core: ModuleCost;
  /** Bytes of memory that each module without requirements counts, and which several of them take only once. */
  shared: number;
  /** By id; each beyond what it requires. */
  modules: Record<string, ModuleCost>;
}

/** Where the preparation puts what it measured, beside the compiled server. */
export const costsFile = fileURLToPath(new URL('../../../costs.json', import.meta.url));

const isAmount = (one: unknown): one is number => typeof one === 'number' && one >= 0;

function costIn(value: unknown): ModuleCost | null {
  const { startMs, memory, disk } = (value ?? {}) as Record<string, unknown>;
  return isAmount(startMs) && isAmount(memory) && isAmount(disk) ? { startMs, memory, disk } : null;
}

/**
 * What was measured of the portal alone and of one module; null where it was not measured yet or cannot be read: then nothing
 * is said rather than something wrong.
 */
export interface KnownCosts {
  core: ModuleCost | null;
  shared: number;
  of(id: string): ModuleCost | null;
}

/** Reads what the preparation measured: anew each time, for it may still be measuring while the portal runs. */
export async function readCosts(file: string): Promise<KnownCosts> {
  const found: Partial<Costs> = await readFile(file, 'utf8')
    .then(JSON.parse)
    .catch(() => ({}));
  return { core: costIn(found?.core), shared: isAmount(found?.shared) ? found.shared : 0, of: (id) => costIn(found?.modules?.[id]) };
}
