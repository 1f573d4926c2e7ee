import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { runToEnd } from '../../process/runToEnd';
import { compareContents, readDatabaseState } from '../orders/DatabaseState';
import type { Step } from './Step';

const target = 'orders_by_hand';

export const restoreByHand: Step = {
  name: 'the commands in its RUNBOOK.md restore the last known good elsewhere, without Safepoint',
  async run({ groups, logsFolder, parts, result, say, signal }) {
    const chapter = parts.get('silent');
    const point = result.recoveryPoints.find(
      ({ id }) => id === chapter.lastKnownGoodId,
    );
    const runbook = point?.objects.find(({ name }) => name === 'RUNBOOK.md');
    assert.ok(runbook, 'the recovery point has no RUNBOOK.md');
    const text = await readFile(runbook.location, 'utf8');
    const commands = /^```sh\n(.*?)^```$/ms.exec(text)?.[1];
    assert.ok(commands, 'RUNBOOK.md has no commands');

    const server = new URL(parts.get('drillUrl'));
    const { exitCode, tail } = await runToEnd({
      groups,
      signal,
      file: 'sh',
      args: ['-e', '-c', commands],
      cwd: path.dirname(runbook.location),
      env: {
        PATH: process.env.PATH,
        SAFEPOINT_RUN: process.env.SAFEPOINT_RUN,
        PGHOST: server.hostname,
        PGPORT: server.port,
        PGUSER: server.username,
        PGPASSWORD: server.password,
        ESCROW_IDENTITY: result.escrowIdentityFile,
        TARGET_DATABASE: target,
      },
      logFile: path.join(logsFolder, 'restore-by-hand.log'),
      timeoutMilliseconds: 120_000,
    });
    assert.equal(exitCode, 0, tail);

    server.pathname = `/${target}`;
    const state = await readDatabaseState(server.href, signal);
    assert.deepEqual(compareContents(chapter.stateBefore, state), []);
    say(`  ${commands.trim().split('\n').at(-1)}`);
  },
};
