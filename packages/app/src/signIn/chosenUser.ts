const key = 'safepoint-demo-user';

/** Who was chosen in this browser tab: a reload keeps them signed in, two tabs can be two people. */
export const chosenUser = {
  read: (): string | undefined =>
    window.sessionStorage.getItem(key) ?? undefined,
  save: (name: string): void => window.sessionStorage.setItem(key, name),
  forget: (): void => window.sessionStorage.removeItem(key),
};
