/** Columns of every case of a row. */
export type ColumnOf<Row> = keyof Row & string

/** Whether one of several flags is true in a case. */
type HasTrue<Case, Flags extends keyof Case> = true extends {
  [Flag in Flags]: [Case[Flag]] extends [true] ? true : false
}[Flags]
  ? true
  : false

/** Cases in which the flags do not say whether the column is known. */
type Undecided<Group, Column extends string, Flags extends string> = Group extends unknown
  ? Column extends keyof Group
    ? [Flags] extends [keyof Group]
      ? HasTrue<Group, Flags & keyof Group> extends true
        ? null extends Group[Column]
          ? Group
          : never
        : [Group[Flags & keyof Group]] extends [false]
          ? [Group[Column]] extends [null]
            ? never
            : Group
          : Group
      : Group
    : Group
  : never

/** What a column can be in the cases where another one is unknown. */
type WhereUnknown<Group, Column extends string, Other extends string> = Group extends unknown
  ? null extends Group[Column & keyof Group]
    ? Group[Other & keyof Group]
    : never
  : never

/** What a column can be in the cases where another one is known. */
type WhereKnown<Group, Column extends string, Other extends string> = Group extends unknown
  ? null extends Group[Column & keyof Group]
    ? never
    : Group[Other & keyof Group]
  : never

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false

/** The first of several unions of cases in which the flags tell whether the column is known; never if there is none. */
export type Deciding<
  Groups extends readonly unknown[],
  Column extends string,
  Flags extends string,
> = Groups extends readonly [infer Group, ...infer Rest]
  ? [Undecided<Group, Column, Flags>] extends [never]
    ? Group
    : Deciding<Rest, Column, Flags>
  : never

/**
 * Whether a column takes other values where another one is unknown than where it is known. Without cases that decide,
 * the flag is what is wrong.
 */
export type Tells<Group, Column extends string, Reason extends string> = [Group] extends [never]
  ? true
  : Same<WhereUnknown<Group, Column, Reason>, WhereKnown<Group, Column, Reason>> extends true
    ? false
    : true
