/**
 * An error whose message tells a person what to do, so that no stack is printed with it.
 *
 * @param {string} message
 * @returns {Error & { explained: true }}
 */
export function explainedError(message) {
  return Object.assign(new Error(message), {
    explained: /** @type {const} */ (true),
  });
}
