import { useCallback, useEffect, useState } from 'react';

/** What a view has: nothing yet, nothing but an error, or data that may have gone stale. */
export type LiveData<T> =
  | { status: 'loading' }
  | { status: 'failed'; error: Error; refresh: () => void }
  | { status: 'ready'; data: T; staleBecause?: Error; refresh: () => void };

interface Loaded<T> {
  /** The loader that this came from; an answer of an earlier one is never shown. */
  from?: unknown;
  data?: T;
  error?: Error;
}

/**
 * Loads, and loads again after `pauseBefore` milliseconds as long as the page is visible. A page that
 * becomes visible again loads at once. Data that was loaded stays when a later load fails. Without
 * `load` there is nothing to load yet.
 */
export function useLiveData<T>(
  load: ((signal: AbortSignal) => Promise<T>) | undefined,
  pauseBefore?: (data: T | undefined) => number,
): LiveData<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>({});
  const [round, setRound] = useState(0);
  const refresh = useCallback(() => setRound(previous => previous + 1), []);

  useEffect(() => {
    if (!load) return undefined;
    const loadNow = load;
    const controller = new AbortController();
    const { signal } = controller;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let lastData: T | undefined;

    async function run() {
      clearTimeout(timer);
      try {
        const data = await loadNow(signal);
        if (signal.aborted) return;
        lastData = data;
        setLoaded({ from: load, data });
      } catch (cause) {
        if (signal.aborted) return;
        const error = cause instanceof Error ? cause : new Error(String(cause));
        setLoaded(previous => ({
          from: load,
          data: previous.from === load ? previous.data : undefined,
          error,
        }));
      }
      schedule();
    }
    function schedule() {
      clearTimeout(timer);
      if (pauseBefore && !document.hidden) {
        timer = setTimeout(run, pauseBefore(lastData));
      }
    }
    function onVisibilityChange() {
      if (document.hidden) clearTimeout(timer);
      else if (pauseBefore) run();
    }

    run();
    document.addEventListener('visibilitychange', onVisibilityChange);
    return () => {
      controller.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisibilityChange);
    };
  }, [load, pauseBefore, round]);

  if (!load || loaded.from !== load) return { status: 'loading' };
  if (loaded.data !== undefined) {
    return {
      status: 'ready',
      data: loaded.data,
      staleBecause: loaded.error,
      refresh,
    };
  }
  return { status: 'failed', error: loaded.error!, refresh };
}
