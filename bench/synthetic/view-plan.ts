import { createDraw } from '../../scripts/upstream/draw.js'

export const SHAPES = ['join', 'aggregate', 'json', 'group'] as const
export type Shape = (typeof SHAPES)[number] | 'source'

/** Plan of one view of the synthetic project. */
export interface ViewPlan {
  /** `0042`: its module is `v_0042.ts` and its view `synth.v_0042`. */
  readonly id: string
  /** From 1; views of level 1 read source tables. */
  readonly level: number
  readonly shape: Shape
  /** Two views of the previous level. */
  readonly parents: readonly [string, string]
  /** Which of the source tables it reads. */
  readonly source: number
  /** A constant in its expressions, so that views differ and can be changed. */
  readonly salt: number
}

export const LEVELS = 6
export const SOURCES = 8

/** The same plan for the same number of views, on every machine. */
export function planViews(count: number): ViewPlan[] {
  const draw = createDraw(count)
  const id = (i: number): string => String(i + 1).padStart(4, '0')
  const first = (level: number): number => Math.ceil(((level - 1) * count) / LEVELS)
  return Array.from({ length: count }, (_, i) => {
    const level = Math.floor((i * LEVELS) / count) + 1
    const parent = (): string => id(level === 1 ? i : draw.between(first(level - 1), first(level) - 1))
    return {
      id: id(i),
      level,
      shape: level === 1 ? 'source' : draw.pick(SHAPES),
      parents: [parent(), parent()],
      source: draw.below(SOURCES),
      salt: draw.between(2, 9),
    }
  })
}
