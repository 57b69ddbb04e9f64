import { setFlagsFromString } from 'node:v8';

/**
 * V8 doubles its space for new objects whenever it is full, and does not give it back. Starting fills it again and again with
 * what is thrown away at once: left to itself, a portal at rest holds some 18 MB for nothing.
 */
export const holdYoungSpace = (): void => setFlagsFromString('--semi-space-growth-factor=1');

/** From now on it grows with the work there is, as V8 means it. */
export const letYoungSpaceGrow = (): void => setFlagsFromString('--semi-space-growth-factor=2');
