import { describe, expect, test } from 'vitest'
import { plainness } from '../../src/load/plain-code.js'

function whyNotPlain(...parts: readonly string[]): string | undefined {
  const steps = plainness(parts)
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

describe('modules that only declare', () => {
  test.each([
    [
      'a view',
      `import { view } from 'x'; var v = view('ml.v', 'A.', { s }, (db) => db.selectFrom('s').select(['s.id']));`,
    ],
    [
      'a helper',
      `var either = (a, ...rest) => rest.map((one) => ({ ...one, a })); function twice(n) { return n * 2 }`,
    ],
    [
      'variables of the function around them',
      `var sum = (xs) => { let n = 0; for (const x of xs) n += x; n++; return n };`,
    ],
    [
      'a namespace of esbuild',
      `var __defProp = Object.defineProperty;
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};

// a.ts
var a_exports = {};
__export(a_exports, { x: () => x });
var x = 1;
export { a_exports as m0 };`,
    ],
    [
      'columns with the names of methods',
      `var c = column((eb) => ({ push: eb.ref('set'), next: eb.ref('sort') }));`,
    ],
    [
      'members of objects',
      `var names = Object.entries(columns).map(([name, { type }]) => name + type + Object.keys(type).length);`,
    ],
    ['a regular expression that is used once', `var clean = (text) => text.replace(/a/g, 'b').split(/,/g);`],
    ['a date that is given', `var day = new Date('2020-01-01').toISOString();`],
    [
      'names of all kinds',
      `import a, { b as c } from 'x'; import * as d from 'y'; var { e, f: [g] } = a(c, d);
var h = (i, [j], { k = e, ...l }, ...m) => { try { return [i, j, k, l, m, g] } catch (n) { throw new Error(String(n)) } };
var o = function p(q) { function r() { return p } return r() ?? q }; var z = class t { u() { return t } }; export { o as default, z };`,
    ],
    ['a class', `class Money { constructor(n) { } times(n) { return new Money(n) } } var m = new Money(1);`],
  ])('%s', (_, code) => {
    expect(whyNotPlain(`import { column, columns, s } from 'x';\n${code}`)).toBeUndefined()
  })

  test.each([
    ['a counter', `var n = 0; var next = () => n++;`],
    [
      'a counter of an outer function',
      `var counter = () => { let n = 0; return () => ++n }; var next1 = counter();`,
    ],
    ['an assignment to a variable of the module', `var a; var f = () => { a = 1 };`],
    ['an assignment in a pattern', `var a; var f = (x) => { [a] = x };`],
    ['an assignment in a loop', `var a; var f = (x) => { for (a of x) { } };`],
    ['an assignment to a member', `var f = (x) => { x.y = 1 };`],
    ['an assignment through another name', `var f = () => { const y = shared; y.n = 1 };`],
    ['a date that is changed', `var start = new Date('2020-01-01'); var later = (n) => start.setUTCDate(n);`],
    [
      'an object of the platform',
      `var params = new URLSearchParams(); var f = (k) => params.append(k, '1');`,
    ],
    ['memory', `var bytes = Buffer.alloc(4); var f = (n) => bytes.writeUInt32LE(n);`],
    [
      'a regular expression from a text',
      `var word = new RegExp('x', 'y'); var f = (text) => text.replace(word, '');`,
    ],
    ['a tag that is computed', 'var f = (x, how) => x[how]`a`;'],
    ['an object that is frozen later', `var f = (x) => Object.freeze(x);`],
    ['a getter that is added', `var f = (x) => x.__defineGetter__('y', () => 1);`],
    ['the arguments of a function', `function f() { return arguments[0] }`],
    [
      'a global beside a variable of that name elsewhere',
      `var f = (Buffer) => Buffer; var bytes = Buffer.alloc(4);`,
    ],
    ['the console', `var f = (x) => { console.log(x); return x };`],
    ['a member in a pattern', `var f = (x) => { [x.y] = [1] };`],
    ['a registry', `import { views } from 'x'; views.push(1);`],
    ['a registry in a helper', `var all = []; var declare = (v) => { all.push(v); return v };`],
    ['a map', `var known = new Map(); var memo = (k) => known.get(k) ?? known.set(k, 1);`],
    ['a method by its name', `var f = (x) => x['push'](1);`],
    ['a method that is computed', `var f = (x, how) => x[how](1);`],
    ['a method that is taken out', `var f = ({ push }) => push;`],
    ['a method that is bound', `var f = (x) => Array.prototype.concat.bind(x);`],
    ['Object.assign', `var f = (x) => Object.assign(x, { a: 1 });`],
    ['delete', `var f = (x) => { delete x.y };`],
    ['a statement', `setUp();`],
    ['the process', `var f = () => process.env;`],
    ['the clock', `var t = new Date();`],
    ['the clock by another name', `var D = Date; var t = () => D.now();`],
    ['chance', `var { random } = Math;`],
    ['a global', `var f = () => globalThis.count;`],
    ['code in a text', `var f = new Function('return 1');`],
    ['an iterator', `var it = [1, 2].values(); var first = () => [...it];`],
    ['an iterator by its symbol', `var it = [1][Symbol.iterator]();`],
    ['a generator', `function* ids() { yield 1 } var it = ids();`],
    ['a regular expression that remembers', `var word = /a/g; var has = (text) => word.test(text);`],
    ['top-level await', `var x = await load();`],
    ['a later import', `var f = () => import('./x.js');`],
    ['a private member', `class C { #n = 0; more() { this.#n += 1 } }`],
    ['a static block', `class C { static { C.n = 1 } }`],
    ['what cannot be read', `var = ;`],
  ])('not with %s', (_, code) => {
    expect(whyNotPlain(code)).toEqual(expect.any(String))
  })
})

test('parts are judged together', () => {
  const first = "import { view } from 'x';\n// a.ts\nvar a = 1;\nvar odd = (n) => n + a;\n"
  expect(whyNotPlain(first, '// b.ts\nvar b = odd(a);\n', 'export {\n  a,\n  b\n};\n')).toBeUndefined()
  expect(whyNotPlain(first, '// b.ts\nvar b = odd(c);\n')).toBe('c')
  expect(whyNotPlain(first, '// b.ts\nvar b = () => { a = 2 };\n')).toBe('an assignment')
  // A text that looks like the border of a part.
  expect(whyNotPlain(first, 'var c = `\n', '// b.ts\n`;\n')).toBe('syntax that is not known')
})
