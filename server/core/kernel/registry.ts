import type { Manifest } from './manifest.js';
import type { Point, Port } from './tokens.js';

interface Contribution {
  module: string;
  item: unknown;
}

/**
 * What one generation of the portal is made of: services behind ports and items at points. Filled while modules
 * register, only read afterwards; a module switched on or off means a new registry, never a changed one.
 */
export interface Registry {
  provide<S>(port: Port<string, S>, service: S): void;
  contribute<I>(module: string, point: Point<string, I>, item: I): void;
  find<S>(port: Port<string, S>): S | undefined;
  /** @throws Error when nobody provides the port: a module that is required did not keep its promise. */
  use<S>(port: Port<string, S>): S;
  items<I>(point: Point<string, I>): { module: string; item: I }[];
}

const keyOf = (token: { owner: string; name: string }) => `${token.owner}/${token.name}`;

export function createRegistry(): Registry {
  const services = new Map<string, unknown>();
  const points = new Map<string, Contribution[]>();
  const find = <S>(port: Port<string, S>) => services.get(keyOf(port)) as S | undefined;
  return {
    provide(port, service) {
      if (services.has(keyOf(port))) throw new Error(`The port ${keyOf(port)} is provided twice`);
      services.set(keyOf(port), service);
    },
    contribute(module, point, item) {
      const key = keyOf(point);
      points.set(key, [...(points.get(key) ?? []), { module, item }]);
    },
    find,
    use(port) {
      const service = find(port);
      if (service === undefined) throw new Error(`Nothing provides the port ${keyOf(port)}`);
      return service;
    },
    items: <I>(point: Point<string, I>) => (points.get(keyOf(point)) ?? []) as { module: string; item: I }[],
  };
}

/** Whom a module may name: itself, core, what it requires and what it cooperates with. */
export function mayName(manifest: Manifest, owner: string): boolean {
  return owner === 'core' || owner === manifest.id || manifest.requires.includes(owner) || manifest.cooperates.includes(owner);
}
