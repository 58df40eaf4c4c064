/** The part of each generated module that compares a data frame with the description of a relation. */
export const runtimeCheck = String.raw`
@dataclass(frozen=True)
class Problem:
    """A problem of a column."""

    column: str
    problem: Literal[
        "missing column", "unexpected column", "wrong dtype", "NULL", "outside the domain"
    ]
    count: int
    """Rows that it affects."""
    detail: str


class FrameError(ValueError):
    """A data frame does not match a relation."""

    def __init__(self, relation: str, problems: List[Problem]) -> None:
        self.relation = relation
        self.problems = problems
        lines = [
            f"\n  {p.column}: {p.problem}, {p.count} {'row' if p.count == 1 else 'rows'}: {p.detail}"
            for p in problems
        ]
        super().__init__(f"the frame does not match {relation}:" + "".join(lines))


def _problems(columns: Tuple[Column, ...], frame: _Frame) -> List[Problem]:
    expected = {column.name for column in columns}
    at: Dict[Any, int] = {}
    unexpected = []
    for index, name in enumerate(frame.names):
        if name in expected and name not in at:
            at[name] = index
        else:
            detail = "the frame has it twice" if name in at else "the relation has no such column"
            unexpected.append(Problem(str(name), "unexpected column", frame.rows, detail))
    found = []
    for column in columns:
        if column.name in at:
            found.extend(_column_problems(column, frame, frame.series(at[column.name])))
        else:
            detail = f"the relation has it as {column.pg_type}"
            found.append(Problem(column.name, "missing column", frame.rows, detail))
    return found + unexpected


def _column_problems(column: Column, frame: _Frame, series: Any) -> List[Problem]:
    found = []
    accepted = frame.accepts(column, series)
    dtype = frame.dtype(series)
    if not accepted:
        detail = f"{dtype}, where {column.pg_type} is expected as {frame.expected(column)}"
        found.append(Problem(column.name, "wrong dtype", frame.rows, detail))
    if not column.nullable:
        nulls = frame.nulls(series, accepted and column.kind in _FLOATS)
        if nulls > 0:
            found.append(Problem(column.name, "NULL", nulls, "it is never NULL"))
    # Values of unexpected categories can be compared; those of other wrong types cannot.
    is_comparable = accepted or (column.kind == "category" and dtype.startswith("category of "))
    if is_comparable and (column.domain, column.minimum, column.maximum) != (None, None, None):
        outside, examples = frame.outside(column, series)
        if outside > 0:
            detail = f"such as {', '.join(map(repr, examples))}, where {_values(column)} is expected"
            found.append(Problem(column.name, "outside the domain", outside, detail))
    return found


def _values(column: Column) -> str:
    if column.domain is not None:
        return f"one of {list(column.domain)}" if column.domain else "no value"
    low = "" if column.minimum is None else f"at least {column.minimum}"
    high = "" if column.maximum is None else f"at most {column.maximum}"
    return " and ".join(bound for bound in (low, high) if bound)
`.trim()
