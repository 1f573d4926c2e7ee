/** A request, read. */
export interface ApiRequest {
  method: string;
  url: URL;
  /** The path's segments that the route names, decoded. */
  params: Readonly<Record<string, string>>;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: Readonly<Record<string, unknown>>;
}

/** An answer. A string body is sent as it is, anything else as JSON. */
export interface ApiResponse {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
}

/** Answers the requests of one route. */
export type Handler = (
  request: ApiRequest,
) => Promise<ApiResponse> | ApiResponse;

/** One method and path; `:name` stands for one segment, an encoded `/` in it included. */
export interface Route {
  method: 'GET' | 'POST';
  path: string;
  handle: Handler;
}

/** Finds the route of a request. */
export function matchRoute(
  routes: readonly Route[],
  method: string,
  pathname: string,
): { route: Route; params: Record<string, string> } | undefined {
  const segments = pathname.split('/').map(decodeSegment);
  if (segments.includes(undefined)) return undefined;
  for (const route of routes.filter(candidate => candidate.method === method)) {
    const params = matchSegments(route.path.split('/'), segments as string[]);
    if (params) return { route, params };
  }
  return undefined;
}

function matchSegments(
  pattern: readonly string[],
  segments: readonly string[],
): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  const fits = pattern.every((part, index) => {
    if (!part.startsWith(':')) return part === segments[index];
    params[part.slice(1)] = segments[index];
    return segments[index] !== '';
  });
  return fits ? params : undefined;
}

function decodeSegment(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
