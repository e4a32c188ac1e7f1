/**
 * The text form of an iPAddress entry of subjectAltName (RFC 5280 section 4.2.1.6): dotted for four octets, as
 * RFC 5952 writes it for sixteen; undefined for any other number, which is no address.
 */
export function ipAddress(octets: Uint8Array): string | undefined {
  if (octets.length === 4) return octets.join('.');
  if (octets.length === 16) return ipv6(octets);
  return undefined;
}

function ipv6(octets: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, i) => ((octets[2 * i] ?? 0) << 8) | (octets[2 * i + 1] ?? 0));
  if (groups.slice(0, 6).join() === '0,0,0,0,0,65535') return `::ffff:${octets.subarray(12).join('.')}`;
  const { start, length } = longestRunOfZeros(groups);
  const text = groups.map((group) => group.toString(16));
  if (length < 2) return text.join(':');
  return `${text.slice(0, start).join(':')}::${text.slice(start + length).join(':')}`;
}

/** The first of them where several are as long (RFC 5952 section 4.2.3). */
function longestRunOfZeros(groups: readonly number[]): { start: number; length: number } {
  let longest = { start: 0, length: 0 };
  for (let start = 0, end = 0; start < groups.length; start = end + 1) {
    end = start;
    while (groups[end] === 0) end += 1;
    if (end - start > longest.length) longest = { start, length: end - start };
  }
  return longest;
}
