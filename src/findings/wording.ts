/** How findings say what, where and when. */

import { type Certificate, DAY, type Instant, type Location, type Role } from '../model.ts';

const HOUR = DAY / 24;
const MINUTE = HOUR / 60;

/** `/etc/kubernetes/pki/apiserver.crt on cp-1`. */
export function place({ path, node }: Location): string {
  return node === undefined ? path : `${path} on ${node}`;
}

const NOUNS: Readonly<Record<Role, string>> = {
  ca: 'CA certificate',
  server: 'server certificate',
  client: 'client certificate',
  peer: 'peer certificate',
  unknown: 'certificate',
};

/** `server certificate kube-apiserver`: for what, and for whom. */
export function title({ subjectCommonName, subject }: Certificate, role: Role): string {
  return `${NOUNS[role]} ${subjectCommonName ?? subject}`.trimEnd();
}

/** `2026-06-01`, in UTC. */
export function date(instant: Instant): string {
  return new Date(instant).toISOString().slice(0, 'YYYY-MM-DD'.length);
}

/** A length of time in the unit that one thinks of it in, rounded down: `36 days`, `30 hours`, `5 minutes`. */
export function span(milliseconds: number): string {
  if (milliseconds >= 2 * DAY) return `${Math.floor(milliseconds / DAY)} days`;
  if (milliseconds >= 2 * HOUR) return `${Math.floor(milliseconds / HOUR)} hours`;
  const minutes = Math.floor(milliseconds / MINUTE);
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}

/** `in 6 days, on 2026-06-07`. */
export function ahead(instant: Instant, now: Instant): string {
  return `in ${span(instant - now)}, on ${date(instant)}`;
}

/** `3 days ago, on 2026-05-29`. */
export function ago(instant: Instant, now: Instant): string {
  return `${span(now - instant)} ago, on ${date(instant)}`;
}

/** Names as a list of at most five: what a certificate lists may be without end. */
export function list(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}

/** What ends a kubeconfig's life with an embedded or superseded certificate. */
export function nameByPath(kubeconfig: Location, certificate: Location): string {
  return `let ${kubeconfig.path} name ${certificate.path} as client-certificate and client-key`;
}
