import { inFewFiles } from './few-files.mjs';

/** The server; its modules stay apart, as they are imported only where they are on. */
export default inFewFiles('bundle', { main: 'server/main.js', sede: 'server/cli/sede.js', 'one-start': 'server/costs/one-start.js' });
