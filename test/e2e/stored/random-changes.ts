import type { Draw } from '../../../src/meaning/draw.js'

const some = (draw: Draw): Readonly<Record<'shop' | 'job' | 'model' | 'part', string>> => ({
  shop: String(draw.below(3)),
  job: String(draw.below(4)),
  part: String(draw.below(2)),
  model: draw.oneIn(5) ? 'NULL' : `'model ${draw.below(4)}'`,
})

/** One change of the sources, of few keys so that sessions meet. Some fail: of a key that is there, or of one that waits. */
export function randomChange(draw: Draw): string {
  const { shop, job, model, part } = some(draw)
  const { shop: otherShop, job: otherJob, model: otherModel } = some(draw)
  const jobKey = `(shop, job) = (${shop}, ${job})`
  const spam = draw.pick(['NULL', `''`, `'spam'`])
  const row = `(${shop}, ${job}, ${model}, ${spam}, '2026-01-0${1 + draw.below(3)}Z', '')`
  return draw.pick([
    () => `INSERT INTO garage.job VALUES ${row} ON CONFLICT (shop, job) DO UPDATE SET model = excluded.model`,
    () => `INSERT INTO garage.job VALUES ${row} ON CONFLICT DO NOTHING`,
    () => `INSERT INTO garage.job VALUES ${row}`,
    () =>
      `INSERT INTO garage.job SELECT s, j, ${model}, ${spam}, NULL, '' FROM generate_series(0, 2) s, generate_series(0, 3) j ON CONFLICT DO NOTHING`,
    () => `UPDATE garage.job SET spam = ${spam} WHERE ${draw.pick([jobKey, `shop = ${shop}`])}`,
    () => `UPDATE garage.job SET model = ${model} WHERE ${draw.pick([jobKey, `job = ${job}`])}`,
    () => `UPDATE garage.job SET (shop, job) = ROW (${otherShop}, ${otherJob}) WHERE ${jobKey}`,
    () => `UPDATE garage.part SET (shop, job) = ROW (${otherShop}, ${otherJob}) WHERE ${jobKey}`,
    () => `DELETE FROM garage.job WHERE ${draw.pick([jobKey, `shop = ${shop}`])}`,
    () =>
      `INSERT INTO garage.part VALUES (${shop}, ${job}, ${part}, ${draw.below(10)}) ON CONFLICT (shop, job, part) DO UPDATE SET quality = excluded.quality`,
    () =>
      `INSERT INTO garage.part SELECT s, j, ${part}, s + j FROM generate_series(0, 2) s, generate_series(0, 3) j ON CONFLICT DO NOTHING`,
    () => `DELETE FROM garage.part WHERE ${draw.pick([jobKey, `part = ${part}`])}`,
    () =>
      `INSERT INTO garage.model SELECT ${model}, 'class ${draw.below(3)}' WHERE ${model} IS NOT NULL ON CONFLICT (model) DO UPDATE SET class = excluded.class`,
    () => `UPDATE garage.model SET class = ${draw.pick(['NULL', `'class 9'`])} WHERE model = ${model}`,
    () =>
      `UPDATE garage.model SET model = ${otherModel} WHERE model = ${model} AND ${otherModel} IS NOT NULL`,
    () => `DELETE FROM garage.model WHERE model = ${model}`,
    () => `TRUNCATE ${draw.pick(['garage.job', 'garage.part', 'garage.model', 'garage.job, garage.part'])}`,
  ])()
}

/** A step of one session: a change, a border of a transaction, or a refresh. */
export function randomStep(draw: Draw): string {
  const kind = draw.below(20)
  if (kind < 10) return randomChange(draw)
  if (kind < 12)
    return `BEGIN ISOLATION LEVEL ${draw.pick(['READ COMMITTED', 'READ COMMITTED', 'REPEATABLE READ', 'SERIALIZABLE'])}`
  if (kind < 14) return 'COMMIT'
  if (kind === 14) return 'ROLLBACK'
  if (kind === 15) return draw.pick(['SAVEPOINT a', 'ROLLBACK TO a', 'RELEASE a'])
  if (kind === 16) return `SET session_replication_role = ${draw.pick(['origin', 'replica', 'local'])}`
  if (kind === 17)
    return `SELECT audit.refresh_one('${draw.pick(['ml.jobs', 'ml.jobs', 'ml.classes', 'ml.ranks', 'ml.shops', 'ml.compared'])}', ${draw.oneIn(5)})`
  return REFRESH
}

export const REFRESH = 'CALL audit.refresh_stored()'
