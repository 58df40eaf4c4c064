import type { Metafile } from 'esbuild'

/**
 * The shortest import cycle through `file`, as a path that begins and ends with it; undefined if there is none. A cycle is
 * legal, but one of its modules is evaluated before its imports are initialized.
 */
export function importCycle({ inputs }: Metafile, file: string): readonly string[] | undefined {
  const reached = new Set<string>()
  let paths: (readonly string[])[] = [[file]]
  while (paths.length > 0) {
    const longer: (readonly string[])[] = []
    for (const path of paths) {
      for (const { path: target, kind, external } of inputs[path.at(-1) ?? '']?.imports ?? []) {
        if (external || kind !== 'import-statement' || reached.has(target)) continue
        if (target === file) return [...path, file]
        reached.add(target)
        longer.push([...path, target])
      }
    }
    paths = longer
  }
  return undefined
}

/** Whether some modules import each other in a cycle. */
export function hasImportCycle(inputs: ReadonlyMap<string, Metafile['inputs'][string]>): boolean {
  const isOpen = new Map<string, boolean>()
  const closes = (name: string): boolean => {
    const known = isOpen.get(name)
    if (known !== undefined) return known
    isOpen.set(name, true)
    const isCyclic = (inputs.get(name)?.imports ?? []).some(({ path }) => inputs.has(path) && closes(path))
    isOpen.set(name, false)
    return isCyclic
  }
  return [...inputs.keys()].some(closes)
}
