import type { ApiRequest, ApiResponse } from './Router';

/** One page of a list with GitLab's pagination headers. */
export function paginate(
  items: readonly unknown[],
  request: ApiRequest,
): ApiResponse {
  const page = readNumber(request.url, 'page', 1, Number.MAX_SAFE_INTEGER);
  const perPage = readNumber(request.url, 'per_page', 20, 100);
  const pages = Math.max(1, Math.ceil(items.length / perPage));
  return {
    body: items.slice((page - 1) * perPage, page * perPage),
    headers: {
      'x-page': String(page),
      'x-per-page': String(perPage),
      'x-total': String(items.length),
      'x-total-pages': String(pages),
      'x-prev-page': page > 1 ? String(page - 1) : '',
      'x-next-page': page < pages ? String(page + 1) : '',
      link: formatLinks(request.url, page, pages),
    },
  };
}

function formatLinks(url: URL, page: number, pages: number): string {
  const targets: [string, number][] = [
    ...(page > 1 ? ([['prev', page - 1]] as [string, number][]) : []),
    ...(page < pages ? ([['next', page + 1]] as [string, number][]) : []),
    ['first', 1],
    ['last', pages],
  ];
  return targets
    .map(([relation, number]) => {
      const target = new URL(url);
      target.searchParams.set('page', String(number));
      return `<${target}>; rel="${relation}"`;
    })
    .join(', ');
}

function readNumber(
  url: URL,
  name: string,
  fallback: number,
  most: number,
): number {
  const value = Number(url.searchParams.get(name));
  return Number.isInteger(value) && value > 0
    ? Math.min(value, most)
    : fallback;
}
