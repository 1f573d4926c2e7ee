import { SafepointError } from '@safepoint/engine';

/**
 * The reason to deploy without a recovery point, from the flag or the variable. An empty variable is none:
 * a component sets it always. The portal judges the reason.
 */
export function readBreakGlass(
  flag: string | undefined,
  variables: NodeJS.ProcessEnv,
  trigger: string,
): string | undefined {
  if (flag !== undefined && trigger !== 'pre-deploy') {
    throw new SafepointError({
      kind: 'usage',
      message:
        'Break-glass is for --trigger pre-deploy only; leave --break-glass out.',
    });
  }
  if (trigger !== 'pre-deploy') return undefined;
  return flag ?? (variables.SAFEPOINT_BREAK_GLASS || undefined);
}
