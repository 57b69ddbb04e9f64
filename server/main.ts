import { writePrivately } from './core/private-files.js';
import { holdYoungSpace } from './young-space.js';

writePrivately();
// Before the rest of the code is read, which is most of what starting does.
holdYoungSpace();
const { serve } = await import('./serve.js');
await serve(process.argv.slice(2));
