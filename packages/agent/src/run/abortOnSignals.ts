import { SafepointError } from '@safepoint/engine';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Turns the first signal into an abort; a second one ends the process at once. Returns the undo. */
export function abortOnSignals(run: AbortController): () => void {
  const onSignal = (signal: NodeJS.Signals) => {
    if (run.signal.aborted) process.exit(8);
    run.abort(
      new SafepointError({
        kind: 'aborted',
        message: `Stopped by ${signal}. Nothing half-made is left: a recovery point without a manifest is none.`,
      }),
    );
  };
  SIGNALS.forEach(signal => process.on(signal, onSignal));
  return () => SIGNALS.forEach(signal => process.off(signal, onSignal));
}
