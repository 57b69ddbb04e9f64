import { holdYoungSpace } from '../young-space.js';

export const usage = `sede serve [--data DIR] [--port N] [--host H]

Runs the portal until it is stopped; the same as npm start.`;

export async function run(args: string[]): Promise<undefined> {
  holdYoungSpace();
  const { serve } = await import('../serve.js');
  await serve(args);
}
