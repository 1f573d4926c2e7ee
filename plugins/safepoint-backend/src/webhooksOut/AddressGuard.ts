import { BlockList, isIP } from 'node:net';
import { parseAddressRange } from '../config/values/parseAddressRange';

/** IANA's special-purpose ranges: this host, private and shared networks, link-local (cloud metadata), test, multicast. */
const privateRanges = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8'],
  ...['169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24'],
  ...['192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24'],
  ...['203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
];

/** Everything else of IPv6 is private, reserved or a way to write an IPv4 address. */
const publicIpv6 = ['2000::/3'];

/** Within 2000::/3, but Teredo and 6to4 (IPv4 in disguise), benchmarks and documentation. */
const privateIpv6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const mappedIpv4 = /^::ffff:([0-9]+\.[0-9]+\.[0-9]+\.[0-9]+)$/i;

/**
 * Which addresses webhooks may be sent to: public ones, and what the config names. What it does not
 * understand it refuses.
 */
export class AddressGuard {
  readonly #allowed: BlockList;
  readonly #private = blockList([...privateRanges, ...privateIpv6]);
  readonly #publicIpv6 = blockList(publicIpv6);

  constructor(allowedRanges: string[]) {
    this.#allowed = blockList(allowedRanges);
  }

  /** Of an address as the connection has it, never of a name. */
  isAllowed(address: string): boolean {
    const bare = mappedIpv4.exec(address)?.[1] ?? address.split('%')[0];
    const version = isIP(bare);
    if (version === 0) return false;
    const family = version === 4 ? 'ipv4' : 'ipv6';
    if (this.#allowed.check(bare, family)) return true;
    if (family === 'ipv6' && !this.#publicIpv6.check(bare, family)) {
      return false;
    }
    return !this.#private.check(bare, family);
  }
}

function blockList(ranges: string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const parsed = parseAddressRange(range);
    if (!parsed) throw new Error(`${range} is no range of addresses.`);
    list.addSubnet(parsed.address, parsed.prefix, parsed.family);
  }
  return list;
}
