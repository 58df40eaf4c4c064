import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ownCode, runsFromSource } from '../model/own-code.js'

export interface OwnPackage {
  readonly name: string
  readonly version: string
  readonly root: string
  /** Folder of the running code: `dist` of an installed package, `src` under a TypeScript loader. */
  readonly code: string
  readonly fromSource: boolean
  readonly dependencies: readonly string[]
  /** Versions of the packages that this version is built and tested with. */
  readonly versions: Readonly<Record<string, string>>
  /** URL for bug reports, if the manifest has one. */
  readonly bugs: string | undefined
}

interface Manifest {
  readonly name: string
  readonly version: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly bugs?: { readonly url?: string }
}

let own: OwnPackage | undefined

/** The running package. */
export function ownPackage(): OwnPackage {
  if (own) return own
  const code = resolve(fileURLToPath(ownCode))
  const root = dirname(code)
  const manifest: Manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  own = {
    name: manifest.name,
    version: manifest.version,
    root,
    code,
    fromSource: runsFromSource,
    // Kysely is a peer dependency. Its installed version is that of the project, and counts as well.
    dependencies: Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }).toSorted(),
    versions: { ...manifest.dependencies, ...manifest.devDependencies },
    bugs: manifest.bugs?.url,
  }
  return own
}
