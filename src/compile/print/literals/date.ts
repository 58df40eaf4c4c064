/** 24 November 4714 BC, the first day that Postgres has. Its last one is later than JavaScript's. */
const FIRST = Date.UTC(-4713, 10, 24)

export const isBeforePostgres = (date: Date): boolean => date.getTime() < FIRST

/**
 * A moment as Postgres reads it whatever the session: `2024-01-01 00:00:00+00`, with `BC` behind years before 1. In
 * ISO form JavaScript counts those from 0 downwards, and writes them and the years after 9999 with six digits and a
 * sign, none of which Postgres takes.
 */
export function dateText(date: Date): string {
  const year = date.getUTCFullYear()
  const isBC = year < 1
  const digits = String(isBC ? 1 - year : year).padStart(4, '0')
  const iso = date.toISOString()
  // From the end, as the year is not always four characters: `-01-01T00:00:00.000Z`.
  const rest = iso.slice(-20, -1).replace('T', ' ').replace('.000', '')
  return `${digits}${rest}+00${isBC ? ' BC' : ''}`
}
