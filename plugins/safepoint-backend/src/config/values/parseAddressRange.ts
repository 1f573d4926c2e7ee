import { isIP } from 'node:net';

export interface AddressRange {
  address: string;
  prefix: number;
  family: 'ipv4' | 'ipv6';
}

/** `10.1.0.0/16` or `fd00::/8`; undefined for anything else. */
export function parseAddressRange(range: string): AddressRange | undefined {
  const [, address = '', digits = ''] =
    /^([^/]+)\/([0-9]{1,3})$/.exec(range) ?? [];
  const version = isIP(address);
  const prefix = Number(digits);
  if (version === 0 || prefix > (version === 4 ? 32 : 128)) return undefined;
  return { address, prefix, family: version === 4 ? 'ipv4' : 'ipv6' };
}
