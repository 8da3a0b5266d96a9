"""Words: what is said to people, and what is never written down anywhere in the repository."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.law.each import holds_for
from tests.law.repository import list_files, list_nodes, list_python, list_texts, read_text

# Each with what to say instead.
BANNED_WORDS = {
    r"\bcaps?\b": "threshold",
    r"\bbucket": "threshold category",
    r"\binsurers?\b": "payer",
    r"\bbilled amount\b": "charge",
    r"\bjustified\b": "attested",
    r"\bviolations?\b": "flag",
    r"\bimproper": "below the threshold",
    r"\bfraud": "for review",
    r"\babus(e|ive)\b": "for review",
    r"\bsuspicious\b": "flagged",
    r"\btaken back\b": "reversed",
    r"\b(are|were|was|is|be|not) taken in\b": "imported",
    r"\btakes? (in |the |these |this )?files? in\b": "import",
    r"\bstanding (\w+ )?lines?\b": "final lines",
    r"\bopen patients?\b": "active patient",
    r"\bmedical review amount\b": "medical review threshold",
    r"\bcan (still )?be had\b": "is still recoverable",
    r"\bin our words\b": "plain-language",
    r"\bLift (all|the)\b": "Clear",
    r"\bused elsewhere\b": "used at other providers",
    r"\buse elsewhere\b": "prior use",
    r"\bbilled anew\b": "rebilled",
    r"\bwatching stopped\b": "follow-up ended",
    r"\blikelier than not\b": "more likely than not",
    r"\bKX on every(one|body)\b": "100% KX",
    r"\bfound wanting\b": "exceptions",
    r"\bin neither order\b": "in both orders",
    r"\bat the patient's charge\b": "assigned to patient responsibility",
    r"\bwatch(ed|es|ing) (to|stops|no longer|as long)\b|\bstill watched\b": "followed, follow-up ends",
    r"\boffer (it|the file|that file) again\b": "import it again",
    r"\b(Fetch|Export) it once more\b": "download, export it again",
    r"\bis open (which|what|how|as of)\b": "it is unclear",
    r"\b(keep|kept) (it |them |the file )?as you keep charts\b": "store it as you store patient charts",
    r"\bpatient data may be\b": "store it only where patient data is allowed",
    r"\brecord system\b": "EMR",
    r"\bcourses over time\b": "trends",
    r"\blast days? of (the|its) (\w+ )?way|\bopen ways?\b|\bways and last days\b": "correction route, deadline",
    r"\b(in|for) want of\b": "because it was missing",
    r"\bno user of that name\b": "no user with that name",
    r"\bended by itself\b": "stopped unexpectedly",
    r"\busual (from|up to)\b": "expected from, expected to",
    r"\bafter another payer\b": "as secondary payer",
    r"\bthreshold pool\b": "threshold category",
    r"\beligibility answers?\b": "eligibility response",
    r"\bdata page\b": "Data quality",
    r"\bnear-copies\b": "much alike",
    r"\b(is|are) a sentence\b": "a message says so",
    r"\bgoes on where\b": "resumes, continues where",
    r"\b(grey|licen[c]e|enrolment|neighbours?|(recogn|summar|organ|standard|winsor)ised)\b": "American spelling",
    r"\b(the|a|is|are|still|that|of|to|in) \1\b": "one word instead of two",
}
# This file itself, the license, and lists that quote the title of a page.
MAY_SAY = {
    "tests/law/test_words.py",
    "LICENSE",
    "pipelines/reference/rule_parameter.csv",
    "pipelines/reference/therapy_threshold.csv",
}
MACHINE = [
    r"/work/",
    r"/tmp/w\b",
    r"\bpythonhosted\b",
    r"\bpypi\.org\b",
    r"\bregistry\.npm",
    r"/root/\.",
    r"--index-url",
    r"extra-index",
]
SAID_TO_PEOPLE = [
    path
    for path in list_files()
    if path.suffix in {".md", ".toml", ".csv"} and path.parts[0] in {"dashboard", "docs", "pipelines"}
] + [Path("README.md"), Path("CHANGELOG.md")]


# Claims that measurement did not bear out, wherever a line breaks: docs/provider-risk.md and docs/forecast.md.
WITHDRAWN = [
    r"beyond chance",
    r"four (cases )?(out )?of five",
    r"(at most )?5 ?(%|percent) of a list (is|are) expected",
    r"expected (to stand )?there by chance",
    r"more than chance gives",
    r"auditor would pick",
]


def test_what_was_measured_wrong_is_said_nowhere() -> None:
    found = {
        path.as_posix(): hits
        for path in list_texts()
        if path.as_posix() != "tests/law/test_words.py"
        and (hits := [claim for claim in WITHDRAWN if re.search(claim, " ".join(read_text(path).split()), re.I)])
    }
    assert found == {}


@holds_for(SAID_TO_PEOPLE)
def test_prose_says_the_right_words(path: Path) -> None:
    if path.as_posix() not in MAY_SAY:
        assert find_banned(read_text(path)) == {}


@holds_for(list_python("dashboard", "pipelines"))
def test_sentences_in_code_say_the_right_words(path: Path) -> None:
    texts = [node.value for node in list_nodes(path) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    assert find_banned("\n".join(text for text in texts if " " in text)) == {}


def test_no_place_of_a_machine_is_written_down() -> None:
    found = {
        path.as_posix(): hits
        for path in list_texts()
        if path.as_posix() not in MAY_SAY and (hits := re.findall("|".join(MACHINE), read_text(path)))
    }
    assert found == {}


def test_no_file_is_compiled_or_packed() -> None:
    packed = {".pyc", ".zip", ".gz", ".duckdb", ".parquet", ".whl", ".log", ".pkl"}
    assert [path.as_posix() for path in list_files() if path.suffix in packed] == []


@pytest.mark.parametrize(
    ("text", "is_banned"), [("the therapy cap", True), ("a capital letter", False), ("over the threshold", False)]
)
def test_a_banned_word_is_seen(text: str, is_banned: bool) -> None:
    assert bool(find_banned(text)) is is_banned


def find_banned(text: str) -> dict[str, str]:
    """The banned words in a text, each with what to say instead."""
    return {
        match.group(0): instead
        for pattern, instead in BANNED_WORDS.items()
        if (match := re.search(pattern, text, re.IGNORECASE))
    }
