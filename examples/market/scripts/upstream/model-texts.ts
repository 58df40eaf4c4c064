import type { Draw } from '../../../../scripts/upstream/draw.js'

const VARIANTS = ['', '', '', ' Pro', ' Pro', ' Pro Max', ' Plus', ' mini']
const STORAGE = ['', ' 64GB', ' 128GB', ' 128 GB', ' 256GB', ' 512gb', ' 1TB']

/** Texts at which a careless reader of models goes wrong. */
const ODD = [
  '',
  'iPhone',
  'iPhone X 64GB',
  'iPhone 18 Pro',
  'iPhone 10',
  'iPhone 123',
  'iPhone 1234 iPhone 13',
  'iphone13promax 256gb',
  'iphone14pro',
  'IPHONE  12   MINI 64  GB',
  'iPhone\t13',
  'iPhone\n15 Plus',
  'İPHONE 13 PRO',
  'ıphone 13',
  'Samsung S23 256GB',
  'professional seller, iphone 12, minimal wear',
  'iphone 13 proximity sensor broken',
  'iphone 16 pro-max 1 tb',
  'iphone 16 11tb',
  'iphone 15 2256gb',
  'iphone 15 64gbit',
  'iphone 15 256 gb or 512gb',
  'box of iphone 11 pro max 64GB\\',
  'iphone 17 plus pro',
  '🍎 iPhone 14 🔥 128GB',
]

/** A popular model far more often than a rare one. */
export function modelText(draw: Draw): string | null {
  if (draw.chance(0.02)) return null
  if (draw.chance(0.08)) return draw.pick(ODD)
  const generation = 11 + ((2 + draw.below(draw.below(7) + 1)) % 7)
  return `iPhone ${generation}${draw.pick(VARIANTS)}${draw.pick(STORAGE)}`
}
