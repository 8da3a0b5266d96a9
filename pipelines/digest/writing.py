"""Writes a digest as plain text and as one HTML page that loads nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from textwrap import wrap

from pipelines.digest.digest import Digest
from pipelines.digest.sentences import Compared

_WIDTH = 88
_STYLE = (
    "body{font:16px/1.5 sans-serif;color:#1c2430;background:#fff;max-width:48rem;margin:2rem auto;padding:0 1rem}"
    "h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:1.8rem}table{border-collapse:collapse;width:100%}"
    "th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid #d5dce5}"
    "td{text-align:right;white-space:nowrap}thead th+th{text-align:right}p.note{color:#4a5565;font-size:.9rem}"
)


def write_text(digest: Digest) -> str:
    """The digest as text, for a terminal or the body of a message."""
    lines = [digest.title, "=" * len(digest.title), "", *wrap(digest.opening, _WIDTH)]
    for change in digest.changes:
        lines += wrap(change, _WIDTH, initial_indent="- ", subsequent_indent="  ")
    lines += list(_lay_out("", digest.figures, digest))
    lines += list(_lay_out("Newly denied services by category", digest.denials, digest))
    for note in digest.notes:
        lines += ["", *wrap(note, _WIDTH)]
    return "\n".join(lines) + "\n"


def _lay_out(title: str, rows: Sequence[Compared], digest: Digest) -> Iterator[str]:
    if not rows or digest.month is None:
        return
    table = [Compared(title, digest.month.code, digest.month.previous.code), *rows]
    widths = [max(len(one.label) for one in table), *(max(len(c) for c in side) for side in _sides(table))]
    yield ""
    for one in table:
        yield f"{one.label:<{widths[0]}}  {one.now:>{widths[1]}}  {one.before:>{widths[2]}}".rstrip()


def _sides(table: Sequence[Compared]) -> tuple[list[str], list[str]]:
    return [one.now for one in table], [one.before for one in table]


def write_html(digest: Digest) -> str:
    """The digest as a page of its own, readable by screen readers and in any mail program."""
    changes = "".join(f"<li>{escape(change)}</li>" for change in digest.changes)
    parts = [
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(digest.title)}</title><style>{_STYLE}</style></head><body><main>",
        f"<h1>{escape(digest.title)}</h1><p>{escape(digest.opening)}</p>",
        f"<ul>{changes}</ul>" if changes else "",
        _write_table("Figures", digest.figures, digest),
        _write_table("Newly denied services by category", digest.denials, digest),
        *(f'<p class="note">{escape(note)}</p>' for note in digest.notes),
        "</main></body></html>\n",
    ]
    return "\n".join(part for part in parts if part)


def _write_table(title: str, rows: Sequence[Compared], digest: Digest) -> str:
    if not rows or digest.month is None:
        return ""
    months = "".join(f'<th scope="col">{month.name}</th>' for month in (digest.month, digest.month.previous))
    body = "".join(
        f'<tr><th scope="row">{escape(one.label)}</th><td>{escape(one.now)}</td><td>{escape(one.before)}</td></tr>'
        for one in rows
    )
    head = f'<thead><tr><th scope="col">{escape(title)}</th>{months}</tr></thead>'
    return f"<h2>{escape(title)}</h2><table>{head}<tbody>{body}</tbody></table>"
