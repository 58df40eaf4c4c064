/**
 * The folder of the running code: `dist` of the package, or `src` under a TypeScript loader. This module is one folder below
 * it in both cases, because all bundles are in `dist/bundle`.
 */
export const ownCode = new URL('../', import.meta.url)

/** Whether the TypeScript sources are running. */
export const runsFromSource = import.meta.url.endsWith('.ts')

/** A module that is started as a thread or a process of its own, by its name in `dist/bundle`. There is none in `src`. */
export const ownWorker = (name: 'builder' | 'engine-worker' | 'z3-worker'): URL =>
  new URL(`bundle/${name}.js`, ownCode)
