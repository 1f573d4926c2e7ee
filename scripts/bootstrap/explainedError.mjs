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

/**
 * What to print of an error: the message where it says what to do, the stack where the defect is ours.
 *
 * @param {unknown} error
 * @returns {string}
 */
export function describeError(error) {
  const { explained, message, stack } = fieldsOf(error);
  return String((explained ? message : stack) ?? message ?? error);
}

/**
 * @param {unknown} error
 * @returns {unknown} such as `ENOENT`
 */
export function errorCode(error) {
  return fieldsOf(error).code;
}

/**
 * By its fields and not by `instanceof`: errors cross realms, as in Jest.
 *
 * @param {unknown} error
 * @returns {Partial<Record<'code' | 'explained' | 'message' | 'stack', unknown>>}
 */
function fieldsOf(error) {
  return typeof error === 'object' && error !== null ? error : {};
}
