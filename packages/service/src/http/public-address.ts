import { BlockList, isIPv4, isIPv6 } from 'node:net';

/**
 * True for an address that is anybody's on the internet. False for this machine, private and shared networks, cloud
 * metadata, multicast and all else that IANA's special-purpose registries set apart (RFC 6890 and its updates), and for
 * IPv4 that is wrapped in IPv6: what asks for a name in IPv6 has no need of it, and what hides an address has.
 *
 * @param address - as a resolver gives it: no brackets, no port. Anything that is no address is false.
 */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !SPECIAL_V4.check(address, 'ipv4');
  return isIPv6(address) && GLOBAL_V6.check(address, 'ipv6') && !SPECIAL_V6.check(address, 'ipv6');
}

const SPECIAL_V4 = blockList('ipv4', [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]);

/** All that IANA has given out for use on the internet; `::1`, `fc00::`, `fe80::`, `::ffff:…` and `64:ff9b::` lie outside. */
const GLOBAL_V6 = blockList('ipv6', ['2000::/3']);

/** Protocol assignments with Teredo, documentation, and 6to4, which carries any IPv4 address. */
const SPECIAL_V6 = blockList('ipv6', ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']);

function blockList(family: 'ipv4' | 'ipv6', subnets: readonly string[]): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [network = '', prefix] = subnet.split('/');
    list.addSubnet(network, Number(prefix), family);
  }
  return list;
}
