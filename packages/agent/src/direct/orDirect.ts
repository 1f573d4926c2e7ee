import { isPortalUnreachable } from './isPortalUnreachable';

/**
 * Does the work with the portal, and without it only where the portal could not be reached and the job was
 * told to go on. Everything else that goes wrong stays what it is.
 */
export async function orDirect<T>(
  withPortal: () => Promise<T>,
  withoutPortal: ((reason: Error) => Promise<T>) | undefined,
): Promise<T> {
  try {
    return await withPortal();
  } catch (error) {
    if (!withoutPortal || !isPortalUnreachable(error)) throw error;
    return await withoutPortal(error as Error);
  }
}
