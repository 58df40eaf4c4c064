import type { Declaration } from '../declare/relation.js'

/** Something was asked of a stand-in that it does not know: the project must be loaded as a whole. */
export class NotKnown extends Error {}

const standIns = new WeakSet<Declaration>()

/** Whether a declaration stands in for one of a module that was not evaluated. */
export const isStandIn = (declaration: Declaration): boolean => standIns.has(declaration)

/**
 * An object that has some properties of another and refuses to say anything about the rest, even whether it has it.
 *
 * @param refused called before it throws, because what asks may catch the error.
 */
export function partial<T extends object>(known: object, refused: () => void): T {
  const refuse = (): never => {
    refused()
    throw new NotKnown()
  }
  return new Proxy(known, {
    get: (target, key, receiver) =>
      Object.hasOwn(target, key) ? Reflect.get(target, key, receiver) : refuse(),
    has: refuse,
    ownKeys: refuse,
    getOwnPropertyDescriptor: refuse,
    getPrototypeOf: refuse,
    setPrototypeOf: refuse,
    isExtensible: refuse,
    preventExtensions: refuse,
    defineProperty: refuse,
    deleteProperty: refuse,
    set: refuse,
  }) as T
}

/** A declaration of which only some properties are known. */
export function standIn(known: Partial<Declaration>, refused: () => void): Declaration {
  const declaration = partial<Declaration>(known, refused)
  standIns.add(declaration)
  return declaration
}
