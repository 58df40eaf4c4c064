import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ProjectFolder, projectFolder } from '../../support/project-folder.js'
import { type WatchedBuild, type Watching, watching } from '../../support/watching.js'

let shop: ProjectFolder
let watch: Watching
const read = (name: string): string => readFileSync(join(shop.dir, name), 'utf8')
const edit = (name: string, from: string, to: string): void => {
  const text = read(name)
  if (!text.includes(from)) throw new Error(`${name} does not say ${from}`)
  writeFileSync(join(shop.dir, name), text.replace(from, to))
}
const succeeded = async (): Promise<readonly string[]> => {
  const { files = [] } = await watch.until(({ outcome }) => outcome !== 'failed')
  return files.filter(({ status }) => status !== 'unchanged').map(({ path }) => path)
}
const failed = (code: string): Promise<WatchedBuild> =>
  watch.until(({ diagnostics = [] }) => diagnostics.some((one) => one.code === code))

/** Processes by the process that started them. */
const childrenOf = (parent: number | undefined): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
        return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent ? [Number(pid)] : []
      } catch {
        return []
      }
    })
const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

beforeAll(async () => {
  shop = projectFolder({}, 'shop')
  watch = watching(shop)
  expect(await watch.next()).toMatchObject({ outcome: 'built' })
})
afterAll(async () => {
  watch?.child.kill()
  shop?.remove()
})

describe('fusion build --watch', () => {
  test('writes what a change changes, and nothing else', async () => {
    edit('views/customer_orders.ts', 'Best rating given.', 'Best rating ever given.')
    expect(await succeeded()).toEqual([
      'catalog.json',
      'rows.ts',
      'sql/01_customers.sql',
      'sql/optional/drop_and_recreate.sql',
    ])
    expect(read('generated/rows.ts')).toContain('Best rating ever given.')
  })

  test('goes on after a mistake, which changes no file', async () => {
    const before = read('generated/rows.ts')
    edit('views/customer_orders.ts', "'p.order_cnt',", "'p.order_cmt',")
    await failed('FS152')
    expect(read('generated/rows.ts')).toBe(before)
    edit('views/customer_orders.ts', 'aggregate(', 'aggregate((')
    await failed('FS102')
    edit('views/customer_orders.ts', 'aggregate((', 'aggregate(')
    await failed('FS152')
    edit('views/customer_orders.ts', "'p.order_cmt',", "'p.order_cnt',")
    expect(await succeeded()).toEqual([])
  })

  test('knows the line of a mistake after several changes above it', async () => {
    edit('views/countries.ts', 'Turnover by country.', 'Turnover of each country.')
    await succeeded()
    edit('views/customer_orders.ts', '/** One row per', '// A line.\n// Another.\n/** One row per')
    await succeeded()
    edit('views/customer_orders.ts', "'p.mean_rating',", "'p.mean_ratings',")
    const lines = read('views/customer_orders.ts').split('\n')
    const { diagnostics } = await failed('FS152')
    expect(diagnostics).toMatchObject([
      { line: 1 + lines.findIndex((text) => text.includes('mean_ratings')) },
    ])
    edit('views/customer_orders.ts', "'p.mean_ratings',", "'p.mean_rating',")
    expect(await succeeded()).toEqual([])
  })

  test('builds again for a module that was missing', async () => {
    edit('fusion.config.ts', 'import { countries,', "import './views/extra.js'\nimport { countries,")
    await failed('FS103')
    shop.write('views/extra.ts', 'export {}\n')
    expect(await succeeded()).toEqual([])
  })

  test('does not build for files that it wrote, or that no module imports', async () => {
    shop.write('notes.md', 'Something.\n')
    shop.write('generated/other.ts', 'export {}\n')
    // The same text again is no change.
    shop.write('views/extra.ts', 'export {}\n')
    await sleep(500)
    edit('views/sources.ts', 'Stars, 1 to 5', 'Stars from 1 to 5')
    // The next build that is reported is that of the change.
    expect(await succeeded()).toContain('rows.ts')
  })

  test('prints beside its documents what modules print', async () => {
    edit('views/sources.ts', 'export const customers', "console.log('hello')\nexport const customers")
    expect(await succeeded()).toEqual([])
    await expect.poll(() => watch.stderr()).toContain('hello')
    edit('views/sources.ts', "console.log('hello')\n", '')
    expect(await succeeded()).toEqual([])
  })

  test('goes on with another process when the modules never end', async () => {
    edit('views/sources.ts', 'export const customers', 'while (true) {}\nexport const customers')
    await sleep(1000)
    edit('views/sources.ts', 'while (true) {}\n', '')
    expect(await succeeded()).toEqual([])
  })

  test('goes on with another process when the one that builds has died', async () => {
    const [builder] = childrenOf(watch.child.pid)
    process.kill(builder ?? 0, 'SIGKILL')
    await sleep(200)
    edit('views/sources.ts', 'Stars from 1 to 5', 'Stars, 1 to 5')
    expect(await succeeded()).toContain('rows.ts')
    expect(childrenOf(watch.child.pid)).not.toContain(builder)
  })

  test('ends with Ctrl-C and leaves no process', async () => {
    const builders = childrenOf(watch.child.pid)
    expect(builders.length).toBeGreaterThan(0)
    expect(await watch.end()).toBe(130)
    expect(builders.filter(isRunning)).toEqual([])
  })

  test('ends with Ctrl-C while modules are evaluated that never end', async () => {
    edit('views/sources.ts', 'export const customers', 'while (true) {}\nexport const customers')
    const endless = watching(shop)
    await sleep(3000)
    const builders = childrenOf(endless.child.pid)
    expect(builders.length).toBeGreaterThan(0)
    expect(await endless.end()).toBe(130)
    expect(builders.filter(isRunning)).toEqual([])
    edit('views/sources.ts', 'while (true) {}\n', '')
  })

  test('ends when nobody reads what it prints', async () => {
    const unread = watching(shop)
    await unread.next()
    unread.child.stdout?.destroy()
    shop.write('views/extra.ts', 'export const edits = 1\n')
    await expect.poll(() => unread.child.exitCode, { timeout: 60_000 }).toBe(0)
  })

  test('leaves no process when it is killed', async () => {
    const killed = watching(shop)
    await killed.next()
    const builders = childrenOf(killed.child.pid)
    killed.child.kill('SIGKILL')
    await expect.poll(() => builders.filter(isRunning), { timeout: 20_000 }).toEqual([])
  })

  test('waits for the end of a mistake that was there at the start', async () => {
    const other = projectFolder({}, 'shop')
    const config = readFileSync(join(other.dir, 'fusion.config.ts'), 'utf8')
    other.write('fusion.config.ts', `import { x } from 'not-installed'\nconsole.log(x)\n${config}`)
    const patient = watching(other)
    try {
      await patient.until(({ diagnostics = [] }) => diagnostics.some(({ code }) => code === 'FS104'))
      other.write('fusion.config.ts', config)
      await patient.until(({ outcome }) => outcome === 'built')
    } finally {
      await patient.end()
      other.remove()
    }
  })

  test('fails at once where there is no project', async () => {
    const nothing = projectFolder()
    try {
      const none = watching(nothing)
      await expect(none.next()).resolves.toMatchObject({
        outcome: 'failed',
        diagnostics: [{ code: 'FS101' }],
      })
    } finally {
      nothing.remove()
    }
  })
})
