import {
  createRequesterFn,
  type FormattedResponse,
  type RequestHandlerFn,
} from '@gitbeaker/requester-utils';
import { SafepointError } from '@safepoint/engine';

const timeoutMilliseconds = 30_000;

/**
 * One request, never repeated: gitbeaker's own requester repeats a POST on 502 (gitbeaker 43.8).
 * Redirects are not followed, since the token would go along.
 */
const requestOnce = (async (
  endpoint: string,
  options: Record<string, unknown> = {},
) => {
  const { prefixUrl, searchParams, method, headers, body } = options;
  const url = new URL(endpoint, String(prefixUrl).replace(/\/*$/, '/'));
  url.search = String(searchParams ?? '');
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method: method as string,
      headers: headers as Record<string, string>,
      body: body as string | undefined,
      signal: AbortSignal.timeout(timeoutMilliseconds),
      redirect: 'manual',
    });
    text = await response.text();
  } catch (cause) {
    throw new SafepointError({
      kind: 'gitlab-unreachable',
      message: `GitLab at ${url.origin} does not answer. See that the address is right and reachable from here, and run this again.`,
      cause,
    });
  }
  if (!response.ok) throw refusal(response.status, text);
  return {
    body: parseAnswer(text),
    headers: Object.fromEntries(response.headers.entries()),
    status: response.status,
  } satisfies FormattedResponse;
}) as RequestHandlerFn;

/** The requester of the client of onboarding. */
export const requestOnceFn = createRequesterFn(
  (_, options) => Promise.resolve(options),
  requestOnce,
);

function parseAnswer(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    throw new SafepointError({
      kind: 'gitlab-refused',
      message:
        'What answered is no GitLab: its answer is no JSON. See that --gitlab-url is the address of GitLab itself.',
    });
  }
}

const hints: Record<number, string> = {
  401: 'GITLAB_TOKEN is wrong or has expired; make one with the scope api.',
  403: 'The token may not do this; it needs the scope api and the role Developer in the project.',
  404: 'The project is not there for this token; see --project, and that the token’s user is a member.',
};

function refusal(status: number, text: string): SafepointError {
  const hint = hints[status] ?? readMessage(text);
  return new SafepointError({
    kind: 'gitlab-refused',
    message: `GitLab answered ${status}. ${hint}`.trim(),
    cause: { status },
  });
}

/** GitLab's own words; bounded, as they come from another system. */
function readMessage(text: string): string {
  try {
    const { message, error } = JSON.parse(text);
    return JSON.stringify(message ?? error ?? '').slice(0, 300);
  } catch {
    return '';
  }
}
