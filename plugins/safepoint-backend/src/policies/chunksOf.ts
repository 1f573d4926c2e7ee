const atOnce = 200;

/** As many at once as every database and the catalog take. */
export function chunksOf<T>(all: T[]): T[][] {
  const chunks: T[][] = [];
  for (let from = 0; from < all.length; from += atOnce) {
    chunks.push(all.slice(from, from + atOnce));
  }
  return chunks;
}
