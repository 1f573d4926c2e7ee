import type { Driver } from '@safepoint/engine';
import { runAssertions } from './assertions/runAssertions';
import { backUp } from './backup/backUp';
import { takeFingerprint } from './backup/takeFingerprint';
import { changedSince } from './change/changedSince';
import { parseConnection } from './connection/parseConnection';
import { postgresDescriptor } from './descriptor';
import { discardDatabase } from './restore/discardDatabase';
import { restoreBeside } from './restore/restoreBeside';
import { switchOver } from './switch/switchOver';

/** Saves and restores one PostgreSQL database with its own tools. @public */
export const postgresDriver: Driver = {
  descriptor: postgresDescriptor,
  nameOf: ({ connection }) => parseConnection(connection).database,
  backup: backUp,
  restoreBeside,
  fingerprint: takeFingerprint,
  switchOver,
  assert: runAssertions,
  changedSince,
  discard: (context, restored) =>
    discardDatabase(context.connection, restored.name),
};
