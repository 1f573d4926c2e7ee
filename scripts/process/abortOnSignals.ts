/**
 * A signal that aborts when a person or the system wants this process to end, or when its starter is gone.
 * The reason is the exit code to leave with.
 */
export function abortOnSignals(): AbortSignal {
  const controller = new AbortController();
  const abort = (exitCode: number) => {
    if (!controller.signal.aborted) controller.abort({ exitCode });
  };
  process.on('SIGINT', () => abort(130));
  process.on('SIGTERM', () => abort(143));
  process.on('SIGHUP', () => abort(129));
  process.on('disconnect', () => abort(143));
  // The channel alone must not keep the process alive.
  process.channel?.unref?.();
  return controller.signal;
}

/** The exit code that an abort asks for. */
export function exitCodeOf(signal: AbortSignal): number {
  const reason = signal.reason as { exitCode?: number } | undefined;
  return reason?.exitCode ?? 130;
}
