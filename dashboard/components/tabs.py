"""The tabs of a page: which part is shown; it is in the address as ?view=."""

from collections.abc import Callable

from dashboard.state.url_choice import Switch

Part = Callable[..., None]
Parts = dict[str, tuple[str, Part]]


def choose_part(parts: Parts, default: str = "") -> Part:
    """The part that the person or the address chose, else `default` or the first; only its questions are asked.

    `parts`: the word in the address -> the words on the switch, and what shows the part.
    """
    words = {name: title for name, (title, _) in parts.items()}
    if len(parts) == 1:
        return next(iter(parts.values()))[1]
    return parts[Switch("part", words, "view", default).show("Part of the page", is_labelled=False)][1]
