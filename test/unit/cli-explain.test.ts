import { describe, expect, test } from 'vitest'
import { registry } from '../../src/model/diagnostics/registry.js'
import { runCli } from '../support/run-cli.js'

describe('fusion explain', () => {
  test.each(['FS152', 'fs152'])('%s says what the code means', async (code) => {
    const { title, explanation } = registry.FS152
    const found = await runCli(['explain', code], {})
    expect(found).toMatchObject({ code: 0, stderr: '' })
    expect(found.stdout.split('\n')[0]).toBe(`FS152 ${title}`)
    expect(found.stdout.replaceAll('\n', ' ')).toContain(explanation)
    expect(found.stdout).toContain('\n    Did you mean "amount"?\n')
    expect(found.stdout).not.toMatch(/ $/m)
  })

  test('errors of the database have codes too', async () => {
    const { stdout } = await runCli(['explain', 'FSC04', '--format', 'json'], {})
    expect(JSON.parse(stdout)).toEqual({ format: 1, code: 'FSC04', ...registry.FSC04 })
  })

  test('a code that does not exist gives the nearest ones', async () => {
    const { code, stdout, stderr } = await runCli(['explain', 'fs1520'], {})
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/^FS601 there is no diagnostic FS1520\n {2}Did you mean FS150, FS152 or FS520\?/)
    const json = await runCli(['explain', 'FSC4', '--format', 'json'], {})
    expect(json.code).toBe(2)
    expect(JSON.parse(json.stdout)).toMatchObject({
      outcome: 'failed',
      diagnostics: [{ code: 'FS601', hint: expect.stringContaining('FSC04') }],
    })
  })

  test('a relation is not a code, whatever its schema is called', async () => {
    for (const name of ['amount', 'fs.orders', 'constructor', ''])
      expect(await runCli(['explain', name, '-q'], {})).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(new RegExp(`^FS603 the project has no declaration named "${name}"\n`)),
      })
    expect((await runCli(['explain', 'FSCONSTRUCTOR', '-q'], {})).stderr).toMatch(/^FS603 /)
  })

  test('--list has every code once, by code', async () => {
    const { code, stdout } = await runCli(['explain', '--list'], {})
    const listed = stdout.match(/^FS\w+/gm)
    expect(code).toBe(0)
    expect(listed).toEqual(Object.keys(registry).toSorted())
    const json = await runCli(['explain', '--list', '--format', 'json'], {})
    expect(JSON.parse(json.stdout).codes[0]).toEqual({ code: 'FS101', title: registry.FS101.title })
  })

  test('without a code is wrong usage', async () => {
    expect(await runCli(['explain'], {})).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("missing argument 'subject'"),
    })
  })

  test('is mentioned by the help', async () => {
    expect((await runCli(['--help'], {})).stdout).toContain('fusion explain <code>')
  })
})
