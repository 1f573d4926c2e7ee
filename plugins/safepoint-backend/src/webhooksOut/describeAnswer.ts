const longestExcerpt = 300;

/** Whatever looks like a key, a token or a signature: an endpoint may repeat what it was sent. */
const secrets = [
  /whsec_[A-Za-z0-9+/=_-]*/g,
  /\bv1a?,[A-Za-z0-9+/=_-]+/g,
  /\b(bearer|basic|token)\s+[^\s"']+/gi,
  /[A-Za-z0-9+/=_.-]{24,}/g,
];

/** An answer that is no success, in one line that may be kept and shown. */
export function describeAnswer(status: number, body: string): string {
  const text = secrets
    .reduce((left, secret) => left.replace(secret, '[…]'), body)
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .trim();
  const excerpt =
    text.length > longestExcerpt ? `${text.slice(0, longestExcerpt)}…` : text;
  const what =
    status >= 300 && status < 400
      ? `The endpoint redirects (${status}), which is not followed; configure where it leads.`
      : `The endpoint answered ${status}.`;
  return excerpt ? `${what} ${excerpt}` : what;
}
