import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

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

function packageRoot(dir: string): string {
  if (existsSync(join(dir, 'package.json'))) return dir
  const up = dirname(dir)
  if (up === dir) throw new Error(`no package.json above ${fileURLToPath(import.meta.url)}`)
  return packageRoot(up)
}

let own: OwnPackage | undefined

/** The running package. */
export function ownPackage(): OwnPackage {
  if (own) return own
  const here = fileURLToPath(import.meta.url)
  const root = packageRoot(dirname(here))
  const manifest: Manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const fromSource = here.endsWith('.ts')
  own = {
    name: manifest.name,
    version: manifest.version,
    root,
    code: join(root, fromSource ? 'src' : 'dist'),
    fromSource,
    // Kysely is a peer dependency. Its installed version is that of the project, and counts as well.
    dependencies: Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }).toSorted(),
    versions: { ...manifest.dependencies, ...manifest.devDependencies },
    bugs: manifest.bugs?.url,
  }
  return own
}
