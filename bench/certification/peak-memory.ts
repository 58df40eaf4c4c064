import { readFileSync } from 'node:fs'
import type { Client } from 'pg'

/**
 * Peak memory of a client's server process in bytes, including the shared buffers that it touched; null where the
 * system does not report it.
 */
export async function peakMemory(client: Client): Promise<number | null> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  try {
    const status = readFileSync(`/proc/${rows[0]?.pid}/status`, 'utf8')
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(status) ?? []
    return kilobytes === undefined ? null : Number(kilobytes) * 1024
  } catch {
    return null
  }
}
