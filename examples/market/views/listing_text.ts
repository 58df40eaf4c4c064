import { column, firstOf, firstOfOrNull, isKnown, isTrue, layer, onlyWhen } from 'fusion-store'
import { type Expression, sql } from 'kysely'
import { listings } from './sources.js'

type Words = Expression<string | null>

/** Whether the text has the word with no letter before or behind it. */
const hasWord = (words: Words, word: string): Expression<boolean> =>
  isTrue(sql<boolean | null>`${words} ~ ${sql.lit(`(^|[^a-z])${word}($|[^a-z])`)}`)

/** The digits that the group of a pattern finds first, as a number. A pattern finds four digits at most. */
const digitsOf = (words: Words, pattern: string): Expression<number | null> =>
  sql<number | null>`cast(substring(${words} from ${sql.lit(pattern)}) as integer)`

/** What the model text says: section "Model text" of the README. */
export const listingText = layer(
  'listing_text',
  'Listings with what their model text says.',
  { l: listings },
  (db) => db.selectFrom('l').selectAll('l'),
)
  .once((eb) => ({
    words: column(
      'Model text with its ASCII letters in lower case.',
      sql<string | null>`lower(${eb.ref('model_text')} collate "C")`,
    ),
  }))
  .once((eb) => ({
    named_gen: column(
      'Number of two digits behind the first "iphone" that has one.',
      digitsOf(eb.ref('words'), 'iphone *([0-9]{2})(?![0-9])'),
    ),
    named_gb: column(
      'First storage size in gigabytes.',
      digitsOf(eb.ref('words'), '(?:^|[^0-9])(64|128|256|512|1024) *gb(?![a-z])'),
    ),
  }))
  .once((eb) => ({
    model_gen: column(
      'Generation of the model, 11 to 17; NULL when the text names none.',
      onlyWhen(eb.between('named_gen', 11, 17), eb.ref('named_gen')),
    ),
  }))
  .once((eb) => ({
    model_variant: column(
      'Variant of the model; NULL when the generation is unknown.',
      onlyWhen(
        isKnown(eb.ref('model_gen')),
        firstOf<string>(
          [
            [hasWord(eb.ref('words'), 'pro *max'), 'pro max'],
            [hasWord(eb.ref('words'), 'pro'), 'pro'],
            [hasWord(eb.ref('words'), 'plus'), 'plus'],
            [hasWord(eb.ref('words'), 'mini'), 'mini'],
          ],
          'base',
        ),
      ),
    ),
    storage_gb: column(
      'Storage in gigabytes; NULL when the text gives none.',
      firstOfOrNull<number>([
        [isKnown(eb.ref('named_gb')), eb.ref('named_gb')],
        [isTrue(sql<boolean | null>`${eb.ref('words')} ~ '(^|[^0-9])1 *tb($|[^a-z])'`), 1024],
      ]),
    ),
  }))
  .columns((eb) => ({
    model: column(
      'Model: generation and variant, "other" when the generation is unknown.',
      sql<string>`coalesce(${eb.ref('model_gen')}::text || ' ' || ${eb.ref('model_variant')}, 'other')`,
    ),
  }))
