import { parseConfig } from './parseConfig';
import { resolveConnections } from './resolveConnections';

const good = `
component: component:default/orders
stores:
  resource:default/orders-db:
    driver: postgres
    connection: \${ORDERS_URL}
    drill: postgres://\${DRILL_USER}:\${DRILL_PASSWORD}@drill/db
    assertions:
      - { name: no orphans, sql: select 0, equals: 0 }
`;

function failureOf(action: () => unknown): Error & { kind: string } {
  try {
    action();
  } catch (error) {
    return error as Error & { kind: string };
  }
  throw new Error('It did not fail.');
}

describe('parseConfig', () => {
  it('reads what the documentation shows', () => {
    expect(
      parseConfig(good, 'safepoint.yaml').stores['resource:default/orders-db'],
    ).toMatchObject({
      driver: 'postgres',
      connection: '${ORDERS_URL}',
    });
  });

  it('names all problems at once, each with its line', () => {
    const text = `component: orders
stores:
  resource:default/orders-db:
    conection: x
    assertions:
      - { name: a, equals: 0 }
  Orders:
    connection: y
retention: 5
`;
    const { kind, message } = failureOf(() =>
      parseConfig(text, 'safepoint.yaml'),
    );
    expect(kind).toBe('config-invalid');
    expect(message).toMatch(
      /safepoint\.yaml:1: component: write a full entity reference/,
    );
    expect(message).toMatch(
      /safepoint\.yaml:4: stores\.resource:default\/orders-db: .*conection/,
    );
    expect(message).toMatch(
      /safepoint\.yaml:6: stores\.resource:default\/orders-db\.assertions\.0\.sql/,
    );
    expect(message).toMatch(
      /safepoint\.yaml:7: stores\.Orders: write a full entity reference/,
    );
    expect(message).toMatch(
      /safepoint\.yaml:9: the key 'retention' is unknown/,
    );
  });

  it('names the line of a YAML error', () => {
    const { message } = failureOf(() =>
      parseConfig('stores:\n  a: [1\n  b: 2\n', 'safepoint.yaml'),
    );
    expect(message).toMatch(/safepoint\.yaml:[23]:/);
  });

  it.each(['', 'stores: {}', '[]'])(
    'refuses %p, which names no store',
    text => {
      expect(failureOf(() => parseConfig(text, 'safepoint.yaml')).kind).toBe(
        'config-invalid',
      );
    },
  );
});

describe('resolveConnections', () => {
  const config = parseConfig(good, 'safepoint.yaml');
  const entityRef = 'resource:default/orders-db';

  it('puts variables in, and does not look at their values again', () => {
    const variables = { DRILL_USER: 'u', DRILL_PASSWORD: '${ORDERS_URL}$&' };
    const [store] = resolveConnections([entityRef], config, 'drill', variables);
    expect(store.connection).toBe('postgres://u:${ORDERS_URL}$&@drill/db');
  });

  it('asks only for the variables that the command needs, and names them all', () => {
    expect(
      resolveConnections([entityRef], config, 'connection', {
        ORDERS_URL: 'x',
      }),
    ).toHaveLength(1);
    const { kind, message } = failureOf(() =>
      resolveConnections(
        [entityRef, 'resource:default/other'],
        config,
        'drill',
        { ORDERS_URL: 'hunter2' },
      ),
    );
    expect(kind).toBe('config-incomplete');
    expect(message).toMatch(
      /DRILL_USER.*DRILL_PASSWORD.*resource:default\/other is not among/,
    );
    expect(message).not.toContain('hunter2');
  });

  it('names a connection that is not configured', () => {
    expect(
      failureOf(() => resolveConnections([entityRef], config, 'restore', {}))
        .message,
    ).toMatch(/restore is missing/);
  });
});
