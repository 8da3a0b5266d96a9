"""A data folder on a network share or in a synchronized folder is warned of, by what the system says."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from pipelines.store import home_place
from pipelines.store.home_place import find_file_system, find_service, is_on_network
from tests.homes.commands import Command

pytestmark = pytest.mark.usefixtures("few_tables")

MOUNTS = r"""
22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
40 22 0:35 / /mnt/share rw,relatime shared:2 - nfs4 server:/export rw
41 22 0:36 / /mnt/with\040blank rw - cifs //server/clinic rw
42 40 254:1 / /mnt/share/local rw,relatime - xfs /dev/vdb1 rw
43 22 0:37 / /home/ann/drive rw - fuse.sshfs ann@server: rw
"""


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/data/home", "ext4"),
        ("/mnt/share/home", "nfs4"),
        ("/mnt/with blank/home", "cifs"),
        ("/mnt/share/local/home", "xfs"),
        ("/mnt/shared", "ext4"),
        ("/home/ann/drive/kx", "fuse.sshfs"),
    ],
)
def test_the_longest_mount_point_above_says_the_file_system(place: str, kind: str) -> None:
    assert find_file_system(Path(place), MOUNTS) == kind


@pytest.mark.parametrize(
    ("place", "service"),
    [
        ("/Users/ann/OneDrive - Harbor Therapy/kx", "OneDrive - Harbor Therapy"),
        ("/Users/ann/Dropbox (Personal)/kx", "Dropbox (Personal)"),
        ("/Users/ann/Library/Mobile Documents/kx", "Mobile Documents"),
        ("/Users/ann/Library/CloudStorage/GoogleDrive-ann/kx", "CloudStorage"),
        ("/home/ann/box/kx", "box"),
        ("/home/ann/boxes/kx", None),
        ("/home/ann/dropbox-export-old/kx", "dropbox-export-old"),
        ("/srv/kxwatch/home", None),
    ],
)
def test_a_synchronized_folder_is_known_by_its_name(place: str, service: str | None) -> None:
    assert find_service(Path(place)) == service
    assert PurePosixPath(place).name in ("kx", "home")


def test_build_warns_and_goes_on(
    tmp_path: Path, offered: Path, kxwatch: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(
        f"22 1 254:0 / / rw - ext4 /dev/vda1 rw\n40 22 0:35 / {tmp_path.resolve()} rw - nfs server:/export rw\n"
    )
    monkeypatch.setattr(home_place, "_MOUNTS", mounts)
    home = tmp_path / "Dropbox" / "home"
    answer = kxwatch("build", offered, "--home", home)
    assert answer.exit_code == 0
    assert f"Warning: the data folder {home} lies in Dropbox" in answer.err
    assert f"Warning: the data folder {home} is on a network share." in answer.err


def test_a_disk_of_this_computer_is_no_network_share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home_place, "_MOUNTS", tmp_path / "missing")
    assert not is_on_network(tmp_path)
