import { lookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';
import type { AddressGuard } from './AddressGuard';

/** The address must not be called, whatever its answer would be. */
export class ForbiddenAddressError extends Error {
  readonly name = 'ForbiddenAddressError';

  constructor(host: string) {
    super(
      `${host} is, or resolves to, an address that webhooks are not sent to. If it is meant, allow its range in safepoint.webhooksOut.allowPrivateAddresses.`,
    );
  }
}

/**
 * Connects only where the guard allows it. The check is of the very addresses that the connection is made
 * to, so that a name which resolves differently the second time (DNS rebinding) gains nothing: a literal
 * is checked before, a name's answers are checked as they are handed to the socket, and the peer once more
 * when it is connected, before a byte is sent. Redirects are for the caller not to follow.
 */
export function createGuardedAgent(
  guard: AddressGuard,
  options: { timeoutSeconds: number; resolve?: typeof lookup },
): Agent {
  const timeout = options.timeoutSeconds * 1_000;
  const connect = buildConnector({
    timeout,
    lookup: guardedLookup(guard, options.resolve ?? lookup),
  });
  return new Agent({
    headersTimeout: timeout,
    bodyTimeout: timeout,
    pipelining: 0,
    connect(target, callback) {
      const host = target.hostname.replace(/^\[|\]$/g, '');
      if (isIP(host) && !guard.isAllowed(host)) {
        callback(new ForbiddenAddressError(host), null);
        return;
      }
      connect(target, (error, socket) => {
        if (error) {
          callback(error, null);
        } else if (!guard.isAllowed(socket.remoteAddress ?? '')) {
          socket.destroy();
          callback(new ForbiddenAddressError(host), null);
        } else {
          callback(null, socket);
        }
      });
    },
  });
}

/** One forbidden answer refuses the name: who owns it does not get to choose by chance. */
function guardedLookup(
  guard: AddressGuard,
  resolve: typeof lookup,
): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) {
        callback(error, '', 0);
        return;
      }
      const [first] = addresses;
      if (
        !first ||
        addresses.some(({ address }) => !guard.isAllowed(address))
      ) {
        callback(new ForbiddenAddressError(hostname), '', 0);
      } else if (options.all) {
        // Node's types know the form for `all` only on its own callback.
        (callback as unknown as AllAddresses)(null, addresses);
      } else {
        callback(null, first.address, first.family);
      }
    });
  };
}

type AllAddresses = (error: null, addresses: LookupAddress[]) => void;
