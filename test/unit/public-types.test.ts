import { join } from 'node:path'
import { Node, Project } from 'ts-morph'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')

/** The types that a declaration names where its users see it: not in the body of a function. */
function typesNamedBy(node: Node): Node[] {
  const visible = Node.isFunctionDeclaration(node)
    ? [...node.getTypeParameters(), ...node.getParameters(), node.getReturnTypeNode()]
    : Node.isVariableDeclaration(node) && Node.isArrowFunction(node.getInitializer())
      ? node.getInitializerOrThrow().getChildren().slice(0, -1)
      : [node]
  return visible
    .flatMap((part) => (part ? [part, ...part.getDescendants()] : []))
    .filter(Node.isIdentifier)
    .flatMap((name) => (name.getSymbol()?.getAliasedSymbol() ?? name.getSymbol())?.getDeclarations() ?? [])
    .filter((found) => Node.isInterfaceDeclaration(found) || Node.isTypeAliasDeclaration(found))
    .filter((found) => found.getSourceFile().getFilePath().startsWith(join(root, 'src/')))
}

// What a module keeps to itself the compiler writes out; what a module exports it wants to name.
it.each(['src/index.ts', 'src/features/index.ts'])(
  '%s exports every type that what it exports names',
  (path) => {
    const project = new Project({
      tsConfigFilePath: join(root, 'tsconfig.json'),
      skipAddingFilesFromTsConfig: true,
    })
    const index = project.addSourceFileAtPath(join(root, path))
    project.resolveSourceFileDependencies()
    const exported = new Set<Node>([...index.getExportedDeclarations().values()].flat())
    const reached = new Set<Node>(exported)
    for (const node of reached) for (const type of typesNamedBy(node)) reached.add(type)
    const missing = [...reached].filter(
      (node) => !exported.has(node) && Node.isExportable(node) && node.isExported(),
    )
    expect(missing.map((node) => node.getSymbol()?.getName())).toEqual([])
    expect(reached.size).toBeGreaterThan(exported.size)
  },
)
