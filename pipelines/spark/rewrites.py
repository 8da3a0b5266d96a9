"""Rewrites a model's syntax tree where Spark lacks a construct of DuckDB, or gives the same word another meaning.

Each rewrite keeps the rows exactly as DuckDB returns them; what none of them knows reaches Spark, which refuses it.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

_WIDE = "decimal(38, 0)"
_MONTHS = {"to_months": 1, "to_years": 12}


def rewrite(tree: exp.Expr, macros: dict[str, exp.Create]) -> exp.Expr:
    """The same SELECT in what both engines mean alike."""
    tree = _expand_macros(tree, macros)
    for change in _REWRITES:
        tree = change(tree)
    return tree


def _expand_macros(tree: exp.Expr, macros: dict[str, exp.Create]) -> exp.Expr:
    """The body of each macro stands where it is called."""
    while calls := [call for call in tree.find_all(exp.Anonymous) if call.name.lower() in macros]:
        call = calls[-1]
        macro = macros[call.name.lower()]
        names = [parameter.name for parameter in macro.this.expressions]
        given = dict(zip(names, call.expressions, strict=True))
        call.replace(exp.paren(_bind(macro.expression.copy(), given)))
    return tree


def _bind(body: exp.Expr, given: dict[str, exp.Expr]) -> exp.Expr:
    """The body of a macro with what was given for its parameters."""

    def put(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Column) and not node.table and node.name in given:
            return exp.paren(given[node.name].copy())
        return node

    return body.transform(put)


def _name_views(tree: exp.Expr) -> exp.Expr:
    """`ledger.entry` is the view `ledger__entry`, under the name by which its columns are called."""
    for table in list(tree.find_all(exp.Table)):
        if table.db:
            view = exp.to_table(f"{table.db}__{table.name}")
            view.set("alias", exp.TableAlias(this=exp.to_identifier(table.alias_or_name)))
            table.replace(view)
    return tree


def _divide_as_double(tree: exp.Expr) -> exp.Expr:
    """`/` is a division of doubles, also between decimals."""
    for division in list(tree.find_all(exp.Div)):
        division.set("this", _as_double(division.this))
        division.set("expression", _as_double(division.expression))
        division.set("typed", False)
        division.set("safe", False)
    return tree


def _as_double(number: exp.Expr) -> exp.Expr:
    return exp.cast(exp.paren(number.copy()), "double")


def _widen(tree: exp.Expr) -> exp.Expr:
    """HUGEINT is DECIMAL(38, 0), and where a model needs it, `//` stays exact beyond 64 bits."""
    wide = [cast for cast in tree.find_all(exp.Cast) if cast.to.this == exp.DataType.Type.INT128]
    for cast in wide:
        cast.set("to", exp.DataType.build(_WIDE, dialect="spark"))
    while wide and (division := tree.find(exp.IntDiv)):
        dividend, divisor = (exp.cast(exp.paren(part.copy()), _WIDE) for part in (division.this, division.expression))
        rest = exp.Mod(this=dividend.copy(), expression=divisor.copy())
        whole = exp.Div(this=exp.paren(exp.Sub(this=dividend, expression=rest)), expression=divisor)
        division.replace(exp.cast(exp.paren(whole), _WIDE))
    return tree


def _add_months(tree: exp.Expr) -> exp.Expr:
    """A date and `to_months` or `to_years`."""
    for step in [node for node in tree.find_all(exp.Add, exp.Sub) if _counts_months(node.expression)]:
        call = step.expression
        months = exp.Mul(
            this=exp.Literal.number(_MONTHS[call.name.lower()]), expression=exp.paren(call.expressions[0].copy())
        )
        signed = exp.Neg(this=exp.paren(months)) if isinstance(step, exp.Sub) else months
        step.replace(exp.Anonymous(this="add_months", expressions=[step.this.copy(), signed]))
    return tree


def _counts_months(node: exp.Expr) -> bool:
    return isinstance(node, exp.Anonymous) and node.name.lower() in _MONTHS


def _rank_without_nulls(tree: exp.Expr) -> exp.Expr:
    """`arg_max` and `arg_min` pass over rows whose first argument is null."""
    for pick in list(tree.find_all(exp.ArgMax, exp.ArgMin)):
        told = exp.Not(this=exp.Is(this=pick.this.copy(), expression=exp.Null()))
        pick.set("expression", exp.Case(ifs=[exp.If(this=told, true=pick.expression.copy())]))
    return tree


def _explode(tree: exp.Expr) -> exp.Expr:
    """`unnest` inside an expression of the select list is a lateral view."""
    for select in list(tree.find_all(exp.Select)):
        for place, found in enumerate([unnest for part in select.expressions for unnest in part.find_all(exp.Explode)]):
            if found.parent_select is select:
                name = f"exploded_{place}"
                view = exp.Lateral(
                    this=exp.Explode(this=found.this.copy()),
                    view=True,
                    alias=exp.TableAlias(this=exp.to_identifier(name), columns=[exp.to_identifier("part")]),
                )
                found.replace(exp.column("part", table=name))
                select.append("laterals", view)
    return tree


def _unframe(tree: exp.Expr) -> exp.Expr:
    """`lag` and `lead` over a named window: Spark allows them no frame, and they heed none."""
    for select in tree.find_all(exp.Select):
        named = {window.name.lower(): window for window in select.args.get("windows") or []}
        for window in list(select.find_all(exp.Window)):
            source = named.get(window.alias.lower()) if isinstance(window.this, exp.Lag | exp.Lead) else None
            if source is not None:
                window.replace(_over(window.this, source))
    return tree


def _over(call: exp.Expr, window: exp.Window) -> exp.Window:
    order = window.args.get("order")
    return exp.Window(
        this=call.copy(),
        partition_by=[part.copy() for part in window.args.get("partition_by") or []],
        order=order.copy() if order else None,
        over="OVER",
    )


_REWRITES: tuple[Callable[[exp.Expr], exp.Expr], ...] = (
    _name_views,
    _divide_as_double,
    _widen,
    _add_months,
    _rank_without_nulls,
    _explode,
    _unframe,
)
