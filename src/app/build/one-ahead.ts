/** The same items; the next one is being made while one is worked on. */
export async function* oneAhead<T>(items: AsyncGenerator<T>): AsyncGenerator<T> {
  const request = (): Promise<IteratorResult<T>> => {
    const next = items.next()
    next.catch(() => undefined) // Prevents an unhandled rejection; awaited below.
    return next
  }
  let requested = request()
  try {
    for (let next = await requested; next.done !== true; next = await requested) {
      requested = request()
      yield next.value
    }
  } finally {
    // What makes the next one is not ended in the middle.
    await requested.catch(() => undefined)
    await items.return(undefined)
  }
}
