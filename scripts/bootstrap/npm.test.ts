import { npmCommand, withoutNpmScriptVariables } from './npm.mjs';

describe('npmCommand', () => {
  it('takes the npm that started us', () => {
    expect(
      npmCommand({ npm_execpath: '/n/bin/npm-cli.js' }, '/n/node'),
    ).toEqual({
      file: '/n/node',
      args: ['/n/bin/npm-cli.js'],
    });
  });

  it.each([{}, { npm_execpath: '/y/yarn.js' }])(
    'takes npm from the PATH when another tool or nobody started us: %j',
    env => {
      expect(npmCommand(env, '/n/node')).toEqual({ file: 'npm', args: [] });
    },
  );
});

describe('withoutNpmScriptVariables', () => {
  it('keeps what the user configured and drops what npm run added', () => {
    const kept = {
      PATH: '/bin',
      npm_config_registry: 'https://mirror.example',
      npm_config_cafile: '/ca.pem',
    };
    expect(
      withoutNpmScriptVariables({
        ...kept,
        npm_package_name: 'safepoint',
        npm_lifecycle_event: 'test',
        npm_config_local_prefix: '/repository',
        npm_execpath: '/n/bin/npm-cli.js',
        npm_command: 'run',
      }),
    ).toEqual(kept);
  });
});
