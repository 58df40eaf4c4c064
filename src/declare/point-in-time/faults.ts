import type { SettingFault } from '../relation.js'
import { secondsOf } from './duration.js'

/** Plain JavaScript has no type check, and a time that is left out would read another row without a word. */
export type Check = SettingFault | undefined

/** @param what the setting, as it is written. */
export const oneOf = (what: string, value: unknown, allowed: readonly string[]): Check =>
  typeof value === 'string' && allowed.includes(value)
    ? undefined
    : {
        message: `${what} must be ${allowed.map((one) => `'${one}'`).join(' or ')}, got ${written(value)}`,
        hint: `Write ${what}: ${allowed.map((one) => `'${one}'`).join(' or ')}.`,
      }

export const aName = (what: string, value: unknown): Check =>
  typeof value === 'string' && value !== ''
    ? undefined
    : {
        message: `${what} must be the name of a column, got ${written(value)}`,
        hint: `Write ${what}: 'column'.`,
      }

/** @param least the shortest duration that makes sense, in seconds. */
export function aDuration(what: string, value: unknown, least = 1): Check {
  const seconds = secondsOf(value)
  if (seconds !== undefined && seconds >= least) return undefined
  return {
    message: `${what} must be a duration${least > 0 ? ' longer than 0' : ''}, got ${written(value)}`,
    hint: "Write a whole number of seconds, minutes, hours, days of 24 hours or weeks, such as '30 days'; at most '100000 days'.",
  }
}

/** An object that gives each of some columns one of these values, or any name. */
export function aRecord(what: string, value: unknown, allowed?: readonly string[]): readonly Check[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const hint = `Write ${what}: { column: … }, or {} for none.`
    return [{ message: `${what} must be an object, got ${written(value)}`, hint }]
  }
  return Object.entries(value).map(([column, one]: [string, unknown]) =>
    allowed ? oneOf(`${what}.${column}`, one, allowed) : aName(`${what}.${column}`, one),
  )
}

export const found = (checks: readonly Check[]): readonly SettingFault[] =>
  checks.filter((check) => check !== undefined)

const written = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value))
