/** How many indicator characters (YAML 1.2.2 section 5.3) and line breaks a text may have to be worth parsing. */
interface Bound {
  readonly characters: RegExp;
  readonly most: number;
}

/**
 * Parsing takes time for each indicator, and more for each one out of place: a megabyte of `[,,,` takes seconds, and
 * anybody on a host may write a ~/.kube/config. Within these bounds the worst of 5,000 made-up texts takes 160 ms (2 cores,
 * Node 24, yaml 2.9).
 *
 * base64 has no indicators. A kubeconfig of 500 clusters with embedded data has 14,000 of the first kind as kubectl
 * writes it, 28,000 as JSON or with an `exec` for each user; 21,000 of the second kind where each word is in quotation
 * marks; and none of the third.
 */
const BOUNDS: readonly Bound[] = [
  { characters: /[\n,[\]{}!|>#%@`]|[-?:](?=\s)/g, most: 30_000 },
  { characters: /["'\\]/g, most: 30_000 },
  // Each alias is looked for among all anchors and aliases.
  { characters: /[&*]/g, most: 1000 },
];

/** Whether a text has more structure than any real kubeconfig, so that parsing it would only cost time. */
export function exceedsBounds(text: string): boolean {
  return BOUNDS.some(({ characters, most }) => hasMoreThan(text, characters, most));
}

function hasMoreThan(text: string, characters: RegExp, most: number): boolean {
  let left = most;
  for (const _ of text.matchAll(characters)) {
    left -= 1;
    if (left < 0) return true;
  }
  return false;
}
