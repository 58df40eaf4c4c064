import { describe, expect, test } from 'vitest'
import { runCli } from '../support/run-cli.js'

describe('usage', () => {
  test.each([
    [['build', '--nope'], "unknown option '--nope'"],
    [['bulid'], "unknown command 'bulid'"],
    [['build', 'extra'], 'too many arguments'],
    [['build', '--format', 'xml'], 'Allowed choices are text, json'],
    [['build', '--project'], 'argument missing'],
    [['baseline', 'accept'], "required option '-r, --reason <text>'"],
    [['baseline', 'accept', '--reason', '  '], '--reason must not be empty'],
    [[], 'Usage: fusion'],
    [['init', 'a', 'b'], 'too many arguments'],
    [['baseline'], 'Usage: fusion baseline'],
  ])('%j is wrong: exit 2, said on stderr', async (argv, message) => {
    const { code, stdout, stderr } = await runCli(argv, {})
    expect(stderr).toContain(message)
    expect(stdout).toBe('')
    expect(code).toBe(2)
  })

  test.each([
    [['--help']],
    [['init', '--help']],
    [['build', '--help']],
    [['check', '-h']],
    [['baseline', 'accept', '--help']],
    [['demo', '--help']],
  ])('%j is enough to go by', async (argv) => {
    const { code, stdout, stderr } = await runCli(argv, {})
    expect(code).toBe(0)
    expect(stderr).toBe('')
    expect(stdout).toContain('Examples:')
    expect(stdout).toMatch(/exit codes?/i)
  })

  test('--version is that of the package', async () => {
    expect(await runCli(['--version'], {})).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    })
  })
})
