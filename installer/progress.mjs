const out = process.stderr;
const seconds = (since) => `${Math.round((Date.now() - since) / 1000)} s`;

/** When each phase that is under way began, by its label. */
const running = new Map();

/** All that is under way, on the last line of a terminal. */
const draw = () => out.write(`\r\x1b[K${[...running].map(([label, since]) => `${label} … ${seconds(since)}`).join(' · ')}`);

/**
 * One line of progress for one phase, on the error stream, so that what a command prints stays usable by others.
 * On a terminal the seconds count up, of all phases that are under way on one line; in a log the line is followed by one that says how long it took.
 * @template T
 * @param {string} label what happens now, such as "Installing dependencies"
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function phase(label, work) {
  const since = Date.now();
  running.set(label, since);
  if (out.isTTY) draw();
  else out.write(`${label} …\n`);
  const tick = () => (out.isTTY ? draw() : out.write(`${label} … still at it after ${seconds(since)}\n`));
  const timer = setInterval(tick, out.isTTY ? 1000 : 30_000);
  const end = (mark) => {
    running.delete(label);
    out.write(`${out.isTTY ? '\r\x1b[K' : ''}${label} ${mark} ${seconds(since)}\n`);
    if (out.isTTY && running.size > 0) draw();
  };
  try {
    const result = await work();
    end('✓');
    return result;
  } catch (error) {
    end('✗');
    throw error;
  } finally {
    clearInterval(timer);
  }
}
