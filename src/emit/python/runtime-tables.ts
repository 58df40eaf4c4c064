/**
 * The part of each generated module that describes relations to pyarrow, pandas and polars. The libraries are imported when
 * a method needs them, so the module loads without them. Its types are those of Python 3.9.
 */
export const runtimeTables = String.raw`
@dataclass(frozen=True)
class Column:
    """A column of a relation."""

    name: str
    pg_type: str
    """As Postgres writes it."""
    kind: str
    """What data frames hold: a key of the type tables below."""
    nullable: bool
    domain: Optional[Tuple[Union[str, int, bool], ...]] = None
    """All values that it can have where it is not NULL, in order; None where they are not listed."""
    minimum: Optional[int] = None
    maximum: Optional[int] = None
    decimal: Optional[Tuple[int, int]] = None
    """Of a decimal: its digits in all, and those after the point."""


_ARROW = {
    "int16": "int16",
    "int32": "int32",
    "int64": "int64",
    "float32": "float32",
    "float64": "float64",
    "bool": "bool_",
    "date": "date32",
}
_PANDAS = {
    "int16": "Int16",
    "int32": "Int32",
    "int64": "Int64",
    "float32": "Float32",
    "float64": "Float64",
    "decimal": "object",
    "bool": "boolean",
    "timestamptz": "datetime64[ns, UTC]",
    "timestamp": "datetime64[ns]",
    "date": "datetime64[ns]",
}
_POLARS = {
    "int16": "Int16",
    "int32": "Int32",
    "int64": "Int64",
    "float32": "Float32",
    "float64": "Float64",
    "bool": "Boolean",
    "date": "Date",
}


def _arrow_type(pa: Any, column: Column) -> Any:
    if column.decimal is not None:
        return pa.decimal128(*column.decimal)
    if column.kind == "category":
        return pa.dictionary(pa.int32(), pa.string())
    if column.kind == "timestamptz":
        return pa.timestamp("us", tz="UTC")
    if column.kind == "timestamp":
        return pa.timestamp("us")
    return getattr(pa, _ARROW.get(column.kind, "string"))()


def _polars_type(pl: Any, column: Column) -> Any:
    if column.decimal is not None:
        return pl.Decimal(*column.decimal)
    if column.kind == "category":
        return pl.Enum(list(column.domain or ()))
    if column.kind == "timestamptz":
        return pl.Datetime("us", "UTC")
    if column.kind == "timestamp":
        return pl.Datetime("us")
    return getattr(pl, _POLARS.get(column.kind, "String"))


@dataclass(frozen=True)
class Table:
    """A relation: its types in data frames, and a check of data frames."""

    schema: str
    name: str
    columns: Tuple[Column, ...]

    def select(self, *names: str) -> Table:
        """The table with these columns only, for a frame that has no others."""
        by_name = {column.name: column for column in self.columns}
        return Table(self.schema, self.name, tuple(by_name[name] for name in names))

    def pyarrow_schema(self) -> Any:
        """A pyarrow.Schema; a column that is never NULL has nullable=False."""
        pa: Any = import_module("pyarrow")
        return pa.schema(
            [pa.field(c.name, _arrow_type(pa, c), nullable=c.nullable) for c in self.columns]
        )

    def pandas_dtypes(self) -> Dict[str, Any]:
        """By column, for DataFrame.astype. A value that is no category becomes NULL: check first."""
        pd: Any = import_module("pandas")
        return {
            c.name: pd.CategoricalDtype(list(c.domain or ()))
            if c.kind == "category"
            else _PANDAS.get(c.kind, "string")
            for c in self.columns
        }

    def polars_schema(self) -> Dict[str, Any]:
        """By column, for schema= or DataFrame.cast."""
        pl: Any = import_module("polars")
        return {c.name: _polars_type(pl, c) for c in self.columns}

    def check(self, frame: Any) -> None:
        """Raises FrameError with all problems of a pandas or polars DataFrame or a pyarrow Table."""
        problems = _problems(self.columns, _frame(frame))
        if problems:
            raise FrameError(f"{self.schema}.{self.name}", problems)
`.trim()
