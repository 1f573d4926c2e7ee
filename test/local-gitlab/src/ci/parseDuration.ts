const unitSeconds: Readonly<Record<string, number>> = {
  s: 1,
  sec: 1,
  second: 1,
  m: 60,
  min: 60,
  minute: 60,
  h: 3600,
  hr: 3600,
  hour: 3600,
  d: 86_400,
  day: 86_400,
  w: 604_800,
  week: 604_800,
};

/** Seconds of a duration as GitLab writes it: `3600`, `90 minutes`, `1h 30m`; undefined when it is none. */
export function parseDuration(text: string): number | undefined {
  if (/^\s*\d+\s*$/.test(text)) return Number(text);
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)/gi)];
  const rest = text
    .replace(/(\d+(?:\.\d+)?)\s*([a-z]+)/gi, '')
    .replace(/and|,|\s/g, '');
  if (parts.length === 0 || rest !== '') return undefined;
  return parts.reduce<number | undefined>((sum, [, amount, unit]) => {
    const seconds =
      unitSeconds[unit.toLowerCase()] ??
      unitSeconds[unit.toLowerCase().replace(/s$/, '')];
    return sum === undefined || seconds === undefined
      ? undefined
      : sum + Number(amount) * seconds;
  }, 0);
}
