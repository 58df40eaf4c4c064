import { describe, expect, test } from 'vitest'
import { compareFiles } from '../../src/check/compare/compare-files.js'
import { checkCommitted } from '../../src/check/index.js'
import { unifiedDiff } from '../../src/check/compare/unified-diff.js'

const built = [
  { path: 'sql/01.sql', text: 'SELECT 1;\n' },
  { path: 'rows.ts', text: 'export {}\n' },
]

describe('committed files', () => {
  test('are the same byte for byte or not at all', () => {
    const same = new Map(built.map(({ path, text }) => [path, text]))
    expect(compareFiles(same, built)).toEqual([])
    expect(compareFiles(new Map([...same, ['rows.ts', 'export {}']]), built)).toMatchObject([
      { path: 'rows.ts', kind: 'changed' },
    ])
  })

  test('can be missing or too many', () => {
    const committed = new Map([
      ['rows.ts', 'export {}\n'],
      ['sql/00.sql', ''],
    ])
    expect(compareFiles(committed, built).map(({ path, kind }) => [path, kind])).toEqual([
      ['sql/00.sql', 'extra'],
      ['sql/01.sql', 'missing'],
    ])
  })

  test('say what to do', () => {
    const note = (committed: Map<string, string>) =>
      checkCommitted('generated', committed, built, undefined, []).note
    expect(note(new Map())).toMatch(/^Nothing has been generated here yet/)
    expect(note(new Map([['rows.ts', 'old']]))).toBe('Run `fusion build` and commit the files.')
    const all = new Map(built.map(({ path, text }) => [path, text]))
    expect(note(new Map([...all, ['sql/x.sql', '']]))).toMatch(/^If an extra file remains/)
  })
})

describe('unified diff', () => {
  const names = { before: 'committed/a', after: 'compiled/a' }

  test('is that of diff -u', () => {
    expect(unifiedDiff('a\nb\nc\n', 'a\nB\nc\n', names)).toBe(
      '--- committed/a\n+++ compiled/a\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n',
    )
  })

  test('does not mind a missing last newline', () => {
    expect(unifiedDiff('a\nb', 'a\nb\n', names)).toBe('')
    expect(unifiedDiff('', 'a', names)).toContain('+a\n')
  })

  test('gives up on texts that have nothing in common, quickly', () => {
    const lines = (mark: string) => Array.from({ length: 20_000 }, (_, i) => `${mark}${i}`).join('\n')
    const started = process.cpuUsage()
    expect(unifiedDiff(lines('a'), lines('b'), names)).toContain('20000 lines replaced by 20000')
    // Microseconds of this process: other work on the machine does not count.
    expect(process.cpuUsage(started).user).toBeLessThan(5_000_000)
  })
})
