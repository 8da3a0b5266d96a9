"""Warns of a data folder that others can look into, on a network share, or in a folder that a service synchronizes."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

# What the folders of synchronizing services are called; a company's name may follow ("OneDrive - Harbor Therapy").
_SYNCED = re.compile(
    r"(onedrive|dropbox|google ?drive|my drive|icloud ?drive|mobile documents|cloudstorage|box|box sync|nextcloud"
    r"|owncloud|pcloud ?drive)( ?[-(].*)?",
    re.IGNORECASE,
)
_NETWORK = re.compile(
    r"nfs\d?|cifs|smb\d?|smbfs|ncpfs|afs|ceph|glusterfs|davfs|fuse\.(sshfs|rclone|glusterfs|davfs2?|smb\w*)"
)
_OTHERS = 0o077
_MOUNTS = Path("/proc/self/mountinfo")
_REMOTE_DRIVE = 4
_ADVICE = (
    "Two computers could build it at once, and a file that is open or half copied can be lost. Move it to a disk of"
    " this computer; `kxwatch backup` writes one file that you may keep there."
)


def _describe_access(root: Path) -> str | None:
    """A warning when other users of the computer can look into the data folder; None when they cannot."""
    if sys.platform == "win32" or not root.is_dir() or not any(root.iterdir()) or not root.stat().st_mode & _OTHERS:
        return None
    return (
        f"Warning: other users of this computer can look into the data folder {root}. To prevent that, run: chmod"
        f" -R go-rwx {shlex.quote(str(root))}"
    )


def describe_place(root: Path) -> Iterator[str]:
    """A warning for each reason why `root` is no good place for a data folder."""
    access = _describe_access(root)
    if access:
        yield access
    service = find_service(root)
    if service:
        yield f"Warning: the data folder {root} lies in {service}, which copies it to other computers. {_ADVICE}"
    if is_on_network(root):
        yield f"Warning: the data folder {root} is on a network share. {_ADVICE}"


def find_service(root: Path) -> str | None:
    """The folder above that a service synchronizes, by its name; None where there is none."""
    return next((part for part in root.parts if _SYNCED.fullmatch(part)), None)


def is_on_network(root: Path) -> bool:
    """Whether the system says that another computer holds the disk; False where it says nothing."""
    if sys.platform == "win32":
        return _is_remote_on_windows(root)
    try:
        mounts = _MOUNTS.read_text("utf-8", "replace")
    except OSError:
        return False
    return bool(_NETWORK.fullmatch(find_file_system(root.resolve(), mounts)))


def find_file_system(root: Path, mounts: str) -> str:
    """The kind of file system that `root` is on, by the lines of /proc/self/mountinfo; empty for an unknown one."""
    found, longest = "", -1
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) > 4 and after:
            place = Path(re.sub(r"\\(\d{3})", lambda code: chr(int(code[1], 8)), fields[4]))
            if len(place.parts) >= longest and root.is_relative_to(place):
                found, longest = after.split(" ")[0], len(place.parts)
    return found


def _is_remote_on_windows(root: Path) -> bool:
    if sys.platform != "win32":
        return False
    import ctypes

    return root.drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(f"{root.drive}\\") == _REMOTE_DRIVE
