import { prepareOrExit } from './prepare.mjs';

await prepareOrExit();
// In this process, so that signals and the terminal reach it directly; it reads the arguments itself.
await import('../dist/bundle/sede.js');
