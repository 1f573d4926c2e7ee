import type { lookup } from 'node:dns';
import { AddressGuard } from './AddressGuard';
import { createGuardedAgent } from './createGuardedAgent';
import { Receiver } from './__testUtils__/Receiver';
import { WebhookSender } from './WebhookSender';

describe('AddressGuard', () => {
  const guard = new AddressGuard(['10.1.0.0/16', 'fd12::/16']);

  it.each([
    ...['127.0.0.1', '127.255.0.3', '0.0.0.0', '10.0.0.1', '10.2.0.1'],
    ...['100.64.0.1', '169.254.169.254', '172.16.0.1', '172.31.255.255'],
    ...['192.168.1.1', '192.0.2.1', '198.18.0.1', '224.0.0.1', '240.0.0.1'],
    ...['255.255.255.255', '::', '::1', '::ffff:127.0.0.1'],
    ...['::ffff:169.254.169.254', '::ffff:7f00:1', '::127.0.0.1'],
    ...['64:ff9b::7f00:1', '64:ff9b:1::1', 'fe80::1', 'fe80::1%eth0'],
    ...['fc00::1', 'fd00:ec2::254', 'fd13::1', 'ff02::1', '2002:7f00:1::'],
    ...['2001::1', '2001:db8::1', '3fff::1', '100::1', '4000::1'],
    ...['', 'localhost', '127.1', '0x7f.0.0.1', '2130706433'],
  ])('forbids %j', address => {
    expect(guard.isAllowed(address)).toBe(false);
  });

  it.each([
    ...['1.1.1.1', '8.8.8.8', '172.15.0.1', '172.32.0.1', '192.169.0.1'],
    ...['100.128.0.1', '2606:4700::1111', '2a00::1', '::ffff:8.8.8.8'],
    ...['10.1.2.3', '::ffff:10.1.2.3', 'fd12::1'],
  ])('allows %j', address => {
    expect(guard.isAllowed(address)).toBe(true);
  });
});

describe('what a webhook connects to', () => {
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await Receiver.start('::');
  });
  afterEach(() => {
    receiver.received.length = 0;
  });
  afterAll(() => receiver.stop());

  const message = { body: '{}', headers: { 'webhook-id': 'm' } };
  const answering = (...addresses: string[]) =>
    jest.fn((_name, _options, callback) =>
      callback(
        null,
        addresses.map(address => ({
          address,
          family: address.includes(':') ? 6 : 4,
        })),
      ),
    );
  async function send(
    url: string,
    options: { allow?: string[]; resolve?: jest.Mock } = {},
  ) {
    const agent = createGuardedAgent(new AddressGuard(options.allow ?? []), {
      timeoutSeconds: 2,
      // Its overloads are more than a test needs.
      resolve: options.resolve as unknown as typeof lookup,
    });
    const sender = new WebhookSender({ dispatcher: agent, timeoutSeconds: 2 });
    const outcome = await sender.send(
      url.replace('PORT', String(receiver.port)),
      message,
    );
    await agent.destroy();
    return outcome;
  }

  it.each([
    'http://127.0.0.1:PORT/',
    'http://127.1:PORT/',
    'http://2130706433:PORT/',
    'http://0x7f000001:PORT/',
    'http://0177.0.0.1:PORT/',
    'http://0.0.0.0:PORT/',
    'http://0:PORT/',
    'http://[::1]:PORT/',
    'http://[::]:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://[::ffff:7f00:1]:PORT/',
    'http://[0:0:0:0:0:ffff:127.0.0.1]:PORT/',
    'http://localhost:PORT/',
    'http://LOCALHOST:PORT/',
    'http://①②⑦.0.0.1:PORT/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[fd00:ec2::254]/latest/meta-data/',
    'https://127.0.0.1:PORT/',
  ])('is never %s', async url => {
    expect(await send(url)).toMatchObject({
      outcome: 'failed',
      problem: expect.stringMatching(/allowPrivateAddresses/),
    });
    expect(receiver.received).toEqual([]);
  });

  it.each([
    ['a private address', ['10.0.0.1']],
    ['the metadata address', ['169.254.169.254']],
    ['a mapped address', ['::ffff:127.0.0.1']],
    ['a public and a private one', ['93.184.216.34', '127.0.0.1']],
    ['nothing', []],
  ])('is no name that resolves to %s', async (_, addresses) => {
    const resolve = answering(...addresses);
    expect(await send('http://hooks.test:PORT/', { resolve })).toMatchObject({
      outcome: 'failed',
      problem: expect.stringMatching(/allowPrivateAddresses/),
    });
    expect(resolve).toHaveBeenCalledTimes(1);
    expect(receiver.received).toEqual([]);
  });

  it('is the address that was checked: a name is looked up once', async () => {
    const resolve = answering('127.0.0.1');
    const allowed = { resolve, allow: ['127.0.0.0/8'] };
    expect(await send('http://hooks.test:PORT/x', allowed)).toEqual({
      outcome: 'delivered',
      status: 204,
    });
    expect(resolve).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['http://127.0.0.1:PORT/', '127.0.0.0/8'],
    ['http://[::1]:PORT/', '::1/128'],
    ['http://[::ffff:127.0.0.1]:PORT/', '127.0.0.0/8'],
  ])('may be %s where %s is allowed', async (url, range) => {
    expect(await send(url, { allow: [range] })).toMatchObject({
      outcome: 'delivered',
    });
  });

  it.each([301, 302, 307, 308])(
    'is nowhere that a %d points to',
    async status => {
      const other = await Receiver.start();
      receiver.answer = () => ({ status, headers: { location: other.url } });
      const outcome = await send('http://127.0.0.1:PORT/', {
        allow: ['127.0.0.0/8'],
      });
      receiver.answer = () => ({ status: 204 });
      expect(outcome).toMatchObject({
        outcome: 'failed',
        status,
        problem: expect.stringMatching(/not followed/),
      });
      expect(other.received).toEqual([]);
      await other.stop();
    },
  );
});
