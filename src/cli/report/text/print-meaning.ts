import type { ViewMeaning } from '../../../model/view-meaning.js'
import { displayName } from '../../../model/relation-name.js'
import type { Colors } from './colors.js'

const NAMES = 6

const list = (title: string, names: readonly string[]): string => {
  if (names.length === 0) return ''
  const shown = names.slice(0, NAMES).join(', ')
  return `  ${title}: ${names.length > NAMES ? `${shown} and ${names.length - NAMES} more` : shown}\n`
}

function printView(view: ViewMeaning, colors: Colors): string {
  const name = displayName(view)
  if (view.outcome !== 'same')
    return `${colors.red(view.outcome === 'different' ? 'different' : 'not compared')}  ${name}: ${view.difference}\n`
  const rows =
    view.rows === 0 ? colors.yellow('not compared, because it has no rows') : `${view.rows} rows compared`
  return [
    `${name}: ${rows}\n`,
    list('no value in any row', view.alwaysNull),
    list('the same value in every row', view.alwaysSame),
  ].join('')
}

/** Prints the comparison of views with their plain forms, differences first. */
export const printMeaning = (views: readonly ViewMeaning[], colors: Colors): string =>
  [...views.filter(({ outcome }) => outcome !== 'same'), ...views.filter(({ outcome }) => outcome === 'same')]
    .map((view) => printView(view, colors))
    .join('')
