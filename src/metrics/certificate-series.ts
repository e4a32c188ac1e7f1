import type { Certificate, Holding } from '../model.ts';
import { effectiveRenewal, effectiveRole } from '../role.ts';
import { labelList, labelText } from './labels.ts';
import { LOCATION_LABELS, locationLabels } from './location-labels.ts';

/** One certificate at its place, with its label text. */
export interface CertificateSeries {
  readonly certificate: Certificate;
  /** Label text of `CERTIFICATE_LABELS`: the identity of the certificate's series. */
  readonly labels: string;
  /** Label text of `DETAIL_LABELS`. */
  readonly details: string;
}

const { location: LOCATION, ...PLACE } = LOCATION_LABELS;

export const CERTIFICATE_LABELS = {
  location: LOCATION,
  index: 'position among the certificates of that location, `0` first',
  ...PLACE,
  subject_cn: "the subject's common name",
  issuer_cn: "the issuer's common name",
  role: 'ca, server, client, peer (server and client at once) or unknown',
  component: 'whose certificate it is, such as kube-apiserver, etcd or kubelet',
  distribution: 'kubeadm, k3s, rke2, rke1, kubespray, binary, microk8s or k0s',
  renewal:
    'who renews it: manual (someone runs a command), on-restart (the distribution, when it starts), automatic (while running) or none (nobody)',
} as const;

export const DETAIL_LABELS = {
  subject: 'distinguished name of the subject, as RFC 4514 writes it',
  issuer: 'distinguished name of the issuer',
  serial: 'serial number in upper-case hexadecimal, as `openssl x509 -serial` prints it',
  fingerprint_sha256: 'SHA-256 of the DER bytes in lower-case hexadecimal',
  dns_names: 'DNS names of subjectAltName, joined by commas',
  ip_addresses: 'IP addresses of subjectAltName, joined by commas',
  key_usages: 'key usages and extended key usages, joined by commas',
  key_algorithm: 'algorithm and size of the key, such as RSA-2048 or ECDSA-P-256',
} as const;

const known = new WeakMap<Holding, readonly CertificateSeries[]>();

/**
 * The certificates of a holding, in their order. Label text is made once per holding, which never changes,
 * and kept as long as the holding itself: a scrape only adds values.
 */
export function certificateSeries(holding: Holding): readonly CertificateSeries[] {
  const before = known.get(holding);
  if (before !== undefined) return before;
  const series = holding.contents
    .filter((content) => content.kind === 'certificate')
    .map((certificate, index) => ({
      certificate,
      labels: labelText(certificateLabels(holding, certificate, index)),
      details: labelText(detailLabels(certificate)),
    }));
  known.set(holding, series);
  return series;
}

function certificateLabels(
  { location, placement }: Holding,
  certificate: Certificate,
  index: number,
): Record<keyof typeof CERTIFICATE_LABELS, string | undefined> {
  const { location: path, ...place } = locationLabels(location);
  return {
    location: path,
    index: String(index),
    ...place,
    subject_cn: certificate.subjectCommonName,
    issuer_cn: certificate.issuerCommonName,
    role: effectiveRole(certificate, placement, index),
    component: placement.component,
    distribution: placement.distribution,
    renewal: effectiveRenewal(certificate, placement, index),
  };
}

function detailLabels(certificate: Certificate): Record<keyof typeof DETAIL_LABELS, string> {
  return {
    subject: certificate.subject,
    issuer: certificate.issuer,
    serial: certificate.serialNumber,
    fingerprint_sha256: certificate.fingerprintSha256,
    dns_names: labelList(certificate.dnsNames),
    ip_addresses: labelList(certificate.ipAddresses),
    key_usages: labelList(certificate.keyUsages),
    key_algorithm: certificate.keyAlgorithm,
  };
}
