/** Reads the emitted declarations: the row types must have come through them. */
import type { ProjectDeclaration, RowOf } from 'fusion-store'
import config, { list, offers, perShop, shop } from './store.js'

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never

export const project: ProjectDeclaration = config
export const checks: readonly true[] = [
  true satisfies Same<RowOf<typeof offers>['price'], number | null>,
  true satisfies Same<RowOf<typeof perShop>, { shop: number; n: number; top: number | null }>,
  true satisfies Same<keyof RowOf<typeof shop>, 'id' | 'price' | 'cheap' | 'made' | 'n' | 'top' | 'twice'>,
  true satisfies Same<RowOf<typeof shop>['cheap'], boolean>,
  true satisfies Same<ReturnType<typeof list.of>['price'], number | null>,
]
// @ts-expect-error -- there is no such column
export type Absent = RowOf<typeof shop>['absent']
