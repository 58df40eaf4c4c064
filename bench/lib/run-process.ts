import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Resources used by a process, without the processes that it starts. */
export interface Usage {
  readonly peakBytes: number
  /** User and system time of all its threads. */
  readonly cpuSeconds: number
}

export interface ProcessRun extends Usage {
  /** From its start to its end. */
  readonly seconds: number
  readonly stdout: string
  readonly stderr: string
  readonly code: number | null
}

const preload = join(import.meta.dirname, 'report-usage.cjs')

/** Runs Node on a script as a user would, and waits for it. */
export async function runNode(
  args: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): Promise<ProcessRun> {
  const work = mkdtempSync(join(tmpdir(), 'fusion-bench-'))
  const usageFile = join(work, 'usage.json')
  try {
    const started = performance.now()
    const child = spawn(process.execPath, ['--require', preload, ...args], {
      cwd,
      env: { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1', BENCH_USAGE_FILE: usageFile, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const output = { stdout: '', stderr: '' }
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (text: string) => void (output[stream] += text))
    }
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject).on('close', resolve)
    })
    const seconds = (performance.now() - started) / 1000
    return { ...readUsage(usageFile), seconds, ...output, code }
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

function readUsage(file: string): Usage {
  try {
    const usage: Usage = JSON.parse(readFileSync(file, 'utf8'))
    return usage
  } catch {
    // Killed before it could report; the caller sees its exit code.
    return { peakBytes: Number.NaN, cpuSeconds: Number.NaN }
  }
}
