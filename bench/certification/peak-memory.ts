import { readFileSync } from 'node:fs'
import type { Client } from 'pg'

/**
 * Most memory in bytes that a client's server process has had so far, the shared buffers that it touched included; null
 * where the system does not tell.
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
