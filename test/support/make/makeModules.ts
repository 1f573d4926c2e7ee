import type { Play } from './playScenario';

interface Pair {
  name: string;
  value: string;
}

/** `util:SetVariables`: each by its name. */
export const setVariables: Play = ({ variables }) =>
  Object.fromEntries(
    (variables as Pair[]).map(({ name, value }) => [name, value]),
  );

/** `json:ParseJSON` */
export const parseJson: Play = ({ json }) => JSON.parse(json);

/** `http:ActionSendData`: a real request; with `handleErrors` an answer that is no success ends the scenario. */
export const sendData: Play = async (mapper, { parameters }) => {
  const headers = new Headers(
    (mapper.headers as Pair[]).map(({ name, value }): [string, string] => [
      name,
      value,
    ]),
  );
  if (mapper.bodyType === 'raw')
    headers.set('content-type', mapper.contentType);
  const answer = await fetch(mapper.url, {
    method: mapper.method.toUpperCase(),
    headers,
    redirect: mapper.followRedirect ? 'follow' : 'manual',
    ...(mapper.bodyType === 'raw' && { body: mapper.data }),
    signal: AbortSignal.timeout(Number(mapper.timeout) * 1_000),
  });
  const text = await answer.text();
  if (parameters.handleErrors && !answer.ok) {
    throw new Error(`${answer.status} of ${mapper.url}: ${text}`);
  }
  return {
    statusCode: answer.status,
    data: mapper.parseResponse ? JSON.parse(text) : text,
  };
};
