/**
 * Argument lists of overloads that refuse almost everything: a text that has to be an encoding, a bound, a time zone.
 * Tried beside those made out of the samples.
 */
export const particularCalls: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'set_byte(bytea,integer,integer)': [[`'\\x0000'::bytea`, '1', '0']],
  'set_bit(bytea,bigint,integer)': [[`'\\x0000'::bytea`, '1', '0']],
  'regexp_instr(text,text,integer,integer,integer,text)': [[`'a'`, `'b'`, '1', '1', '0', `''`]],
  'regexp_instr(text,text,integer,integer,integer,text,integer)': [[`'a'`, `'b'`, '1', '1', '0', `''`, '0']],
  'length(bytea,name)': [[`''`, `'UTF8'`]],
  'convert_from(bytea,name)': [[`''`, `'UTF8'`]],
  'convert_to(text,name)': [[`''`, `'UTF8'`]],
  'convert(bytea,name,name)': [[`''`, `'UTF8'`, `'LATIN1'`]],
  'macaddr(macaddr8)': [[`macaddr8 '00:00:00:ff:fe:00:00:00'`]],
  'encode(bytea,text)': [
    [`''`, `'hex'`],
    [`'\\x00'`, `'base64'`],
    [`'\\x00'`, `'escape'`],
  ],
  'decode(text,text)': [
    [`''`, `'hex'`],
    [`''`, `'base64'`],
  ],
  'regclass(text)': [[`'pg_class'::text`], [`'-'::text`]],
  'json_build_object("any")': [[`'a'`, 'NULL::integer'], []],
  'jsonb_build_object("any")': [[`'a'`, 'NULL::integer'], []],
  'jsonb_delete(jsonb,text[])': [
    [`'{"a": 1}'`, `VARIADIC '{a}'::text[]`],
    [`'[]'`, `VARIADIC '{NULL}'::text[]`],
    [`'[]'`, `VARIADIC '{}'::text[]`],
  ],
  'int4range(integer,integer,text)': [
    ['1', '1', `'()'`],
    ['NULL', 'NULL', `'[]'`],
  ],
  'int8range(bigint,bigint,text)': [
    ['1', '1', `'()'`],
    ['NULL', 'NULL', `'[]'`],
  ],
  'numrange(numeric,numeric,text)': [
    ['1', '1', `'()'`],
    ['NULL', 'NULL', `'[]'`],
  ],
  'daterange(date,date,text)': [
    [`'infinity'`, `'infinity'`, `'()'`],
    ['NULL', 'NULL', `'[]'`],
  ],
  'tsrange(timestamp without time zone,timestamp without time zone,text)': [['NULL', `'infinity'`, `'()'`]],
  'tstzrange(timestamp with time zone,timestamp with time zone,text)': [['NULL', `'infinity'`, `'()'`]],
  'make_date(integer,integer,integer)': [
    ['2024', '2', '29'],
    ['-1', '1', '1'],
  ],
  'make_timestamptz(integer,integer,integer,integer,integer,double precision,text)': [
    ['2024', '2', '29', '24', '0', '0', `'UTC'`],
  ],
  'normalize(text,text)': [
    [`''`, `'NFC'`],
    [`'ä'`, `'NFKD'`],
  ],
  'is_normalized(text,text)': [
    [`''`, `'NFC'`],
    [`'ä'`, `'NFKD'`],
  ],
}
