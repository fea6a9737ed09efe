/**
 * Whether an address lies in one of the ranges.
 * @param ranges CIDR blocks, such as `203.0.113.0/24` and `2001:db8::/32`
 */
export async function isInRanges(address: string, ranges: readonly string[]): Promise<boolean> {
  const { BlockList, isIP } = await import("node:net");
  const family = (text: string) => (isIP(text) === 6 ? "ipv6" : "ipv4");
  if (isIP(address) === 0) return false;
  const list = new BlockList();
  for (const range of ranges) {
    const [network = "", bits] = range.split("/");
    list.addSubnet(network, Number(bits), family(network));
  }
  return list.check(address, family(address));
}
