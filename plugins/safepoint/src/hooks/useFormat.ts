import { useMemo } from 'react';
import { formatBytes } from '../format/formatBytes';
import { formatDuration } from '../format/formatDuration';
import { formatRelativeTime } from '../format/formatTime';
import { useLanguage } from './useLanguage';

/** The formats bound to the app's language. */
export function useFormat() {
  const language = useLanguage();
  return useMemo(
    () => ({
      bytes: (value: number) => formatBytes(value, language),
      duration: (seconds: number) => formatDuration(seconds, language),
      shortDuration: (seconds: number) =>
        formatDuration(seconds, language, 'short'),
      relativeTime: (time: string) => formatRelativeTime(time, language),
      number: (value: number) => new Intl.NumberFormat(language).format(value),
    }),
    [language],
  );
}
