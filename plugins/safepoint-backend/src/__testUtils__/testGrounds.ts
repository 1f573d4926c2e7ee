import {
  createWorkbench,
  type Workbench,
} from '../agent/testUtils/createWorkbench';
import { testDatabases } from '../agent/testUtils/testDatabases';
import { testStorages } from './testStorages';

export interface TestGround {
  name: string;
  /** A workbench on a database and a storage of its own. */
  createWorkbench(): Promise<Workbench>;
}

/**
 * SQLite with a folder, and the servers that there are together: a flow that passes on both has met every
 * database and every storage without being run for each pair.
 */
export function testGrounds(): TestGround[] {
  const databases = testDatabases();
  const storages = testStorages();
  const last = Math.max(databases.length, storages.length) - 1;
  return [0, 1].slice(0, last + 1).map(index => {
    const database = databases[Math.min(index, databases.length - 1)];
    const place = storages[Math.min(index, storages.length - 1)];
    return {
      name: `${database.name} and ${place.name}`,
      async createWorkbench() {
        const storage = await place.open();
        const { knex, close } = await database.open();
        const bench = await createWorkbench({ knex, storage });
        return {
          ...bench,
          async stop() {
            await bench.stop();
            await close();
          },
        };
      },
    };
  });
}
