import { describeServiceGate, type GatedDeployment } from './gateOfService';

const deployment = (
  gate: GatedDeployment['gate'],
  status = 'succeeded',
  id = gate as string,
) => ({ id, gate, status });

describe('the gate of a service', () => {
  it.each<[string, GatedDeployment[], object]>([
    ['is unknown before anything was deployed', [], { kind: 'unknown' }],
    [
      'is strict when its job confirms',
      [deployment('strict', 'running')],
      { kind: 'strict', deploymentId: 'strict' },
    ],
    [
      'is easy when a deployment ended unconfirmed',
      [deployment('stage', 'failed')],
      { kind: 'easy', deploymentId: 'stage' },
    ],
    [
      'shows nothing while a deployment waits at it',
      [deployment('stage', 'gated', 'new'), deployment('strict')],
      { kind: 'strict', deploymentId: 'strict' },
    ],
    [
      'shows nothing by a deployment that never began',
      [deployment('stage', 'abandoned')],
      { kind: 'unknown' },
    ],
    [
      'is gone past when the last deployment was',
      [deployment('none'), deployment('strict')],
      { kind: 'bypass', deploymentId: 'none' },
    ],
    [
      'is back when the next one was not',
      [deployment('strict'), deployment('none')],
      { kind: 'strict' },
    ],
    [
      'is not what an exception says',
      [deployment('break-glass'), deployment('stage')],
      { kind: 'easy', deploymentId: 'stage' },
    ],
  ])('%s', (_, deployments, expected) => {
    expect(describeServiceGate(deployments, 'required')).toMatchObject({
      mode: 'required',
      ...expected,
    });
  });

  it('is off by policy, whatever was', () => {
    expect(describeServiceGate([deployment('strict')], 'off')).toMatchObject({
      kind: 'off',
      mode: 'off',
    });
  });
});
