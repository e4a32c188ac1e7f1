/** Put in by the bundler, from package.json. */
declare const KUBECERT_VERSION: string | undefined;

/** The version of this build; a run from the sources is none. */
export const VERSION = typeof KUBECERT_VERSION === 'undefined' ? 'development' : KUBECERT_VERSION;
