import { column, models, relation } from './model.js'

const trees = relation(
  'Farm.trees',
  [
    column('row no', 'int4', 'Row in the orchard, "north" first'),
    column('tree_id', 'int8', 'Tree.'),
    column('planted', 'date', 'Day of planting.', { because: 'declared nullable' }),
    column('notes', 'jsonb', "What the gardener's app sent.", { because: 'declared nullable' }),
  ],
  {
    kind: 'source',
    comment: 'Trees as the gardeners know them.',
    key: ['row no', 'tree_id'],
    place: { file: 'views/sources.ts', line: 7 },
  },
)

const harvests = relation(
  'farm.harvests',
  [
    column('tree_id', 'int8', 'Tree.'),
    column('picked_at', 'timestamptz', 'When.'),
    column('kilos', 'numeric', 'Weight of the fruit.', { because: 'declared nullable' }),
    column('tags', '_text', 'Free words.', { because: 'declared nullable' }),
    column('took', 'interval', 'How long it took.', { because: 'declared nullable' }),
  ],
  { kind: 'source', comment: 'One row a harvest.', key: ['tree_id', 'picked_at'] },
)

const from = (table: string, ...columns: string[]): { relation: string; column: string }[] =>
  columns.map((name) => ({ relation: table, column: name }))

const yields = relation(
  'fruit.v_yields',
  [
    column('tree_id', 'int8', 'Tree.', { lineage: from('Farm.trees', 'tree_id') }),
    column('harvests', 'int4', 'Harvests there were', { lineage: from('farm.harvests', 'picked_at') }),
    column(
      'best kilos',
      'float8',
      "The tree's best harvest; a line\n\tand a tab, a \\ and a */ for good measure.",
      {
        because: 'max over a possibly empty set',
        lineage: [
          ...from('farm.harvests', 'kilos'),
          { relation: 'farm.harvests', column: 'picked_at', role: 'both' as const },
          { relation: 'farm.harvests', column: 'tree_id', role: 'condition' as const },
        ],
      },
    ),
    column('2nd_look', 'bool', '', { because: 'ends in `?`, it was said?' }),
    column(
      'class',
      'text',
      '@deprecated is no tag here, and this comment is too long for one line of a file of this width.',
    ),
  ],
  {
    comment: 'Yields, a row a tree.',
    dependsOn: [
      { schema: 'Farm', name: 'trees' },
      { schema: 'farm', name: 'harvests' },
    ],
    rowLineage: [...from('Farm.trees', 'planted', 'tree_id'), ...from('farm.harvests', 'tree_id')],
    viewdef: ' SELECT t.tree_id\n   FROM "Farm".trees t;',
    place: { file: 'views/yields.ts', line: 12 },
  },
)

const second = relation(
  'Fruit $do$.select',
  [column('tree_id', 'int8', 'Tree.', { lineage: from('fruit.v_yields', 'tree_id') })],
  {
    comment: '',
    dependsOn: [{ schema: 'fruit', name: 'v_yields' }],
    viewdef: ' SELECT v_yields.tree_id\n   FROM fruit.v_yields;',
  },
)

/** A small project with every kind of name and comment that has tripped somebody. */
export const orchard = models(
  'orchard',
  [trees, harvests],
  [
    {
      relation: yields,
      file: '01_yields.sql',
      select: `SELECT
  t.tree_id,
  count(h.picked_at)::integer AS harvests,
  max(h.kilos)::double precision AS "best kilos",
  NULL::boolean AS "2nd_look",
  'a\\b; -- :x $$'::text AS class
FROM "Farm".trees AS t
LEFT JOIN farm.harvests AS h ON h.tree_id = t.tree_id
WHERE t.planted < '2024-05-06 00:00:00'::timestamp with time zone
GROUP BY t.tree_id`,
    },
    { relation: second, file: '02_select.sql', select: 'SELECT tree_id FROM fruit.v_yields' },
  ],
)

export const orchardTables = `
CREATE SCHEMA "Farm"; CREATE SCHEMA farm;
CREATE TABLE "Farm".trees ("row no" int, tree_id int8, planted date, notes jsonb, PRIMARY KEY ("row no", tree_id));
CREATE TABLE farm.harvests (tree_id int8, picked_at timestamptz, kilos numeric, tags text[], took interval);
`
