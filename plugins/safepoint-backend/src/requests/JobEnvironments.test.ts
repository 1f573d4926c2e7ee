import { JobEnvironments } from './JobEnvironments';

const instance = {
  entityRef: 'resource:default/orders-db',
  environment: 'production',
};

function create(environment?: string) {
  return new JobEnvironments({
    policies: { policyOf: async () => ({ drills: { environment } }) },
    drillEnvironments: { drill: ['*'], 'drill-eu': ['production'] },
  });
}

describe('the environment of a request’s job', () => {
  it('is where a backup reads and a restore writes', async () => {
    expect(await create().choose({ kind: 'backup' }, instance)).toEqual({
      outcome: 'chosen',
      environment: 'production',
    });
    expect(
      await create().choose(
        { kind: 'restore', targetEnvironment: 'staging' },
        instance,
      ),
    ).toEqual({ outcome: 'chosen', environment: 'staging' });
  });

  it('is never the drilled one for a drill', async () => {
    expect(await create().choose({ kind: 'drill' }, instance)).toEqual({
      outcome: 'chosen',
      environment: 'drill',
    });
    expect(
      await create('drill-eu').choose({ kind: 'drill' }, instance),
    ).toEqual({ outcome: 'chosen', environment: 'drill-eu' });
    expect(
      await create('production').choose({ kind: 'drill' }, instance),
    ).toMatchObject({ outcome: 'none' });
  });
});
