"""The dashboard as an ASGI application: Streamlit behind the checks of `dashboard.gate`. `kxwatch serve` starts it."""

import os
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from dashboard.door import read_door
from dashboard.gate import Gate

# Streamlit finds the application by this assignment, read without running the file.
app = st.App(Path(__file__).parent / "app.py", middleware=[Middleware(Gate, door=read_door(os.environ))])
