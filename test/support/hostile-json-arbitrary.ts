import fc from 'fast-check'
import {
  ANY_TEXTS,
  FLAG_KEYS,
  FLAG_TEXTS,
  INT_TEXTS,
  WEIRD_KEYS,
} from '../../scripts/upstream/hostile-values.js'

type Member = readonly [key: string, value: string]

/** Joined by hand and not by JSON.stringify, which would lose repeated keys and rewrite numbers. */
const objectOf = (members: readonly Member[]): string =>
  `{${members.map(([key, value]) => `"${key}": ${value}`).join(', ')}}`

/** A string literal of any characters that jsonb stores: no NUL, no lone surrogates. */
const stringText = fc
  .string({ unit: 'binary', maxLength: 12 })
  .map((value) => JSON.stringify(value.replaceAll('\0', '')))

/** A number literal in all the spellings JSON has, with exponents that numeric can hold. */
const numberText = fc
  .tuple(
    fc.constantFrom('', '-'),
    fc.nat({ max: 3_000_000_000 }),
    fc.constantFrom('', '.0', '.5', '.50', '.005'),
    fc.constantFrom('', 'e0', 'e1', 'E+2', 'e-1', 'e-3', 'e12', 'e300'),
  )
  .map((parts) => parts.join(''))

const scalarText = fc.oneof(fc.constantFrom('null', 'true', 'false'), numberText, stringText)

/** Any JSON: scalars, arrays, objects with weird keys, nested a few deep. */
const anyText: fc.Arbitrary<string> = fc.letrec<{ any: string }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalarText,
    fc.constantFrom(...ANY_TEXTS),
    fc.array(tie('any'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    fc.array(fc.tuple(fc.constantFrom(...WEIRD_KEYS), tie('any')), { maxLength: 3 }).map(objectOf),
  ),
})).any

/** A value for a place that expects something else: the listed texts, any number or string, or anything at all. */
const instead = (texts: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { withCrossShrink: true },
    { arbitrary: fc.constantFrom(...texts), weight: 8 },
    { arbitrary: scalarText, weight: 2 },
    { arbitrary: anyText, weight: 1 },
  )

/** Members in any order and number, so keys are missing, repeated, or strange. */
const objectText = (...members: readonly fc.Arbitrary<Member>[]): fc.Arbitrary<string> =>
  fc.array(fc.oneof({ withCrossShrink: true }, ...members), { maxLength: 5 }).map(objectOf)

const member = (key: string, value: fc.Arbitrary<string>): fc.Arbitrary<Member> =>
  fc.tuple(fc.constant(key), value)
const strangeMember: fc.Arbitrary<Member> = fc.tuple(fc.constantFrom(...WEIRD_KEYS), anyText)
const orAnything = (expected: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof({ withCrossShrink: true }, { arbitrary: expected, weight: 5 }, { arbitrary: anyText, weight: 1 })

const flagMember: fc.Arbitrary<Member> = fc.tuple(fc.constantFrom(...FLAG_KEYS), instead(FLAG_TEXTS))
const metaText = orAnything(objectText(flagMember, flagMember, flagMember, strangeMember))
const decisionText = orAnything(
  objectText(
    member('sev', instead(INT_TEXTS)),
    member('bin', instead(INT_TEXTS)),
    member('meta', metaText),
    member('meta', metaText),
    strangeMember,
  ),
)

/** A damage_ai_json: the promised shape with anything in any place of it, or nothing of that shape at all. */
export const damageJsonText: fc.Arbitrary<string | null> = fc.oneof(
  { withCrossShrink: true },
  { arbitrary: fc.constant(null), weight: 1 },
  {
    arbitrary: objectText(
      member('battery_effective', instead(INT_TEXTS)),
      member('decision', decisionText),
      member('decision', decisionText),
      strangeMember,
    ),
    weight: 12,
  },
  { arbitrary: anyText, weight: 1 },
)
