import { createServer, type AddressInfo } from 'node:net';
import { explainedError } from '../bootstrap/explainedError.mjs';

/** The port that SAFEPOINT_DEMO_PORT asks for; undefined for a free one. */
export function parsePort(text: string | undefined): number | undefined {
  if (!text) return undefined;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1024 || port > 65535) {
    throw explainedError(
      `SAFEPOINT_DEMO_PORT is "${text}"; give a port from 1024 to 65535, or none for a free one.`,
    );
  }
  return port;
}

/** The wanted port, if nobody has it, or a free one on loopback. */
export async function findPort(wanted?: number): Promise<number> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(wanted ?? 0, '127.0.0.1', resolve);
    });
    return (server.address() as AddressInfo).port;
  } catch {
    throw explainedError(
      `Port ${wanted} is taken. Set SAFEPOINT_DEMO_PORT to another one, or unset it for a free one.`,
    );
  } finally {
    await new Promise(resolve => server.close(resolve));
  }
}
