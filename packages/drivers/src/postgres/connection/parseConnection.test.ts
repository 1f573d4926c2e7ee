import { parseConnection, withDatabase } from './parseConnection';
import { toolEnvironment } from './toolEnvironment';

describe('parseConnection', () => {
  it('decodes every part once', () => {
    const connection = parseConnection(
      'postgres://us%40er:p%2Fw%3A%25@[::1]:6432/my%20db?sslmode=verify-full&sslrootcert=/ca.pem',
    );
    expect(connection).toMatchObject({
      host: '::1',
      port: 6432,
      user: 'us@er',
      password: 'p/w:%',
      database: 'my db',
      sslMode: 'verify-full',
      sslRootCert: '/ca.pem',
    });
  });

  it('takes a socket folder as host', () => {
    expect(
      parseConnection('postgres:///db?host=/run/postgresql&user=u'),
    ).toMatchObject({ host: '/run/postgresql', user: 'u', database: 'db' });
  });

  it.each([
    ['host=localhost user=u password=hunter2', /postgres:\/\/ URL/],
    ['postgres://:hunter2@h/db', /no user/],
    ['postgres://u:hunter2@/db', /postgres:\/\/ URL|no host/],
    ['postgres://u:hunter2@h/db?sslmode=always', /sslmode/],
    ['postgres://u:hunter2@h/db?options=-csearch_path', /options/],
  ])('refuses %s without repeating its secret', (text, message) => {
    const error = (() => {
      try {
        parseConnection(text);
        return undefined;
      } catch (thrown) {
        return thrown as Error;
      }
    })();
    expect(error).toMatchObject({
      kind: 'connection-invalid',
      message: expect.stringMatching(message),
    });
    expect(error!.message).not.toContain('hunter2');
  });

  it('changes only the database', () => {
    expect(
      withDatabase('postgres://u:p%2Fw@h:1/db?sslmode=require', 'a "b"/c'),
    ).toBe('postgres://u:p%2Fw@h:1/a%20%22b%22%2Fc?sslmode=require');
  });
});

describe('toolEnvironment', () => {
  it("hands on the connection and nothing of the job's secrets", () => {
    const environment = toolEnvironment(
      parseConnection('postgres://u:p@h/db'),
      {
        PATH: '/bin',
        SAFEPOINT_ID_TOKEN: 'token',
        CI_JOB_TOKEN: 'token',
        PGSERVICE: 'elsewhere',
      },
    );
    expect(environment).toMatchObject({
      PATH: '/bin',
      PGHOST: 'h',
      PGPASSWORD: 'p',
      PGDATABASE: 'db',
    });
    expect(Object.keys(environment)).not.toEqual(
      expect.arrayContaining([
        'SAFEPOINT_ID_TOKEN',
        'CI_JOB_TOKEN',
        'PGSERVICE',
      ]),
    );
    expect(JSON.stringify(environment)).not.toContain('token');
  });
});
