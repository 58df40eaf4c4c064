import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface OwnPackage {
  readonly name: string
  readonly version: string
  readonly root: string
  /** Folder of the code that is running: `dist` of an installed package, `src` under a TypeScript loader. */
  readonly code: string
  readonly fromSource: boolean
  readonly dependencies: readonly string[]
  /** Versions of the packages that it is built and tested with. */
  readonly versions: Readonly<Record<string, string>>
  /** Where bugs are reported, when the manifest says. */
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

/** The package that this code runs from. */
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
    // Kysely is a peer: its version is that of the project, and counts like any other.
    dependencies: Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }).toSorted(),
    versions: { ...manifest.dependencies, ...manifest.devDependencies },
    bugs: manifest.bugs?.url,
  }
  return own
}
