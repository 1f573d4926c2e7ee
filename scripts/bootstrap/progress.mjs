/**
 * @param {number} milliseconds
 * @returns {string}
 */
export function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Says what starts, every ten seconds that it is still at it, and how long it took.
 *
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withProgress(title, work) {
  const started = performance.now();
  const elapsed = () => seconds(performance.now() - started);
  say(`… ${title}`);
  const timer = setInterval(() => say(`… ${title}: ${elapsed()}`), 10_000);
  try {
    const result = await work();
    say(`✓ ${title} (${elapsed()})`);
    return result;
  } catch (error) {
    say(`✗ ${title} (${elapsed()})`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}
