// In the place of cross-fetch, which comes with Backstage's permissions: it would bring a fetch of its own and,
// by the module `punycode`, a deprecation warning at the start of every job.
export const { fetch, Headers, Request, Response } = globalThis;
export default fetch;
