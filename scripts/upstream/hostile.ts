import type { Calendar } from './calendar.js'
import type { Draw } from './draw.js'
import { hostileImages } from './hostile-images.js'
import { hostileJson } from './hostile-json.js'
import { HostileKeys } from './hostile-keys.js'
import { SPAM_TEXTS } from './hostile-values.js'
import type { UpstreamGroup } from './rows.js'

const FAR_DATES = ['1970-01-01T00:00:00Z', '1999-12-31T23:59:59.999999Z', '2099-12-31T23:59:59.999Z']
/** The edges of a UTC day, where any session's TimeZone would move a row to its neighbor. */
const EDGE_TIMES = ['T00:00:00Z', 'T00:00:00.000001Z', 'T23:59:59.999999Z', 'T23:59:59Z', 'T12:00:00.5Z']

/** Everything that the column types allow: a reader that assumes more than the types will fail. */
export function* hostileGroups(
  draw: Draw,
  calendar: Calendar,
  listings: number,
): Generator<UpstreamGroup, void, undefined> {
  const keys = new HostileKeys(draw)
  for (let i = 0; i < listings; i++) {
    const key = keys.listing()
    yield {
      listing: {
        ...key,
        spam: draw.chance(0.15) ? draw.pick(SPAM_TEXTS) : null,
        damage_ai_json: hostileJson(draw),
        edited_date: editedDate(draw, calendar),
      },
      images: hostileImages(draw, key),
    }
    if (draw.chance(0.03)) yield { listing: null, images: hostileImages(draw, keys.orphan()) }
  }
}

function editedDate(draw: Draw, calendar: Calendar): string | null {
  const kind = draw.below(100)
  if (kind < 10) return null
  if (kind < 13) return draw.pick(FAR_DATES)
  const day = draw.below(calendar.days)
  if (kind < 50) return calendar.day(day) + draw.pick(EDGE_TIMES)
  return calendar.moment(draw, day)
}
