import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

const contractFile = join(__dirname, 'contract.yaml');
const base = '/api/v4';

interface Parameter {
  $ref?: string;
  name: string;
  in: 'path' | 'query';
  required?: boolean;
  schema: object;
}

interface Operation {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: { content: { 'application/json': { schema: object } } };
}

type PathItem = { parameters?: Parameter[] } & Record<string, Operation>;

interface Document {
  paths: Record<string, PathItem>;
  components: { parameters: Record<string, Parameter>; schemas: object };
}

/** One request as GitLab would get it. */
export interface GitLabCall {
  method: string;
  url: URL;
  headers: IncomingHttpHeaders;
  body?: unknown;
}

/** Which call of the contract it is, and what GitLab would not understand of it. */
export interface CheckedCall {
  operationId?: string;
  problems: string[];
}

interface Checker {
  operationId: string;
  method: string;
  path: RegExp;
  names: string[];
  pathValues: ValidateFunction;
  query: ValidateFunction;
  body?: ValidateFunction;
}

/** Checks requests against what GitLab declares of the calls that the portal uses. */
export class GitLabContract {
  readonly #checkers: Checker[];

  constructor(document: Document = parse(readFileSync(contractFile, 'utf8'))) {
    this.#checkers = Object.entries(document.paths).flatMap(([path, item]) =>
      ['get', 'post', 'put', 'delete']
        .filter(method => item[method])
        .map(method => createChecker(document, path, item, method)),
    );
  }

  get operationIds(): string[] {
    return this.#checkers.map(({ operationId }) => operationId);
  }

  check({ method, url, headers, body }: GitLabCall): CheckedCall {
    const path = url.pathname.replace(base, '');
    const checker = this.#checkers.find(
      one => one.method === method && one.path.test(path),
    );
    if (!checker || !url.pathname.startsWith(`${base}/`)) {
      return { problems: [`${method} ${url.pathname} is not in the contract`] };
    }
    const values = checker.path.exec(path)!.slice(1).map(decodeURIComponent);
    const pathValues = Object.fromEntries(
      checker.names.map((name, index) => [name, values[index]]),
    );
    return {
      operationId: checker.operationId,
      problems: [
        ...problemsOf('path', checker.pathValues, pathValues),
        ...problemsOf('query', checker.query, readQuery(url.searchParams)),
        ...problemsOfBody(checker, headers, body),
        ...(headers['private-token'] || headers.authorization
          ? []
          : ['There is no token']),
        ...(/private_token|access_token/.test(url.search)
          ? ['A token is in the URL']
          : []),
      ],
    };
  }
}

function createChecker(
  document: Document,
  path: string,
  item: PathItem,
  method: string,
): Checker {
  const operation = item[method];
  const parameters = [
    ...(item.parameters ?? []),
    ...(operation.parameters ?? []),
  ].map(parameter => resolve(document, parameter));
  const compile = (schema: object, coerceTypes: boolean) => {
    const ajv = new Ajv({ allErrors: true, coerceTypes, strict: false });
    addFormats(ajv);
    return ajv.compile({ ...schema, components: document.components });
  };
  const schema = operation.requestBody?.content['application/json'].schema;
  return {
    operationId: operation.operationId,
    method: method.toUpperCase(),
    path: new RegExp(`^${path.replace(/\{\w+\}/g, '([^/]+)')}$`),
    names: [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
    pathValues: compile(toObjectSchema(parameters, 'path'), true),
    query: compile(toObjectSchema(parameters, 'query'), true),
    body: schema && compile(schema, false),
  };
}

function resolve(document: Document, parameter: Parameter): Parameter {
  const name = parameter.$ref?.split('/').at(-1);
  return name ? document.components.parameters[name] : parameter;
}

function toObjectSchema(parameters: Parameter[], place: Parameter['in']) {
  const here = parameters.filter(parameter => parameter.in === place);
  return {
    type: 'object',
    additionalProperties: false,
    required: here.filter(({ required }) => required).map(({ name }) => name),
    properties: Object.fromEntries(
      here.map(({ name, schema }) => [name, schema]),
    ),
  };
}

/** A parameter that comes twice is a list, which no schema here takes. */
function readQuery(query: URLSearchParams): Record<string, unknown> {
  return Object.fromEntries(
    [...new Set(query.keys())].map(name => {
      const values = query.getAll(name);
      return [name, values.length > 1 ? values : values[0]];
    }),
  );
}

function problemsOf(
  place: string,
  validate: ValidateFunction,
  value: unknown,
): string[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `${place}${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

function problemsOfBody(
  { body: validate }: Checker,
  headers: IncomingHttpHeaders,
  body: unknown,
): string[] {
  if (!validate) return body === undefined ? [] : ['There is a body'];
  return [
    ...(headers['content-type']?.startsWith('application/json')
      ? []
      : [`The body is ${headers['content-type']} and not JSON`]),
    ...problemsOf('body', validate, body),
  ];
}
