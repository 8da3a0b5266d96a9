"""The dashboard as an ASGI application: Streamlit behind the checks of `dashboard.gate`. `kxwatch serve` starts it."""

import os
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from dashboard.gate import Door, Gate

_DOOR = Door(int(os.environ["KXWATCH_PORT"]), os.environ.get("KXWATCH_TOKEN") or None)

# Streamlit finds the application by this assignment, read without running the file.
app = st.App(Path(__file__).parent / "app.py", middleware=[Middleware(Gate, door=_DOOR)])
