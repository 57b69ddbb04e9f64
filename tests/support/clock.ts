/**
 * What test portals and browsers take for the moment at which a test file begins: a Wednesday in the middle of a month, noon in São Paulo and
 * afternoon in London. A promise holds at any hour; a test that walks by the hour needs one to begin at.
 */
export const beginning = Date.parse('2026-06-17T15:00:00Z');

/** Milliseconds from the machine's clock to that of the tests. */
export const clockApart = beginning - Date.now();

/** Runs in a page before its own scripts: its clock becomes that of the tests, and goes on from there. */
export function setPageClock(apart: number): void {
  const MachineDate = Date;
  globalThis.Date = new Proxy(MachineDate, {
    construct: (target, given, self) => Reflect.construct(target, given.length === 0 ? [target.now() + apart] : given, self),
    apply: () => new Date().toString(),
    get: (target, name) => (name === 'now' ? () => target.now() + apart : Reflect.get(target, name)),
  });
}
