import { drivers } from '@safepoint/drivers';
import { SafepointError, type Driver } from '@safepoint/engine';

/** The driver that the portal's plan names; safepoint.yaml may only agree. */
export function findDriver(
  entityRef: string,
  planned: string,
  configured: string | undefined,
): Driver {
  if (configured !== undefined && configured !== planned) {
    throw new SafepointError({
      kind: 'config-invalid',
      message: `safepoint.yaml says that ${entityRef} is of driver ${configured}, the portal says ${planned}. Correct safepoint.yaml or the entity's annotation.`,
    });
  }
  const driver = drivers.get(planned);
  if (!driver) {
    throw new SafepointError({
      kind: 'config-invalid',
      message: `This agent has no driver ${planned} for ${entityRef}; it has ${[
        ...drivers.keys(),
      ].join(', ')}. A newer agent may have it.`,
    });
  }
  return driver;
}
