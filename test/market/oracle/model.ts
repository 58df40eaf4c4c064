export interface Model {
  readonly model_gen: number | null
  readonly model_variant: string | null
  readonly model: string
  readonly storage_gb: number | null
}

const WORDS = [
  [/(^|[^a-z])pro *max($|[^a-z])/, 'pro max'],
  [/(^|[^a-z])pro($|[^a-z])/, 'pro'],
  [/(^|[^a-z])plus($|[^a-z])/, 'plus'],
  [/(^|[^a-z])mini($|[^a-z])/, 'mini'],
] as const

/** README, "Model text". */
export function modelOf(text: string | null): Model {
  // Only ASCII letters are folded: toLowerCase would make an "i" and a dot of İ.
  const words = (text ?? '').replace(/[A-Z]/g, (letter) => letter.toLowerCase())
  const digits = Number(/iphone *([0-9]{2})(?![0-9])/.exec(words)?.[1] ?? 0)
  const model_gen = digits >= 11 && digits <= 17 ? digits : null
  const model_variant = model_gen === null ? null : (WORDS.find(([word]) => word.test(words))?.[1] ?? 'base')
  return {
    model_gen,
    model_variant,
    model: model_gen === null ? 'other' : `${model_gen} ${model_variant}`,
    storage_gb: storageOf(words),
  }
}

function storageOf(words: string): number | null {
  const gigabytes = /(?:^|[^0-9])(64|128|256|512|1024) *gb(?![a-z])/.exec(words)?.[1]
  if (gigabytes !== undefined) return Number(gigabytes)
  return /(^|[^0-9])1 *tb($|[^a-z])/.test(words) ? 1024 : null
}
