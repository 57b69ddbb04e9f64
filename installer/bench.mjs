import { prepareOrExit } from './prepare.mjs';

await prepareOrExit({ tests: true });
await import('../dist/tests/bench/main.js');
