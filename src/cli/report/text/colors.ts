import picocolors from 'picocolors'
import type { Output } from '../../terminal.js'

export type Colors = ReturnType<typeof picocolors.createColors>

/** Colors for a stream: `NO_COLOR` and `FORCE_COLOR` decide where they are set, a terminal otherwise. */
export function colorsFor({ isTTY }: Output, env: NodeJS.ProcessEnv): Colors {
  const forced = env['FORCE_COLOR']
  const wanted = env['NO_COLOR']
    ? false
    : forced !== undefined && forced !== ''
      ? forced !== '0' && forced !== 'false'
      : isTTY && env['TERM'] !== 'dumb'
  return picocolors.createColors(wanted)
}
