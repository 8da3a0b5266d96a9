"""How wide a text is in the font of the pages: room for labels is left before a browser draws them."""

import re
from math import ceil

# Parts of the font size, of the pages' font (Source Sans) at its normal weight.
_CHARACTERS = {
    0.27: " ',.:;Iijl|·",
    0.32: "!()-[]f{}",
    0.37: "/\\rt",
    0.43: '*?sz"cvxy',
    0.52: "0123456789#$+<=>FJLVXY^_aegk~",
    0.57: "ACEPRSTZ`bdhnopqu",
    0.66: "&BDGKHNOQU",
    0.83: "wM%W@m",
}
_WIDTHS = {character: width for width, characters in _CHARACTERS.items() for character in characters}
_OTHER = 0.66
_TAG = re.compile("<(?!br)[^>]*>")


def measure_text(text: str, size: int) -> int:
    """Pixels of the widest line at that font size, a few more than it takes; tags of chart labels take none."""
    lines = _TAG.sub("", text).split("<br>")
    return ceil(max(sum(_WIDTHS.get(character, _OTHER) for character in line) for line in lines) * size)
