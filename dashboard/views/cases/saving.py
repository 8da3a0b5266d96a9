"""Writes what a form holds to the casebook, and says why where it could not be written."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard.casebook import KxwatchError, SeenAnother, open_book, sign


def save(record: Callable[..., Any], *what: object) -> bool:
    """Whether `record` wrote `what` with the person's signature; what another person decided meanwhile is a warning."""
    try:
        record(open_book(), *what, sign())
    except SeenAnother as other:
        st.warning(str(other))
    except KxwatchError as error:
        st.error(str(error))
    else:
        return True
    return False
