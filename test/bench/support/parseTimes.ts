/** Seconds of CPU from what bash's `times` says: the last line is that of the children. */
export function parseTimes(text: string): number {
  const children = text.trim().split('\n').at(-1) ?? '';
  const parts = [...children.matchAll(/(\d+)m([\d.]+)s/g)];
  if (parts.length !== 2) {
    throw new Error(`Cannot read the output of bash's times: ${text}`);
  }
  return parts.reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
    0,
  );
}
