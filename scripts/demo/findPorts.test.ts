import { createServer, type AddressInfo } from 'node:net';
import { findPort, parsePort } from './findPorts';

it.each(['80', 'http', '70000', '7007.5'])('refuses the port %s', text => {
  expect(() => parsePort(text)).toThrow('from 1024 to 65535');
});

it('takes the port that is asked for, and none for a free one', () => {
  expect(parsePort('7007')).toBe(7007);
  expect(parsePort(undefined)).toBeUndefined();
});

it('says so when the port is taken', async () => {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await expect(findPort(port)).rejects.toThrow(`Port ${port} is taken`);
  await new Promise(resolve => server.close(resolve));
  await expect(findPort(port)).resolves.toBe(port);
});
