/** How an endpoint has been lately; one for all replicas. @public */
export interface EndpointCircuit {
  /** Since the last success. */
  failures: number;
  /** Until then nothing is sent to it; afterwards one delivery tries. */
  openUntil?: Date;
}

const failuresAllowed = 5;
const firstPauseSeconds = 30;
const longestPauseSeconds = 1_800;

/** The circuit after an attempt: it opens at the fifth failure in a row, each time for twice as long. @public */
export function planCircuit(
  circuit: EndpointCircuit,
  attempt: { delivered: boolean; at: Date },
): EndpointCircuit {
  if (attempt.delivered) return { failures: 0 };
  const failures = circuit.failures + 1;
  if (failures < failuresAllowed) return { failures };
  const pauseSeconds = Math.min(
    longestPauseSeconds,
    firstPauseSeconds * 2 ** (failures - failuresAllowed),
  );
  return {
    failures,
    openUntil: new Date(attempt.at.getTime() + pauseSeconds * 1_000),
  };
}

/** How many deliveries may be tried at once: none while it is open, one to probe, else `most`. @public */
export function allowanceOf(
  circuit: EndpointCircuit,
  now: Date,
  most: number,
): number {
  if (circuit.openUntil && circuit.openUntil > now) return 0;
  return circuit.failures >= failuresAllowed ? 1 : most;
}
