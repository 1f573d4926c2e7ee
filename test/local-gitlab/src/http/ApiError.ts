/** An answer that is no success, in GitLab's form. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly body: object;

  constructor(status: number, body: object) {
    super(`HTTP ${status}`);
    this.status = status;
    this.body = body;
  }
}

/** GitLab's plain refusals. */
export const refusals = {
  unauthorized: () => new ApiError(401, { message: '401 Unauthorized' }),
  forbidden: (why?: string) =>
    new ApiError(403, {
      message: why ? `403 Forbidden  - ${why}` : '403 Forbidden',
    }),
  notFound: (what?: string) =>
    new ApiError(404, {
      message: what ? `404 ${what} Not Found` : '404 Not found',
    }),
  badRequest: (why: string) =>
    new ApiError(400, { message: `400 Bad request - ${why}` }),
  badPipeline: (problem: string) =>
    new ApiError(400, { message: { base: [problem] } }),
};
