import { hoursOnly, makesInterval } from '../../model/determinism-rules.js'
import { datumBytes, type Expression, type Node } from '../../pgtree/index.js'
import type { CatalogFunction, Catalogs } from '../../resolve/index.js'
import { namedType } from './value-type.js'

/** Eight bytes of microseconds, four of days and four of months, in any byte order. */
const INTERVAL_BYTES = 16
const TIME_BYTES = 8

const isZero = (byte: number): boolean => byte === 0

/** The signature as written in the rules. */
const signatureOf = ({ name, signature }: CatalogFunction): string => `${name}(${signature})`

/** Whether an expression is an interval that certainly has no days and no months, or NULL. */
export function isHoursOnly(expr: Expression | null | undefined, catalogs: Catalogs): boolean {
  switch (expr?.kind) {
    case 'CONST':
      return isConstantOfHours(expr, catalogs)
    case 'FUNCEXPR':
      return isCallOfHours(catalogs.functions.get(expr.funcid), expr.args, catalogs)
    case 'OPEXPR': {
      const fn = catalogs.functions.get(catalogs.operators.get(expr.opno)?.function ?? 0)
      return isCallOfHours(fn, expr.args, catalogs)
    }
    default:
      return false
  }
}

function isConstantOfHours(constant: Node<'CONST'>, catalogs: Catalogs): boolean {
  if (namedType(constant.consttype, catalogs).name !== 'interval') return false
  if (constant.constisnull) return true
  const bytes = datumBytes(constant)
  return bytes.length === INTERVAL_BYTES && bytes.slice(TIME_BYTES).every(isZero)
}

function isCallOfHours(
  fn: CatalogFunction | undefined,
  args: readonly Expression[],
  catalogs: Catalogs,
): boolean {
  if (!fn?.builtIn) return false
  const signature = signatureOf(fn)
  if (signature === makesInterval.signature) return args.every(isShortPart)
  return hoursOnly[signature]?.every((place) => isHoursOnly(args[place], catalogs)) ?? false
}

/** Whether an argument of `make_interval` is zero or a unit below a day. Omitted arguments are zero. */
const isShortPart = (arg: Expression, at: number): boolean => {
  const [place, part] = arg.kind === 'NAMEDARGEXPR' ? [arg.argnumber, arg.arg] : [at, arg]
  if (place >= makesInterval.longParts) return true
  return part?.kind === 'CONST' && !part.constisnull && datumBytes(part).every(isZero)
}
