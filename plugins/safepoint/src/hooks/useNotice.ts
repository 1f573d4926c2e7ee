import {
  alertApiRef,
  toastApiRef,
  useApiHolder,
} from '@backstage/frontend-plugin-api';
import { useCallback } from 'react';

const shownFor = 6_000;

/** Says for a moment that something was done; as a toast where the app has toasts, else as an alert. */
export function useNotice(): (message: string) => void {
  const apis = useApiHolder();
  return useCallback(
    (message: string) => {
      const toasts = apis.get(toastApiRef);
      if (toasts) {
        toasts.post({ title: message, status: 'success', timeout: shownFor });
        return;
      }
      apis
        .get(alertApiRef)
        ?.post({ message, severity: 'success', display: 'transient' });
    },
    [apis],
  );
}
