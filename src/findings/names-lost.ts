import type { Certificate, Finding, FindingRule, Holding } from '../model.ts';
import { effectiveRole } from '../role.ts';
import { leafOf } from './held.ts';
import { list, place, title } from './wording.ts';

/**
 * A certificate without names that it needs: those that its component cannot do without, and those that the one which
 * stood there before had, as a renewal by hand easily loses.
 */
export const namesLost: FindingRule = (snapshot) =>
  snapshot.flatMap((holding) => {
    if (holding.predecessor.length === 0 && holding.placement.requiredNames === undefined) return [];
    return finding(holding) ?? [];
  });

function finding({ location, placement, contents, predecessor }: Holding): Finding | undefined {
  const leaf = leafOf({ contents });
  if (leaf === undefined) return undefined;
  const before = leafOf({ contents: predecessor });
  const required = lacking(leaf, placement.requiredNames ?? []);
  const lost = lacking(leaf, before === undefined ? [] : namesOf(before));
  const names = [...new Set([...required, ...lost])];
  if (names.length === 0) return undefined;

  const what = `${title(leaf, effectiveRole(leaf, placement, 0))} at ${place(location)}`;
  const because =
    required.length > 0
      ? 'clients that use them refuse to connect'
      : 'the one that it replaced had them, and clients that use them now refuse to connect';
  return {
    rule: 'names-lost',
    severity: required.length > 0 ? 'critical' : 'warning',
    location,
    summary: `${what} lacks ${list(names)}: ${because}`,
    nextStep: 'have it issued again with these names in subjectAltName, unless they were left out on purpose',
    runbook: 'KubecertCertificateProblem',
    problem: 'names_lost',
  };
}

function namesOf({ dnsNames, ipAddresses }: Certificate): readonly string[] {
  return [...dnsNames, ...ipAddresses];
}

function lacking(certificate: Certificate, names: readonly string[]): readonly string[] {
  const has = new Set(namesOf(certificate).map((name) => name.toLowerCase()));
  return names.filter((name) => !has.has(name.toLowerCase()) && !has.has(wildcardOf(name)));
}

/** The wildcard that stands for a name: one label, the leftmost, as RFC 6125 section 6.4.3 has it. */
function wildcardOf(name: string): string {
  return name.toLowerCase().replace(/^[^.]+/, '*');
}
