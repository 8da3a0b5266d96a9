"""The portfolio page as an ASGI application behind the same checks as a dashboard, for `kxwatch portfolio serve`."""

import os
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from dashboard.door import read_door
from dashboard.gate import Gate
from dashboard.portfolio.practice_door import PracticeDoor, read_practices

# Streamlit finds the application by this assignment, read without running the file.
app = st.App(
    Path(__file__).parent / "app.py",
    middleware=[
        Middleware(Gate, door=read_door(os.environ)),
        Middleware(PracticeDoor, practices=read_practices(os.environ)),
    ],
)
