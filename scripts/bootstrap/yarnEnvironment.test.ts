import { yarnEnvironment } from './yarnEnvironment.mjs';

const none = { registry: 'https://registry.npmjs.org/', cafile: 'null' };

describe('yarnEnvironment', () => {
  it('adds nothing where npm has its defaults', () => {
    expect(yarnEnvironment({ PATH: '/bin' }, none)).toEqual({ PATH: '/bin' });
  });

  it('hands on a mirror and a private authority', () => {
    expect(
      yarnEnvironment(
        {},
        { registry: 'https://mirror.example/npm/', cafile: '/etc/ca.pem' },
      ),
    ).toEqual({
      YARN_NPM_REGISTRY_SERVER: 'https://mirror.example/npm',
      YARN_HTTPS_CA_FILE_PATH: '/etc/ca.pem',
    });
  });

  it('lets what is set for Yarn win', () => {
    const env = {
      YARN_NPM_REGISTRY_SERVER: 'https://own.example',
      YARN_HTTPS_CA_FILE_PATH: '/own.pem',
    };
    expect(
      yarnEnvironment(env, {
        registry: 'https://mirror.example',
        cafile: '/etc/ca.pem',
      }),
    ).toEqual(env);
  });

  it('ignores what is no address', () => {
    expect(yarnEnvironment({}, { registry: 'undefined', cafile: '' })).toEqual(
      {},
    );
  });
});
