import picocolors from 'picocolors'
import type { Output } from '../../terminal.js'

export type Colors = ReturnType<typeof picocolors.createColors>

/** Colors for a stream: as `NO_COLOR` or `FORCE_COLOR` says, otherwise only on a terminal. */
export function colorsFor({ isTTY }: Output, env: NodeJS.ProcessEnv): Colors {
  const forced = env['FORCE_COLOR']
  const wanted = env['NO_COLOR']
    ? false
    : forced !== undefined && forced !== ''
      ? forced !== '0' && forced !== 'false'
      : isTTY && env['TERM'] !== 'dumb'
  return picocolors.createColors(wanted)
}
