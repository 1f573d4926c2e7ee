import { checkExternalClaim } from './checkExternalClaim';
import { type AutomationGrant, decideAutomation } from './decideAutomation';
import { type LedgerEntry, matchDeployed } from './matchDeployed';
import { readServiceDeployed } from './readServiceDeployed';

const permission = 'safepoint.automation.backup';
const principal = { subject: 'external:make', permissionNames: [permission] };
const asked = {
  operation: 'backup' as const,
  permission,
  entityRef: 'resource:default/crm',
  environment: 'production',
};
const grant: AutomationGrant = {
  subject: 'external:make',
  may: ['backup'],
  entities: ['resource:default/crm'],
  environments: ['production'],
};

describe('decideAutomation', () => {
  it.each<[string, Partial<AutomationGrant>]>([
    ['what is named', {}],
    ['every entity', { entities: ['*'] }],
    ['every environment', { environments: ['*'] }],
  ])('allows %s', (_, change) => {
    expect(
      decideAutomation(principal, asked, [{ ...grant, ...change }]),
    ).toEqual({ allowed: true });
  });

  it.each<[string, AutomationGrant[]]>([
    ['nobody, without a grant', []],
    ['another service', [{ ...grant, subject: 'external:zapier' }]],
    ['another operation', [{ ...grant, may: ['drill', 'record-external'] }]],
    ['another entity', [{ ...grant, entities: ['resource:default/erp'] }]],
    ['another environment', [{ ...grant, environments: ['staging'] }]],
    [
      'what two grants allow only together',
      [
        { ...grant, environments: ['staging'] },
        { ...grant, may: ['drill'] },
      ],
    ],
  ])('refuses %s', (_, grants) => {
    expect(decideAutomation(principal, asked, grants)).toMatchObject({
      allowed: false,
      kind: 'stranger',
    });
  });

  it.each([
    ['may do everything', { subject: 'external:make' }],
    [
      'is restricted to something else',
      { subject: 'external:make', permissionNames: ['catalog.entity.read'] },
    ],
  ])('refuses a token that %s, and says what to do', (_, unrestricted) => {
    expect(decideAutomation(unrestricted, asked, [grant])).toMatchObject({
      allowed: false,
      kind: 'unrestricted',
      reason: expect.stringMatching(/accessRestrictions/),
    });
  });
});

describe('checkExternalClaim', () => {
  const now = new Date('2026-03-10T12:00:00Z');
  const claim = {
    stateAt: new Date('2026-03-10T11:00:00Z'),
    origin: 'Make, HubSpot export',
    location: 's3://exports/crm/2026-03-10.json',
  };

  it('finds nothing wrong with a place', () => {
    expect(checkExternalClaim(claim, now)).toEqual([]);
  });

  it.each([
    [
      'a state of the future',
      { stateAt: new Date('2026-03-10T12:06:00Z') },
      /ahead/,
    ],
    ['no moment', { stateAt: new Date('x') }, /no moment/],
    [
      'a user and password',
      { location: 'https://me:pw@host/key' },
      /credentials/,
    ],
    ['a user', { location: 'sftp://me@host/key' }, /credentials/],
    [
      'a signed address',
      { location: 'https://host/k?X-Amz-Signature=1' },
      /credentials/,
    ],
    ['a token', { location: 'place token=abc' }, /credentials/],
    ['several lines', { origin: 'Make\nERROR' }, /one line/],
  ])('refuses %s', (_, change, problem) => {
    expect(checkExternalClaim({ ...claim, ...change }, now)).toEqual([
      expect.stringMatching(problem),
    ]);
  });

  it('lists all of its problems', () => {
    const wrong = {
      stateAt: new Date('2027-01-01T00:00:00Z'),
      origin: 'a\u0000',
      location: 'https://a:b@c/d',
    };
    expect(checkExternalClaim(wrong, now)).toHaveLength(3);
  });
});

