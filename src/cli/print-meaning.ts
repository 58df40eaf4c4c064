import type { ViewMeaning } from '../model/view-meaning.js'
import { displayName } from '../model/relation-name.js'
import type { Colours } from './colours.js'

const NAMES = 6

const list = (title: string, names: readonly string[]): string => {
  if (names.length === 0) return ''
  const shown = names.slice(0, NAMES).join(', ')
  return `  ${title}: ${names.length > NAMES ? `${shown} and ${names.length - NAMES} more` : shown}\n`
}

function printView(view: ViewMeaning, colours: Colours): string {
  const name = displayName(view)
  if (view.outcome !== 'same')
    return `${colours.red(view.outcome === 'different' ? 'different' : 'not compared')}  ${name}: ${view.difference}\n`
  const rows =
    view.rows === 0 ? colours.yellow('nothing was compared, as it has no rows') : `${view.rows} rows compared`
  return [
    `${name}: ${rows}\n`,
    list('no value in any row', view.alwaysNull),
    list('the same value in every row', view.alwaysSame),
  ].join('')
}

/** What came of holding views to what they mean: differences first. */
export const printMeaning = (views: readonly ViewMeaning[], colours: Colours): string =>
  [...views.filter(({ outcome }) => outcome !== 'same'), ...views.filter(({ outcome }) => outcome === 'same')]
    .map((view) => printView(view, colours))
    .join('')
