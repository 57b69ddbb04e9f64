import { prepareOrExit } from './prepare.mjs';

await prepareOrExit({ measure: true });
// In this process, so that signals and the terminal reach it directly; it reads the arguments itself.
await import('../dist/bundle/main.js');
