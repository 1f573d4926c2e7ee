import { smallestInputs } from '../templates';
import { GateServer } from './GateServer';
import { curlImage } from './images';
import { runGate } from './runGate';

let server: GateServer;
beforeEach(async () => {
  server = await GateServer.start();
  server.answer = (_, response) => response.writeHead(403).end('No.');
});
afterEach(() => server.stop());

function deploy(
  onlyDataChanges: boolean,
  variables: Record<string, string> = {},
) {
  return runGate(
    curlImage,
    {
      SAFEPOINT_PORTAL_URL: server.url,
      SAFEPOINT_ID_TOKEN: 'eyJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl',
      ...variables,
    },
    {
      ...smallestInputs['deploy-guard'],
      'only-data-changes': onlyDataChanges,
    },
  );
}

describe('the gate where only data changes matter', () => {
  it('wants a receipt all the same: that nothing changed is for the portal to know', async () => {
    const { exitCode, output } = await deploy(true);
    expect(exitCode).toBe(3);
    expect(output).toContain('this job has no receipt');
    expect(server.asked).toEqual([]);
  });

  it('asks the portal where there is a receipt', async () => {
    const { exitCode, output } = await deploy(true, {
      SAFEPOINT_RECEIPT: 'receipt-0123456789abcdef',
    });
    expect(exitCode).toBe(3);
    expect(output).not.toContain('DEPLOYED');
    expect(server.asked).toHaveLength(1);
  });

  it('cannot be switched off by a variable', async () => {
    const { exitCode, output } = await deploy(true, {
      SAFEPOINT_UNCHANGED: 'nothing under anything',
      SAFEPOINT_ONLY_DATA_CHANGES: 'true',
      safepoint_only_data_changes: 'true',
    });
    expect(exitCode).toBe(3);
    expect(output).toContain('this job has no receipt');
  });
});
