import { describe, expect, test } from 'vitest'
import { extendPackage } from '../../src/app/init/package-file.js'

const needed = {
  dependencies: { 'fusion-store': '^1.0.0', kysely: '^2.0.0' },
  devDependencies: { typescript: '^3.0.0' },
}
const extended = (text: string): string => extendPackage(text, needed).text

describe('an existing package.json', () => {
  test('keeps its own layout, numbers, escapes and order', () => {
    const text = `{
\t"name": "a\\u0062c",
\t"config": {"n": 1.0, "list": [1,  2]},
\t"dependencies": {
\t\t"zod": "4"
\t},
\t"last": true
}
`
    expect(extended(text)).toBe(`{
\t"name": "a\\u0062c",
\t"config": {"n": 1.0, "list": [1,  2]},
\t"dependencies": {
\t\t"zod": "4",
\t\t"fusion-store": "^1.0.0",
\t\t"kysely": "^2.0.0"
\t},
\t"last": true,
\t"scripts": {
\t\t"build:sql": "fusion build",
\t\t"check:sql": "fusion check",
\t\t"typecheck": "tsc --noEmit"
\t},
\t"devDependencies": {
\t\t"typescript": "^3.0.0"
\t}
}
`)
  })

  test('keeps its line ends, its byte order mark and its missing last newline', () => {
    const text = '\uFEFF{\r\n    "name": "x"\r\n}'
    const after = extended(text)
    expect(after.startsWith('\uFEFF{\r\n    "name": "x",\r\n    "scripts": {\r\n        "build:sql"')).toBe(
      true,
    )
    expect(after.endsWith('}\r\n}')).toBe(true)
    expect(after.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  })

  test('keeps the versions that it has, in whatever group they are', () => {
    const text = `{"peerDependencies": {"kysely": "1"}, "devDependencies": {"fusion-store": "file:../f"}}`
    const after = JSON.parse(extended(text)) as Readonly<Record<string, unknown>>
    expect(after).toMatchObject({
      peerDependencies: { kysely: '1' },
      devDependencies: { 'fusion-store': 'file:../f', typescript: '^3.0.0' },
    })
    expect(after).not.toHaveProperty('dependencies')
  })

  test('does not change the second time', () => {
    const once = extended('{}')
    expect(extended(once)).toBe(once)
  })

  test('tells which scripts of our names run something else', () => {
    const { otherScripts } = extendPackage(
      `{"scripts": {"build:sql": "fusion build", "check:sql": "true", "toString": "x"}}`,
      needed,
    )
    expect(otherScripts).toEqual(['check:sql'])
  })
})
