/**
 * Lists the files written by the last build, to distinguish them from files that people added. It is committed with them,
 * so that it is known in a fresh clone. `sha256sum --check fusion-manifest.sha256` can read it.
 */
export const MANIFEST = 'fusion-manifest.sha256'
