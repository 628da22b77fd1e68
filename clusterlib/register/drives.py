"""Whether a folder lies on a network drive, where SQLite's locks and WAL do not hold."""

from __future__ import annotations

import sys
from pathlib import Path

import psutil

_NETWORK = frozenset(
    (
        "nfs",
        "nfs4",
        "cifs",
        "smbfs",
        "smb3",
        "9p",
        "afs",
        "afpfs",
        "webdav",
        "davfs",
        "ceph",
        "fuse.sshfs",
        "fuse.rclone",
        "fuse.glusterfs",
        "fuse.davfs",
    )
)


def is_on_network(folder: Path) -> bool:
    """Tell whether the nearest existing folder of a path lies on a network drive."""
    place = folder.resolve()
    if sys.platform == "win32":
        return _is_remote_on_windows(place)
    mounts = [
        (Path(part.mountpoint), part.fstype)
        for part in psutil.disk_partitions(all=True)
        if place.is_relative_to(part.mountpoint)
    ]
    nearest = max(mounts, key=lambda mount: len(mount[0].parts), default=(place, ""))
    return nearest[1].lower() in _NETWORK


def _is_remote_on_windows(place: Path) -> bool:
    import ctypes

    remote = 4  # DRIVE_REMOTE of the Windows API
    if place.drive.startswith("\\\\"):
        return True
    kind = ctypes.windll.kernel32.GetDriveTypeW(f"{place.drive}\\")  # type: ignore[attr-defined]
    return bool(kind == remote)
