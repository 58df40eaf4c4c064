import type { ColumnOf, Deciding, Tells } from './evidence.js'
import type { ColumnSettings, Computed, WrittenList } from './settings.js'
import type { KnownRow, Unknown } from './unknown.js'

/** Stands where something else has to be written; the compiler prints the message. */
export interface Mistake<Message extends string> {
  readonly mistake: Message
}

/** Values of a column that are not NULL. */
type Values<Row, Column extends string> = NonNullable<Row[Column & keyof Row]>

type CanBeNull<Row, Column extends string> = null extends Row[Column & keyof Row] ? true : false

/** The values of a column as keys; never where the type does not list them. */
type Listed<
  Row,
  Column extends string,
> = string extends `${Values<Row, Column> & (string | number | boolean)}`
  ? never
  : `${number}` extends `${Values<Row, Column> & (string | number | boolean)}`
    ? never
    : `${Values<Row, Column> & (string | number | boolean)}`

/** The column itself where it can be a feature as it is, and what is wrong otherwise. */
type AsNumber<Row, Column extends string> = [Values<Row, Column>] extends [number | boolean]
  ? Column
  : [Listed<Row, Column>] extends [never]
    ? Mistake<`${Column} is neither a number nor a boolean: compute the feature, (row) => …`>
    : Mistake<`${Column} is text: give each value a number, { column: '${Column}', codes: { … } }, or use oneHot`>

type Plain<Row, Column extends string> =
  CanBeNull<Row, Column> extends true
    ? Mistake<`${Column} can be unknown: say what unknown is, e.g. { column: '${Column}', unknown: NaN }`>
    : AsNumber<Row, Column>

/** Columns that are features of a list themselves. */
type InList<List> = {
  [Name in keyof List]: List[Name] extends string
    ? List[Name]
    : List[Name] extends { readonly column: infer Column extends string }
      ? Column
      : never
}[keyof List]

/** Numbers of `codes` that another value has too; a number that is not a literal may be any. */
type Repeated<Codes> = {
  [Value in keyof Codes]: Codes[Value] extends Codes[Exclude<keyof Codes, Value>] ? Value : never
}[keyof Codes]

/** Columns that are in a list in a form in which two values always become two numbers. */
type ToldApart<List> = {
  [Name in keyof List]: List[Name] extends string
    ? List[Name]
    : List[Name] extends { readonly column: infer Column extends string }
      ? List[Name] extends { readonly fill: unknown }
        ? never
        : List[Name] extends { readonly codes: infer Codes }
          ? [Repeated<Codes>] extends [never]
            ? Column
            : never
          : Column
      : never
}[keyof List]

type CheckedUnknown<Row, Column extends string, Settings> =
  CanBeNull<Row, Column> extends false
    ? Mistake<`${Column} is never unknown: leave out what unknown is`>
    : 'fill' extends keyof Settings
      ? Mistake<`unknown and fill both say what an unknown ${Column} is: keep one`>
      : Settings extends { readonly unknown: infer Given extends number }
        ? number extends Given
          ? number
          : Mistake<`${Given} is a value, not unknown: use NaN or null, or { fill: ${Given}, scored: '…', reason: '…' }`>
        : number | null

type CheckedFill<Row, Column extends string, Settings> =
  CanBeNull<Row, Column> extends false
    ? Mistake<`${Column} is never unknown: leave out fill`>
    : 'scored' extends keyof Settings
      ? 'reason' extends keyof Settings
        ? number
        : Mistake<`A filled ${Column} needs its reason: add reason: '…', and that column to the list`>
      : Mistake<`A filled ${Column} looks known: add scored: '…' and reason: '…', and both columns to the list`>

type Flags<Settings> = Settings extends { readonly scored: infer Given }
  ? Given extends readonly (infer Each extends string)[]
    ? Each
    : Given & string
  : never

/** A flag by itself: a boolean that is never NULL, in the list. */
type CheckedFlag<Row, Flag extends string, List> =
  Flag extends ColumnOf<Row>
    ? [Row[Flag]] extends [boolean]
      ? Flag extends InList<List>
        ? Flag extends ToldApart<List>
          ? never
          : Mistake<`The list gives several values of ${Flag} the same number: list it as it is, with oneHot, or with codes that are all different`>
        : Mistake<`${Flag} is not in the list: a filled value needs its flag beside it`>
      : Mistake<`${Flag} is not a flag: a flag is a boolean that is never NULL`>
    : Mistake<`${Flag} is not a column of the row`>

type CheckedScored<
  Row,
  Groups extends readonly unknown[],
  List,
  Column extends string,
  Settings,
> = 'fill' extends keyof Settings
  ? [CheckedFlag<Row, Flags<Settings>, List>] extends [never]
    ? [Deciding<[Row, ...Groups], Column, Flags<Settings>>] extends [never]
      ? Mistake<`The row type does not prove that ${Flags<Settings>} tells whether ${Column} is known: use its flag, and the …EvidenceRow or the group that has both, features<Row, [Group]>()`>
      : Settings[keyof Settings & 'scored']
    : CheckedFlag<Row, Flags<Settings>, List>
  : Mistake<'scored belongs to fill: leave it out'>

type CheckedReason<
  Row,
  Groups extends readonly unknown[],
  List,
  Column extends string,
  Settings,
