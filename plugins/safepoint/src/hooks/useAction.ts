import { useCallback, useState } from 'react';

/** One thing that the user does: whether it is on its way, and why it did not come about. */
export interface Action<TArguments extends unknown[]> {
  run: (...args: TArguments) => Promise<void>;
  isPending: boolean;
  error?: Error;
}

/** Runs `act`, never twice at a time; its error is kept for the view to show. */
export function useAction<TArguments extends unknown[]>(
  act: (...args: TArguments) => Promise<void>,
): Action<TArguments> {
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<Error>();

  const run = useCallback(
    async (...args: TArguments) => {
      if (isPending) return;
      setPending(true);
      setError(undefined);
      try {
        await act(...args);
      } catch (cause) {
        setError(cause instanceof Error ? cause : new Error(String(cause)));
      } finally {
        setPending(false);
      }
    },
    [act, isPending],
  );
  return { run, isPending, error };
}
