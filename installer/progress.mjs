const seconds = (since) => `${Math.round((Date.now() - since) / 1000)} s`;

/**
 * One line of progress for one phase, on the error stream, so that what a command prints stays usable by others.
 * On a terminal the seconds count up; in a log the line is followed by one that says how long it took.
 * @template T
 * @param {string} label what happens now, such as "Installing dependencies"
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function phase(label, work) {
  const out = process.stderr;
  const since = Date.now();
  const tick = () => out.write(out.isTTY ? `\r${label} … ${seconds(since)}` : `${label} … still at it after ${seconds(since)}\n`);
  out.write(out.isTTY ? `${label} …` : `${label} …\n`);
  const timer = setInterval(tick, out.isTTY ? 1000 : 30_000);
  const end = (mark) => out.write(`${out.isTTY ? '\r' : ''}${label} ${mark} ${seconds(since)}\n`);
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
