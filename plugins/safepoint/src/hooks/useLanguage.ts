import {
  appLanguageApiRef,
  useApiHolder,
} from '@backstage/frontend-plugin-api';

/** The language of the app's words, so that units and relative times match them. */
export function useLanguage(): string {
  const languages = useApiHolder().get(appLanguageApiRef);
  return languages?.getLanguage().language ?? 'en';
}
