/** Writes DER byte by byte, right or wrong, so that tests can read what no authority would issue. */

/** One DER element. Strings are written as Latin-1. */
export function element(tag: number, ...content: readonly (Uint8Array | string)[]): Buffer {
  const octets = Buffer.concat(content.map((part) => Buffer.from(part as string, 'latin1')));
  const length =
    octets.length < 0x80
      ? [octets.length]
      : octets.length < 0x100
        ? [0x81, octets.length]
        : [0x82, octets.length >> 8, octets.length & 0xff];
  return Buffer.from([tag, ...length, ...octets]);
}

export const sequence = (...content: readonly Uint8Array[]): Buffer => element(0x30, ...content);
export const integer = (...octets: readonly number[]): Buffer => element(0x02, Buffer.from(octets));
export const utcTime = (text: string): Buffer => element(0x17, text);
export const generalizedTime = (text: string): Buffer => element(0x18, text);
export const utf8 = (text: string): Buffer => element(0x0c, Buffer.from(text));
export const printableString = (text: string): Buffer => element(0x13, text);
export const octetString = (content: Uint8Array): Buffer => element(0x04, content);
export const bitString = (...octets: readonly number[]): Buffer => element(0x03, Buffer.from([0, ...octets]));

export function oid(dotted: string): Buffer {
  const [first = 0n, second = 0n, ...arcs] = dotted.split('.').map(BigInt);
  return element(0x06, Buffer.from([first * 40n + second, ...arcs].flatMap(septets)));
}

function septets(arc: bigint): number[] {
  const low = Number(arc & 0x7fn);
  return arc < 0x80n ? [low] : [...septets(arc >> 7n).map((septet) => septet | 0x80), low];
}

/** A Name of single-valued relative names, least specific first, as they stand in DER. */
export function name(...attributes: readonly (readonly [type: string, value: Buffer])[]): Buffer {
  return sequence(...attributes.map(([type, value]) => element(0x31, sequence(oid(type), value))));
}

export function extension(id: string, value: Buffer, critical = false): Buffer {
  return sequence(oid(id), ...(critical ? [element(0x01, Buffer.of(0xff))] : []), octetString(value));
}
