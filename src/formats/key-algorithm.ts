import { bitsOf, childrenOf, contentOf, type Element, elementAt, objectIdentifier, TAG } from './der.ts';

const EC_PUBLIC_KEY = '1.2.840.10045.2.1';

/** Named curves, RFC 5480 section 2.1.1.1 and SEC 2. */
const CURVES: ReadonlyMap<string, string> = new Map([
  ['1.2.840.10045.3.1.7', 'P-256'],
  ['1.3.132.0.34', 'P-384'],
  ['1.3.132.0.35', 'P-521'],
  ['1.3.132.0.33', 'P-224'],
  ['1.3.132.0.10', 'secp256k1'],
]);

const RSA: ReadonlyMap<string, string> = new Map([
  ['1.2.840.113549.1.1.1', 'RSA'],
  ['1.2.840.113549.1.1.10', 'RSA-PSS'],
]);

/** Keys whose algorithm says it all: RFC 8410, FIPS 204. */
const FIXED: ReadonlyMap<string, string> = new Map([
  ['1.3.101.112', 'Ed25519'],
  ['1.3.101.113', 'Ed448'],
  ['1.2.840.10040.4.1', 'DSA'],
  ['2.16.840.1.101.3.4.3.17', 'ML-DSA-44'],
  ['2.16.840.1.101.3.4.3.18', 'ML-DSA-65'],
  ['2.16.840.1.101.3.4.3.19', 'ML-DSA-87'],
]);

/**
 * What a SubjectPublicKeyInfo (RFC 5280 section 4.1) holds, as in `Certificate.keyAlgorithm`: `RSA-2048`,
 * `ECDSA-P-256`, `Ed25519`; the object identifier of what is not known by name; undefined when it is none.
 */
export function keyAlgorithm(der: Buffer, subjectPublicKeyInfo: Element | undefined): string | undefined {
  const [algorithm, subjectPublicKey] = childrenOf(der, subjectPublicKeyInfo) ?? [];
  const [type, parameters] = childrenOf(der, algorithm) ?? [];
  const id = objectIdentifier(der, type);
  const publicKey = bitsOf(der, subjectPublicKey);
  if (id === undefined || publicKey === undefined) return undefined;
  if (id === EC_PUBLIC_KEY) {
    const curve = objectIdentifier(der, parameters);
    return `ECDSA-${curve === undefined ? 'explicit' : (CURVES.get(curve) ?? curve)}`;
  }
  const rsa = RSA.get(id);
  if (rsa !== undefined) return `${rsa}-${modulusBits(publicKey)}`;
  return FIXED.get(id) ?? id;
}

/** The length of the modulus of an RSAPublicKey (RFC 8017 appendix A.1.1); 0 where there is none. */
function modulusBits(publicKey: Buffer): number {
  const [modulus] = childrenOf(publicKey, elementAt(publicKey, 0)) ?? [];
  const octets = contentOf(publicKey, modulus, TAG.INTEGER) ?? Buffer.of();
  const first = octets.findIndex((octet) => octet !== 0);
  return first === -1 ? 0 : (octets.length - first) * 8 - (Math.clz32(octets[first] ?? 0) - 24);
}
