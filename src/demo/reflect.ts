/**
 * What tsyringe, on which `@peculiar/x509` stands, asks of `Reflect` before it agrees to load. It looks for
 * metadata that TypeScript may have left on constructors; the library's build leaves none and all of its
 * constructors are without parameters, so finding nothing is the right answer. Import this file first.
 */
const nothing = (): undefined => undefined;

for (const lookup of ['getMetadata', 'getOwnMetadata']) {
  if (!(lookup in Reflect)) Object.defineProperty(Reflect, lookup, { value: nothing, configurable: true });
}