> = 'fill' extends keyof Settings
  ? Settings extends { readonly reason: infer Reason extends ColumnOf<Row> }
    ? CanBeNull<Row, Reason> extends true
      ? Mistake<`${Reason} can be unknown itself: a reason is a column that is never NULL`>
      : Reason extends Flags<Settings>
        ? Mistake<`${Reason} is the flag: the reason is another column that tells unknown apart`>
        : Reason extends InList<List>
          ? Reason extends ToldApart<List>
            ? Tells<Deciding<[Row, ...Groups], Column, Flags<Settings>>, Column, Reason> extends true
              ? Reason
              : Mistake<`The row type does not say that ${Reason} differs where ${Column} is unknown`>
            : Mistake<`The list gives several values of ${Reason} the same number: list it as it is, with oneHot, or with codes that are all different`>
          : Mistake<`${Reason} is not in the list: a filled value needs its reason beside it`>
    : ColumnOf<Row>
  : Mistake<'reason belongs to fill: leave it out'>

/** A number for each value and for nothing else. */
type CheckedCodes<Row, Column extends string, Codes> = [Listed<Row, Column>] extends [never]
  ? Mistake<`The type of ${Column} does not list its values: compute the feature, (row) => …`>
  : {
      readonly [Value in Listed<Row, Column> | (keyof Codes & string)]: Value extends Listed<Row, Column>
        ? number
        : Mistake<`${Column} never has the value '${Value}'`>
    }

type CheckedOneHot<Row, Column extends string, Given> = [Listed<Row, Column>] extends [never]
  ? Mistake<`The type of ${Column} does not list its values: compute the feature, (row) => …`>
  : Given extends readonly unknown[]
    ? [Exclude<Values<Row, Column>, Given[number]>] extends [never]
      ? {
          readonly [At in keyof Given]: Given[At] extends Values<Row, Column>
            ? Given[At]
            : Mistake<`${Column} never has the value '${Given[At] & (string | number | boolean)}'`>
        }
      : Mistake<`oneHot leaves out the value '${Exclude<Values<Row, Column>, Given[number]> & (string | number | boolean)}' of ${Column}`>
    : readonly Values<Row, Column>[]

type CheckedColumn<Row, Column extends string, Settings> =
  CanBeNull<Row, Column> extends true
    ? 'unknown' extends keyof Settings
      ? WithForm<Row, Column, Settings>
      : 'fill' extends keyof Settings
        ? WithForm<Row, Column, Settings>
        : Mistake<`${Column} can be unknown: say what unknown is, e.g. { column: '${Column}', unknown: NaN }`>
    : WithForm<Row, Column, Settings>

type WithForm<Row, Column extends string, Settings> = 'codes' extends keyof Settings
  ? 'oneHot' extends keyof Settings
    ? Mistake<`codes and oneHot both say what ${Column} becomes: keep one`>
    : Column
  : 'oneHot' extends keyof Settings
    ? Column
    : AsNumber<Row, Column>

type CheckedSettings<Row, Groups extends readonly unknown[], List, Column extends string, Settings> = {
  readonly [Setting in keyof Settings]: Setting extends 'column'
    ? CheckedColumn<Row, Column, Settings>
    : Setting extends 'unknown'
      ? CheckedUnknown<Row, Column, Settings>
      : Setting extends 'fill'
        ? CheckedFill<Row, Column, Settings>
        : Setting extends 'scored'
          ? CheckedScored<Row, Groups, List, Column, Settings>
          : Setting extends 'reason'
            ? CheckedReason<Row, Groups, List, Column, Settings>
            : Setting extends 'codes'
              ? CheckedCodes<Row, Column, Settings[Setting]>
              : Setting extends 'oneHot'
                ? CheckedOneHot<Row, Column, Settings[Setting]>
                : Mistake<`${Setting & string} is not a setting of a feature`>
}

/** What a computed feature returns, and what is wrong with it. */
type CheckedResult<Result> =
  Extract<Result, Unknown<string>> extends never
    ? [Result] extends [Computed]
      ? Result
      : Computed
    : Extract<Result, Unknown<string>> extends Unknown<infer Column>
      ? Mistake<`${Column} can be unknown here: ask isKnown(row.${Column}) or its flag first`>
      : never

/** What has to stand in the place of a feature. */
type CheckedFeature<Row, Groups extends readonly unknown[], List, Feature> = Feature extends string
  ? Feature extends ColumnOf<Row>
    ? Plain<Row, Feature>
    : ColumnOf<Row>
  : Feature extends (row: KnownRow<Row>) => infer Result
    ? (row: KnownRow<Row>) => CheckedResult<Result>
    : Feature extends { readonly column: infer Column extends ColumnOf<Row> }
      ? CheckedSettings<Row, Groups, List, Column, Feature>
      : Omit<ColumnSettings, 'column'> & { readonly column: ColumnOf<Row> }

/**
 * A list in which each feature that breaks a rule is replaced by what is wrong with it. The feature itself stands in a
 * branch, as the compiler infers the list from there.
 */
export type Checked<Row, Groups extends readonly unknown[], List extends WrittenList<Row>> = {
  readonly [Name in keyof List]: List[Name] extends CheckedFeature<Row, Groups, List, List[Name]>
    ? List[Name]
    : CheckedFeature<Row, Groups, List, List[Name]>
}
