import canonicalize from 'canonicalize';

/**
 * What a signature covers: the RFC 8785 form of the document without its `signature`. Two documents
 * that JSON holds to be equal have the same bytes, whatever the order of their keys or their spacing.
 */
export function canonicalBytes(document: object): Buffer {
  // The round trip makes of a Date or an undefined member what a reader of the stored JSON would see.
  const { signature: _, ...content } = JSON.parse(JSON.stringify(document));
  return Buffer.from(canonicalize(content) as string, 'utf8');
}
