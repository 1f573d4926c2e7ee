/** What one side of a benchmark took, over all its runs. */
export interface Measured {
  medianSeconds: number;
  /** Of the process and all that it started, user and system; the median. */
  cpuSeconds: number;
  /** The most memory that the process itself has held, over all runs; what it starts is not counted. */
  peakRssMiB: number;
  runs: number;
}

/** What `npm run bench` writes. */
export interface BenchmarkResult {
  benchmark: string;
  /** What was worked on: sizes, versions, the machine. */
  input: Record<string, unknown>;
  ours: Measured;
  peers: Record<
    string,
    {
      command: string;
      medianSeconds: number;
      /** Of its processes, user and system, as `ours.cpuSeconds`; the median. */
      cpuSeconds: number;
      /** Ours over theirs, pair by pair, the median of these. */
      pairedRatio: number;
    }
  >;
  /** Ours under several circumstances, by their names. */
  cases?: Record<string, Pick<Measured, 'medianSeconds' | 'cpuSeconds'>>;
  /** What ours takes beyond a peer that does only what cannot be left out. */
  overhead?: {
    medianSeconds: number;
    /** What was promised. */
    atMostSeconds: number;
    stepMedianSeconds: Record<string, number>;
  };
}

/** One file `test/bench/NAME.bench.ts` exports one of these as `benchmark`. */
export interface Benchmark {
  name: string;
  run(context: {
    signal: AbortSignal;
    /** A line for the person who waits. */
    say(line: string): void;
  }): Promise<BenchmarkResult>;
}
