import { expect, test } from 'vitest'
import { oneAhead } from '../../src/app/build/one-ahead.js'

/** Three items; what happens to them is written down. */
function items(said: string[], failing?: number): AsyncGenerator<number> {
  return (async function* () {
    try {
      for (const n of [1, 2, 3]) {
        said.push(`making ${n}`)
        await Promise.resolve()
        if (n === failing) throw new Error(`no ${n}`)
        yield n
      }
    } finally {
      said.push('ended')
    }
  })()
}

test('the next item is being made while one is worked on', async () => {
  const said: string[] = []
  for await (const n of oneAhead(items(said))) said.push(`got ${n}`)
  expect(said).toEqual(['making 1', 'making 2', 'got 1', 'making 3', 'got 2', 'ended', 'got 3'])
})

test('an error comes after the items before it', async () => {
  const got: number[] = []
  const all = async (): Promise<void> => {
    for await (const n of oneAhead(items([], 3))) got.push(n)
  }
  await expect(all()).rejects.toThrow('no 3')
  expect(got).toEqual([1, 2])
})

test('whoever stops early ends what makes the items, after the one that it is making', async () => {
  const said: string[] = []
  for await (const n of oneAhead(items(said))) {
    said.push(`got ${n}`)
    break
  }
  expect(said).toEqual(['making 1', 'making 2', 'got 1', 'ended'])
})

test('an error of the next item is not reported twice to whoever stops early', async () => {
  const all = async (): Promise<void> => {
    for await (const n of oneAhead(items([], 2))) throw new Error(`stopped at ${n}`)
  }
  await expect(all()).rejects.toThrow('stopped at 1')
})
