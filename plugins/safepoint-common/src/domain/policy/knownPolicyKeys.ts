import type { z } from 'zod';

/** The keys of the object at `path` of a schema, through what is optional and through lists. */
export function knownKeysAt(schema: z.ZodType, path: PropertyKey[]): string[] {
  let at = unwrap(schema);
  for (const part of path) {
    const { shape, element } = at as Partial<z.ZodObject & z.ZodArray>;
    const next = typeof part === 'number' ? element : shape?.[String(part)];
    if (!next) return [];
    at = unwrap(next as z.ZodType);
  }
  return Object.keys((at as Partial<z.ZodObject>).shape ?? {});
}

/** A list has an `unwrap`, too, which would lose a step of the path. */
function unwrap(schema: z.ZodType): z.ZodType {
  return 'unwrap' in schema &&
    !('element' in schema) &&
    typeof schema.unwrap === 'function'
    ? unwrap(schema.unwrap())
    : schema;
}
