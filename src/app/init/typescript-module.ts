const STYLE = { semi: false, singleQuote: true, printWidth: 110, trailingComma: 'all' } as const

/** Builds the text of a module: its declarations and their imports. */
export class TypeScriptModule {
  readonly path: string
  readonly #imports = new Map<string, Set<string>>()
  readonly #declarations: string[] = []

  constructor(path: string) {
    this.path = path
  }

  /** Imports a name, by default from the compiler's package. */
  use(name: string, from = 'fusion-store'): string {
    const names = this.#imports.get(from) ?? new Set()
    this.#imports.set(from, names.add(name))
    return name
  }

  declare(code: string): void {
    this.#declarations.push(code)
  }

  get isEmpty(): boolean {
    return this.#declarations.length === 0
  }

  /** Formats each declaration separately, as the time prettier needs grows faster than the length of the text. */
  async text(): Promise<string> {
    const [prettier, estree, babel] = await Promise.all([
      import('prettier/standalone'),
      import('prettier/plugins/estree'),
      import('prettier/plugins/babel'),
    ])
    const options = { ...STYLE, parser: 'babel-ts', plugins: [babel, estree] }
    const imports = [...this.#imports]
      .map(([from, names]) => `import { ${[...names].toSorted().join(', ')} } from ${JSON.stringify(from)}`)
      .join('\n')
    const parts = [imports, ...this.#declarations].filter((part) => part !== '')
    const formatted = await Promise.all(parts.map((part) => prettier.format(part, options)))
    return formatted.join('\n')
  }
}

/** A string literal. */
export const literal = (text: string): string => JSON.stringify(text)
