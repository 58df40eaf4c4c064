import type { ImageRow } from '../../scripts/upstream/index.js'

/** Spec section 2, row by row of its table. */
export const v1 = (image: ImageRow): boolean => image.feature_version === 1

export const done = (image: ImageRow): boolean => v1(image) && image.damage_done === true

export const stock = (image: ImageRow): boolean => done(image) && image.is_stock_photo === true

/** Unknown counts as real. */
export const real = (image: ImageRow): boolean => done(image) && image.is_stock_photo !== true

export const q2 = (image: ImageRow): boolean =>
  real(image) && image.photo_quality_level !== null && image.photo_quality_level >= 2

export const q1 = (image: ImageRow): boolean =>
  real(image) && image.photo_quality_level !== null && image.photo_quality_level >= 1

export const vis = (image: ImageRow): boolean => image.visible_damage_level !== null

export const protector = (image: ImageRow): boolean => image.damage_on_protector_only === true

export const eff = (image: ImageRow): number | null => (protector(image) ? 0 : image.visible_damage_level)
