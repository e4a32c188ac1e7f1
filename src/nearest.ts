/** The known word that a misspelt one most likely meant; undefined when none is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((candidate) => ({ candidate, edits: editsBetween(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => edits <= Math.ceil(Math.min(word.length, candidate.length) / 3))
    .sort((a, b) => a.edits - b.edits);
  return best?.candidate;
}

/** Levenshtein's distance: the letters to insert, delete or exchange. Long words are cut: they are near to nothing. */
function editsBetween(a: string, b: string): number {
  const from = Array.from(a.slice(0, 64));
  const to = Array.from(b.slice(0, 64));
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (const [down, letter] of from.entries()) {
    const next = [down + 1];
    for (const [across, other] of to.entries()) {
      const exchanged = (row[across] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(exchanged, (row[across + 1] ?? 0) + 1, (next[across] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
