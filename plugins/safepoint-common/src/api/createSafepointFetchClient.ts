import createClient, { type Client } from 'openapi-fetch';
import type { paths } from '../generated/openapi';
import { toSafepointApiError } from './SafepointApiError';

/** A client of every operation of the contract, typed by it. @public */
export type SafepointFetchClient = Client<paths>;

/** @public */
export interface SafepointFetchClientOptions {
  /** Base URL of the plugin, `https://portal.example.com/api/safepoint`; may also be given per call. */
  baseUrl?: string;
  /** Default is the global `fetch`. */
  fetch?: (input: Request) => Promise<Response>;
}

/**
 * The typed client under all facades. Its answers are `{data, error, response}`; `dataOf` unwraps them.
 *
 * @public
 */
export function createSafepointFetchClient(
  options: SafepointFetchClientOptions = {},
): SafepointFetchClient {
  return createClient<paths>(options);
}

/** The answer's data; throws a `SafepointApiError` with the portal's message if there is none. @public */
export async function dataOf<T>(
  answer: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  const { data, error, response } = await answer;
  if (!response.ok) {
    throw toSafepointApiError(response, error);
  }
  // A success whose contract has a body always carries it; 204 is typed as undefined.
  return data as T;
}
