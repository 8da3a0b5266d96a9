"""The sign-in page and the script that leaves a page when its session has ended."""

from __future__ import annotations

import html
from urllib.parse import quote

_STYLE = """
body { font-family: system-ui, sans-serif; background: #f6f7f9; color: #1c2733; margin: 0; }
main { max-width: 22rem; margin: 12vh auto 0; padding: 2rem; background: #fff; border: 1px solid #d5dbe1;
       border-radius: 8px; }
h1 { font-size: 1.25rem; margin: 0 0 1rem; }
label { display: block; margin: 0.75rem 0 0.25rem; }
input { width: 100%; box-sizing: border-box; padding: 0.5rem; font: inherit; border: 1px solid #8794a1;
        border-radius: 4px; }
button { margin-top: 1.25rem; width: 100%; padding: 0.6rem; font: inherit; border: 0; border-radius: 4px;
         background: #14518f; color: #fff; cursor: pointer; }
a.way { display: block; margin-top: 1.25rem; padding: 0.6rem; border-radius: 4px; background: #14518f; color: #fff;
        text-align: center; text-decoration: none; }
p { margin: 0 0 0.5rem; }
p[role=alert] { color: #9b1c1c; }
"""
ENDED = "Your session has ended. Sign in to continue."
WRONG = "Name or password is wrong."
# Asks four times a minute whether the session goes on; the answer does not count as activity.
SCRIPT = """\
const here = () => encodeURIComponent(location.pathname + location.search);
const leave = () => location.replace("/sign-in?ended=1&next=" + here());
const ask = () => fetch("/session", {cache: "no-store"}).then(answer => answer.status === 401 && leave(), () => {});
setInterval(ask, 15000);
for (const name of ["pageshow", "visibilitychange", "online"]) addEventListener(name, ask);
document.addEventListener("visibilitychange", ask);
"""
SCRIPT_TAG = '<script src="/session.js" defer></script>'


def write_page(message: str, next_path: str) -> str:
    """The form, with what to say above it; the name is not repeated, so that nothing typed comes back."""
    action = "/sign-in?next=" + quote(next_path)
    return _write(
        message,
        f'<form method="post" action="{html.escape(action)}">'
        '<label for="name">Name</label><input id="name" name="name" autocomplete="username" required autofocus>'
        '<label for="password">Password</label>'
        '<input id="password" name="password" type="password" autocomplete="current-password" required>'
        "<button>Sign in</button></form>",
    )


def write_provider_page(message: str, way: str) -> str:
    """The way to the identity provider, with what to say above it; without a way what went wrong, and the way back."""
    label, address = ("Sign in with your organization", way) if way else ("Try again", "/sign-in")
    return _write(message, f'<a class="way" href="{html.escape(address)}">{label}</a>')


def write_entered(next_path: str) -> str:
    """Who came back from the identity provider goes on to the page that was asked for."""
    path = html.escape(next_path)
    return _write(
        "", f'<a class="way" href="{path}">Continue</a>', f'<meta http-equiv="refresh" content="0; url={path}">'
    )


def _write(message: str, content: str, more_head: str = "") -> str:
    said = f'<p role="alert">{html.escape(message)}</p>' if message else ""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sign in · kxwatch</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">{more_head}'
        f"<style>{_STYLE}</style></head><body><main><h1>Sign in to kxwatch</h1>{said}{content}</main></body></html>"
    )


def say_wait(seconds: int) -> str:
    """Why no password is looked at for a while."""
    minutes = -(-seconds // 60)
    return f"Too many wrong passwords. Try again in {minutes} minute{'' if minutes == 1 else 's'}."


def check_next(path: str) -> str:
    """Where to go after signing in: a page of ours, never another host."""
    is_ours = path.startswith("/") and not path.startswith(("//", "/\\", "/sign-")) and path.isprintable()
    return path if is_ours else "/"
