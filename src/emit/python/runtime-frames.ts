/** The part of each generated module that reads data frames of pandas, polars and pyarrow. */
export const runtimeFrames = String.raw`
# Types that hold a column without loss, as patterns of type names.
_ARROW_TEXT = "(large_)?string|string_view"
_ARROW_ACCEPTS = {
    "int16": "int16",
    "int32": "int32",
    "int64": "int64",
    "float32": "float",
    "float64": "double",
    "numeric": _ARROW_TEXT + r"|decimal\d+\(.*\)",
    "bool": "bool",
    "category": _ARROW_TEXT + "|dictionary<values=(large_)?string,.*>",
    "timestamptz": r"timestamp\[(s|ms|us|ns), tz=UTC\]",
    "timestamp": r"timestamp\[(s|ms|us|ns)\]",
    "date": r"date32\[day\]",
}
# pandas reads all integers as 64 bits, and a wider type holds the same values.
_PANDAS_ACCEPTS = {
    "int16": "[Ii]nt(16|32|64)",
    "int32": "[Ii]nt(32|64)",
    "int64": "[Ii]nt64",
    "float32": "[Ff]loat(32|64)",
    "float64": "[Ff]loat64",
    "decimal": "object",
    "numeric": "object|string|str",
    "bool": "bool|boolean",
    "timestamptz": r"datetime64\[(s|ms|us|ns), UTC\]",
    "timestamp": r"datetime64\[(s|ms|us|ns)\]",
    "date": r"object|datetime64\[(s|ms|us|ns)\]",
}
_PANDAS_OBJECTS = {
    "decimal": ("decimal", "empty"),
    "numeric": ("decimal", "string", "empty"),
    "string": ("string", "empty"),
    "category": ("string", "empty"),
    "date": ("date", "empty"),
}
_POLARS_TEXT = "String|Utf8"
_POLARS_ACCEPTS = {
    "int16": "Int16",
    "int32": "Int32",
    "int64": "Int64",
    "float32": "Float32",
    "float64": "Float64",
    "numeric": _POLARS_TEXT + r"|Decimal\(.*\)",
    "bool": "Boolean",
    "category": _POLARS_TEXT + r"|Categorical(\(.*\))?",
    "timestamptz": r"Datetime\(time_unit='\w+', time_zone='UTC'\)",
    "timestamp": r"Datetime\(time_unit='\w+', time_zone=None\)",
    "date": "Date",
}
_FLOATS = ("float32", "float64")


class _Pandas:
    def __init__(self, frame: Any) -> None:
        self.frame, self.names, self.rows = frame, list(frame.columns), len(frame)

    def series(self, at: int) -> Any:
        return self.frame.iloc[:, at]

    def dtype(self, series: Any) -> str:
        name = str(series.dtype)
        if name == "category":
            return f"category of {list(series.cat.categories)}"
        return f"object of {self.objects(series)}" if name == "object" else name

    def expected(self, column: Column) -> str:
        if column.kind == "category":
            return f"category of {list(column.domain or ())}"
        return _PANDAS.get(column.kind, "string")

    def objects(self, series: Any) -> str:
        return str(import_module("pandas").api.types.infer_dtype(series, skipna=True))

    def accepts(self, column: Column, series: Any) -> bool:
        name = str(series.dtype)
        if name.endswith("[pyarrow]"):
            return _accepts_arrow(column, name[: -len("[pyarrow]")])
        if name == "category":
            categories = list(series.cat.categories)
            return column.kind == "category" and categories == list(column.domain or ())
        if not fullmatch(_PANDAS_ACCEPTS.get(column.kind, "object|string|str"), name):
            return False
        allowed = _PANDAS_OBJECTS.get(column.kind)
        return name != "object" or allowed is None or self.objects(series) in allowed

    def nulls(self, series: Any, floats: bool) -> int:
        # isna() does not find NaN in extension types. A NaN is not equal to itself.
        known = (series == series).fillna(False).astype(bool) if floats else series.notna()
        return int((~known).sum())

    def outside(self, column: Column, series: Any) -> Tuple[int, List[Any]]:
        known = series[series.notna()]
        if column.kind in _FLOATS:
            known = known[(known == known).astype(bool)]
        if column.domain is not None:
            bad = known[~known.isin(list(column.domain))]
        else:
            bad = known[known < column.minimum] if column.minimum is not None else known[:0]
            if column.maximum is not None:
                more = known[known > column.maximum]
                return len(bad) + len(more), [*bad.unique()[:3], *more.unique()[:3]]
        return len(bad), list(bad.unique()[:3])


class _Polars:
    def __init__(self, frame: Any) -> None:
        self.frame, self.names, self.rows = frame, list(frame.columns), int(frame.height)

    def series(self, at: int) -> Any:
        return self.frame.to_series(at)

    def dtype(self, series: Any) -> str:
        return str(series.dtype)

    def expected(self, column: Column) -> str:
        return str(_polars_type(import_module("polars"), column))

    def accepts(self, column: Column, series: Any) -> bool:
        name = str(series.dtype)
        if column.decimal is not None:
            return bool(series.dtype == _polars_type(import_module("polars"), column))
        if column.kind == "category" and name.startswith("Enum("):
            return list(series.dtype.categories) == list(column.domain or ())
        return fullmatch(_POLARS_ACCEPTS.get(column.kind, _POLARS_TEXT), name) is not None

    def nulls(self, series: Any, floats: bool) -> int:
        return int(series.null_count()) + (int(series.is_nan().sum() or 0) if floats else 0)

    def outside(self, column: Column, series: Any) -> Tuple[int, List[Any]]:
        pl: Any = import_module("polars")
        known = series.drop_nulls()
        if column.kind in _FLOATS:
            known = known.drop_nans()
        if column.kind == "category":
            known = known.cast(pl.String)
        if column.kind == "decimal":
            known = known.cast(pl.Float64)
        if column.domain is not None:
            bad = known.filter(~known.is_in(list(column.domain)))
        else:
            low, high = column.minimum, column.maximum
            below = known.filter(known < low) if low is not None else known.head(0)
            bad = below.append(known.filter(known > high)) if high is not None else below
        return len(bad), list(bad.unique(maintain_order=True).head(3))


class _Arrow:
    def __init__(self, frame: Any) -> None:
        self.frame, self.names, self.rows = frame, list(frame.schema.names), int(frame.num_rows)

    def series(self, at: int) -> Any:
        return self.frame.column(at)

    def dtype(self, series: Any) -> str:
        return str(series.type)

    def expected(self, column: Column) -> str:
        return str(_arrow_type(import_module("pyarrow"), column))

    def accepts(self, column: Column, series: Any) -> bool:
        return _accepts_arrow(column, str(series.type))

    def nulls(self, series: Any, floats: bool) -> int:
        pc: Any = import_module("pyarrow.compute")
        return int(series.null_count) + (
            int(pc.sum(pc.is_nan(series)).as_py() or 0) if floats else 0
        )

    def outside(self, column: Column, series: Any) -> Tuple[int, List[Any]]:
        pa: Any = import_module("pyarrow")
        pc: Any = import_module("pyarrow.compute")
        known = series.cast(pa.string()) if column.kind == "category" else series
        known = known.drop_null()
        if column.kind in _FLOATS:
            known = known.filter(pc.invert(pc.is_nan(known)))
        if column.domain is not None:
            values = pa.array(list(column.domain), type=known.type)
            bad = known.filter(pc.invert(pc.is_in(known, value_set=values)))
            return len(bad), bad.unique().to_pylist()[:3]
        bad = [known.filter(pc.less(known, column.minimum))] if column.minimum is not None else []
        if column.maximum is not None:
            bad.append(known.filter(pc.greater(known, column.maximum)))
        return sum(map(len, bad)), [v for b in bad for v in b.unique().to_pylist()[:3]]


_Frame = Union[_Pandas, _Polars, _Arrow]


def _accepts_arrow(column: Column, name: str) -> bool:
    if column.decimal is not None:
        digits, after = column.decimal
        return fullmatch(rf"decimal\d+\({digits}, {after}\)", name) is not None
    return fullmatch(_ARROW_ACCEPTS.get(column.kind, _ARROW_TEXT), name) is not None


def _frame(frame: Any) -> _Frame:
    # Recognized by class name, so that no library is imported.
    classes = {f"{c.__module__.partition('.')[0]}.{c.__name__}" for c in type(frame).__mro__}
    if "pandas.DataFrame" in classes:
        return _Pandas(frame)
    if "polars.DataFrame" in classes:
        return _Polars(frame)
    if classes & {"pyarrow.Table", "pyarrow.RecordBatch"}:
        return _Arrow(frame)
    raise TypeError(
        f"check() takes a pandas or polars DataFrame or a pyarrow Table, got {type(frame).__name__}"
    )
`.trim()
