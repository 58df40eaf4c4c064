import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** Running child processes of `parent`. */
export function childProcesses(parent: number): number[] {
  return processTable().flatMap((process) => (process.parent === parent ? [process.pid] : []))
}

/** Whether a process is running. A zombie is not. */
export function isRunning(pid: number): boolean {
  return processTable().some((process) => process.pid === pid && !process.state.startsWith('Z'))
}

interface ProcessEntry {
  readonly pid: number
  readonly parent: number
  readonly state: string
}

/** Minimal Linux images lack `ps`, and other systems lack `/proc`. */
function processTable(): ProcessEntry[] {
  if (process.platform !== 'linux') {
    const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,state='], { encoding: 'utf8' })
    return table.split('\n').map((line) => {
      const [pid, parent, state = ''] = line.trim().split(/\s+/)
      return { pid: Number(pid), parent: Number(parent), state }
    })
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      // `pid (name) state parent …`; the name may contain any character.
      const stat = contents(`/proc/${name}/stat`)
      const [state = '', parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return stat === '' ? [] : [{ pid: Number(name), parent: Number(parent), state }]
    })
}

function contents(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return '' // The process has ended.
  }
}
