import type { Build } from '../build/build.js'
import type { Context } from '../context.js'
import type { Diagnostic } from '../../model/diagnostic.js'

/** What the process that builds is asked for. */
export type Request =
  /** `isWhole`: modules were added or removed, so that an import may mean another one. */
  | { readonly kind: 'build'; readonly isWhole: boolean }
  /** Builds without writing, so that the next build is fast. */
  | { readonly kind: 'rehearse' }
  | { readonly kind: 'end' }

/** What a build came to. */
export type Outcome =
  | { readonly kind: 'built'; readonly build: Build }
  | { readonly kind: 'failed'; readonly diagnostics: readonly Diagnostic[] }
  /** The process that builds has ended before it answered. */
  | { readonly kind: 'ended'; readonly how: string }
  /** An error of this package. */
  | { readonly kind: 'bug'; readonly message: string; readonly stack: string }

/** What it answers. */
export type Reply =
  | { readonly kind: 'step' | 'note'; readonly text: string }
  | { readonly kind: 'outcome'; readonly outcome: Outcome; readonly bytes: number }
  | { readonly kind: 'rehearsed' }

/** What the process builds, as its only argument. */
export type Watched = Pick<Context, 'projectDir' | 'outDir' | 'out' | 'engine'>
