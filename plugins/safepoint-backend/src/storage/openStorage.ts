import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  StorageConnection,
  StorageContext,
  StorageFactory,
} from '@safepoint/backstage-plugin-safepoint-node';
import type { SafepointConfig } from '../config';

/** Opens the configured storage and says what it lacks. */
export async function openStorage(
  factories: Map<string, StorageFactory>,
  config: SafepointConfig['storage'],
  context: StorageContext,
): Promise<StorageConnection> {
  const factory = factories.get(config.type);
  if (!factory) throw new Error(`There is no storage '${config.type}'.`);
  const connection = await factory.create(config.config, context);
  await reportCapabilities(connection, context.logger);
  return connection;
}

/** A storage that is away at the start must not keep the portal from starting: its health says so. */
async function reportCapabilities(
  { storage }: StorageConnection,
  logger: LoggerService,
): Promise<void> {
  try {
    const { lacks } = await storage.probe();
    lacks.forEach(lack =>
      logger.warn(`The storage (${storage.kind}) lacks: ${lack}`),
    );
  } catch (error) {
    logger.error(
      `The storage (${storage.kind}) could not be probed; nothing can be saved or restored until it answers. ${error}`,
    );
  }
}
