import type pg from 'pg'
import { emitRecreate } from '../../../src/emit/emit-recreate.js'
import { emitDdl } from '../../../src/emit/emit-ddl.js'
import { readRecreatePart } from '../../../src/postgres/own-sql.js'
import { column, models, relation } from '../../emit/model.js'

/** 63 bytes, with what needs quotes. */
export const LONG = `o'd\\d. "view" größe ${'x'.repeat(39)}`
export const LONG_QUOTED = `"Shop.x"."${LONG.replaceAll('"', '""')}"`

/** Two views, one over the other; the second shape renames, retypes and moves columns. */
export const project = (which: 'old' | 'new') => {
  const isOld = which === 'old'
  const columns = isOld ? ['id', 'n', 'note'] : ['note', 'id', 'amount']
  const base = isOld ? 'SELECT id, n, note FROM up.t' : 'SELECT note, id, n::bigint AS amount FROM up.t'
  const top = isOld ? 'SELECT id, n, note FROM shop.base' : 'SELECT note, id, amount FROM shop.base'
  const view = (schema: string, name: string, select: string, reads: string[]) => ({
    relation: {
      ...relation(
        'x.x',
        columns.map((name_) => column(name_, 'text', `About ${name_}.`)),
      ),
      schema,
      name,
      dependsOn: reads.map((read) => ({ schema: 'shop', name: read })),
    },
    select,
    file: '1.sql',
  })
  return models('recreate', [], [view('shop', 'base', base, []), view('Shop.x', LONG, top, ['base'])]).project
}

export const ddl = (which: 'old' | 'new'): string => emitDdl(project(which))[0]?.text ?? ''
export const recreate = (which: 'old' | 'new'): string =>
  emitRecreate(project(which), false, readRecreatePart).text

/** All that the views have beside their queries, in words that do not depend on OIDs or on the order of an ACL. */
export async function extras(client: pg.Client): Promise<readonly unknown[]> {
  const { rows } = await client.query<{ extras: unknown }>(`
    SELECT json_build_object(
      'view', c.oid::regclass::text, 'owner', c.relowner::regrole::text, 'options', c.reloptions,
      'acl', (SELECT json_agg(format('%s %s -> %s %s', a.privilege_type, a.grantor::regrole, a.grantee, a.is_grantable)
              ORDER BY format('%s %s -> %s %s', a.privilege_type, a.grantor::regrole, a.grantee, a.is_grantable))
              FROM aclexplode(COALESCE(c.relacl, acldefault('r', c.relowner))) a),
      'columns', (SELECT json_agg(format('%s %s %s -> %s %s', t.attname, a.privilege_type, a.grantor::regrole, a.grantee, a.is_grantable)
                  ORDER BY format('%s %s %s -> %s %s', t.attname, a.privilege_type, a.grantor::regrole, a.grantee, a.is_grantable))
                  FROM pg_attribute t, aclexplode(t.attacl) a WHERE t.attrelid = c.oid),
      'defaults', (SELECT json_agg(t.attname || ' ' || pg_get_expr(d.adbin, d.adrelid) ORDER BY t.attname)
                   FROM pg_attrdef d JOIN pg_attribute t ON t.attrelid = d.adrelid AND t.attnum = d.adnum WHERE d.adrelid = c.oid),
      'rules', (SELECT json_agg(pg_get_ruledef(r.oid) || COALESCE(obj_description(r.oid, 'pg_rewrite'), '') ORDER BY r.rulename)
                FROM pg_rewrite r WHERE r.ev_class = c.oid AND r.rulename <> '_RETURN'),
      'triggers', (SELECT json_agg(pg_get_triggerdef(t.oid) || COALESCE(obj_description(t.oid, 'pg_trigger'), '') ORDER BY t.tgname)
                   FROM pg_trigger t WHERE t.tgrelid = c.oid),
      'comment', obj_description(c.oid, 'pg_class')) AS extras
    FROM pg_class c WHERE c.relkind = 'v' AND c.relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname IN ('shop', 'Shop.x'))
    ORDER BY c.relname COLLATE "C"`)
  return rows.map((row) => row.extras)
}

/** Names of the columns of both views. */
export async function shape(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ names: string }>(`
    SELECT string_agg(a.attname, ',' ORDER BY a.attnum) AS names FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'v' AND n.nspname IN ('shop', 'Shop.x') AND a.attnum > 0 GROUP BY c.relname ORDER BY c.relname COLLATE "C"`)
  return rows.map(({ names }) => names).join(' ')
}
