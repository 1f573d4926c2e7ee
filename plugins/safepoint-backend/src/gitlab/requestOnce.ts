import {
  createRequesterFn,
  type FormattedResponse,
  type RequestHandlerFn,
  type ResponseBodyTypes,
} from '@gitbeaker/requester-utils';
import { errorOfAnswer, errorOfFailure, GitLabError } from './GitLabError';

/**
 * One request, never repeated: gitbeaker's own requester repeats a POST on 502 and makes ten pipelines of
 * one (gitbeaker 43.8). Redirects are not followed, since the token would go along.
 */
const requestOnce = (async (
  endpoint: string,
  options: Record<string, unknown> = {},
) => {
  const { prefixUrl, searchParams, method, headers, body, signal } = options;
  const url = new URL(endpoint, String(prefixUrl).replace(/\/*$/, '/'));
  url.search = String(searchParams ?? '');
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method: method as string,
      headers: headers as Record<string, string>,
      body: body as string | undefined,
      signal: signal as AbortSignal | undefined,
      redirect: 'manual',
    });
    text = await response.text();
  } catch (failure) {
    throw errorOfFailure(failure);
  }
  if (!response.ok) {
    throw errorOfAnswer(response, readDescription(text), new Date());
  }
  return {
    body: parseBody(text),
    headers: Object.fromEntries(response.headers.entries()),
    status: response.status,
  } satisfies FormattedResponse;
}) as RequestHandlerFn;

/** The requester of every GitLab client here. */
export const requestOnceFn = createRequesterFn(
  (_, options) => Promise.resolve(options),
  requestOnce,
);

function parseBody(text: string): ResponseBodyTypes {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    throw new GitLabError('GitLab answered with what is no JSON', 'lost');
  }
}

/** What GitLab says is the matter; bounded, as it comes from another system. */
function readDescription(text: string): string {
  try {
    const { message, error, error_description: detail } = JSON.parse(text);
    const description = message ?? detail ?? error ?? '';
    return (
      typeof description === 'string'
        ? description
        : JSON.stringify(description)
    ).slice(0, 500);
  } catch {
    return '';
  }
}
