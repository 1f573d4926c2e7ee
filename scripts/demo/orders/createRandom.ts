/** Random numbers that are the same in every run (mulberry32). */
export interface Random {
  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number;
  pick<T>(values: readonly T[]): T;
  /** Hexadecimal digits. */
  hex(length: number): string;
}

export function createRandom(seed: number): Random {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) % 0x100000000;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x100000000;
  };
  const between = (from: number, to: number) =>
    from + Math.floor(next() * (to - from + 1));
  return {
    between,
    pick: values => values[between(0, values.length - 1)],
    hex: length =>
      Array.from({ length }, () => between(0, 15).toString(16)).join(''),
  };
}