describe('readServiceDeployed', () => {
  const event = {
    context: {
      specversion: '0.5.1',
      id: 'e-1',
      source: 'https://argo.example.com',
      type: 'dev.cdevents.service.deployed.0.3.0',
      timestamp: '2026-03-10T13:00:00+01:00',
    },
    subject: {
      id: 'Orders',
      content: {
        environment: { id: 'production' },
        artifactId: 'pkg:oci/orders@abc1234?tag=7',
      },
    },
  };

  it('names the component, the environment, the moment and the commit', () => {
    expect(readServiceDeployed(event)).toEqual({
      kind: 'deployed',
      service: {
        eventId: 'e-1',
        source: 'https://argo.example.com',
        entityRef: 'component:default/orders',
        environment: 'production',
        at: new Date('2026-03-10T12:00:00Z'),
        commit: 'abc1234',
      },
    });
  });

  it('prefers the commit that is said outright, and takes no digest for one', () => {
    const digest = {
      ...event.subject.content,
      artifactId: 'pkg:oci/a@sha256%3A0b',
    };
    const read = (customData?: object) =>
      readServiceDeployed({
        ...event,
        subject: { ...event.subject, content: digest },
        customData,
      });
    expect(read()).not.toHaveProperty('service.commit');
    expect(read({ commit: 'DEADBEEF' })).toHaveProperty(
      'service.commit',
      'deadbeef',
    );
  });

  it.each([
    ['dev.cdevents.service.upgraded.0.3.0', 'deployed'],
    ['dev.cdevents.service.rolledback.0.2.0', 'deployed'],
    ['dev.cdevents.service.removed.0.3.0', 'other'],
    ['dev.cdevents.service.deployed.evil', 'other'],
    ['dev.safepoint.deployment.succeeded', 'other'],
  ])('reads %s as %s', (type, kind) => {
    const context = { ...event.context, type };
    expect(readServiceDeployed({ ...event, context }).kind).toBe(kind);
  });

  it.each([[undefined], ['text'], [{}], [{ ...event, subject: {} }]])(
    'finds what is wrong with %j',
    data => {
      expect(readServiceDeployed(data)).toMatchObject({
        kind: 'invalid',
        problems: expect.arrayContaining([expect.stringMatching(/^data\./)]),
      });
    },
  );
});

describe('matchDeployed', () => {
  const at = new Date('2026-03-10T12:00:00Z');
  const minutes = (count: number) => new Date(at.getTime() + count * 60_000);
  const entry: LedgerEntry = {
    id: 'D1',
    status: 'running',
    gatedAt: minutes(-10),
    commit: 'abc1234def',
  };
  const done = { status: 'succeeded', finishedAt: minutes(-5) } as const;

  it.each<[string, Partial<LedgerEntry>[], string | undefined, string]>([
    ['the open one of its commit', [{}], 'abc1234', 'open D1'],
    ['the one that has ended', [done], 'abc1234', 'known D1'],
    [
      'the newest without a commit',
      [{ id: 'D0', gatedAt: minutes(-20) }, {}],
      undefined,
      'open D1',
    ],
    ['none of another commit', [{}], 'fff1234', 'none'],
    ['none of an unknown commit', [{ commit: undefined }], 'abc1234', 'none'],
    ['none that was gated later', [{ gatedAt: minutes(6) }], 'abc1234', 'none'],
    [
      'none that ended long ago',
      [{ ...done, finishedAt: minutes(-61) }],
      'abc1234',
      'none',
    ],
    ['none that was abandoned', [{ status: 'abandoned' }], 'abc1234', 'none'],
    ['none where there is none', [], undefined, 'none'],
  ])('finds %s', (_, changes, commit, expected) => {
    const ledger = changes.map(change => ({ ...entry, ...change }));
    const found = matchDeployed({ at, commit }, ledger);
    expect('id' in found ? `${found.match} ${found.id}` : found.match).toBe(
      expected,
    );
  });
});
