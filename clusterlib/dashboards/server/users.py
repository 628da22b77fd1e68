"""Who may sign in（用户表）: names, roles, and hashes of passwords by scrypt."""

from __future__ import annotations

import base64
import csv
import hashlib
import hmac
import io
import secrets
from dataclasses import dataclass
from pathlib import Path

from clusterlib.errors import InputError
from clusterlib.saving import refusal

ROLES = {"expert": "专家", "office": "办公室"}
"""Roles with their terms: an expert opens the own panel alone, the office every page."""
COLUMNS = ("name", "role", "password")
_COST, _BLOCK, _PARALLEL = 2**14, 8, 1
_NOBODY = "scrypt$16384$8$1$AAAAAAAAAAAAAAAAAAAAAA==$AAAA"


@dataclass(frozen=True, slots=True)
class UserTable:
    """The users of a server.

    Parameters
    ----------
    roles : dict of name to role
    hashes : dict of name to str
        ``scrypt$cost$block$parallel$salt$hash``.
    """

    roles: dict[str, str]
    hashes: dict[str, str]

    def knows(self, name: str, password: str) -> bool:
        """Return whether this is the user's password; a stranger takes as long as a user."""
        given = self.hashes.get(name, _NOBODY)
        return _is_password(password, given) and name in self.hashes


def read_users(path: Path) -> UserTable:
    """Return the users of a CSV table with the columns name, role, password.

    Raises
    ------
    InputError
        If the file cannot be read, or a row is no user, with every problem.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise refusal(path, error) from error
    except UnicodeDecodeError as error:
        raise InputError(path.name, "不是 UTF-8 编码", "CSV UTF-8") from error
    reader = csv.DictReader(io.StringIO(text))
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise InputError(
            path.name, "表头不对", "、".join(COLUMNS), "请用 clusterlib panel user 添加用户"
        )
    roles: dict[str, str] = {}
    hashes: dict[str, str] = {}
    problems = []
    for row in reader:
        name, role, password = ((row[column] or "").strip() for column in COLUMNS)
        role = next((known for known, term in ROLES.items() if role in (known, term)), "")
        if not name or name in roles or not role or not _parts(password):
            problems.append(f"第{reader.line_num}行")
            continue
        roles[name], hashes[name] = role, password
    if problems:
        raise InputError(
            path.name,
            f"{'、'.join(problems)}姓名空白或重复、角色不明，或口令不是散列",
            f"角色 {'、'.join(ROLES)}；口令 scrypt$…",
            "请用 clusterlib panel user 添加用户",
        )
    return UserTable(roles, hashes)


def add_user(path: Path, name: str, role: str, password: str) -> None:
    """Put a user into the table, made where need be; a known one gets the new password.

    Raises
    ------
    InputError
        If the role is unknown, or name or password is blank.
    """
    if role not in ROLES or not name.strip() or len(password) < 8:
        raise InputError(
            path.name, "角色不明，或姓名空白，或口令不足8位", f"角色 {'、'.join(ROLES)}"
        )
    table = read_users(path) if path.exists() else UserTable({}, {})
    table.roles[name.strip()] = role
    table.hashes[name.strip()] = hash_of(password)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([one, table.roles[one], table.hashes[one]] for one in table.roles)
    path.write_text(text.getvalue(), encoding="utf-8", newline="")


def hash_of(password: str) -> str:
    """Return a password's hash with a salt of its own."""
    salt = secrets.token_bytes(16)
    made = _scrypt(password, salt, _COST, _BLOCK, _PARALLEL)
    texts = (base64.b64encode(part).decode() for part in (salt, made))
    return "$".join(("scrypt", str(_COST), str(_BLOCK), str(_PARALLEL), *texts))


def _is_password(password: str, given: str) -> bool:
    parts = _parts(given)
    if not parts:
        return False
    cost, block, parallel, salt, made = parts
    return hmac.compare_digest(_scrypt(password, salt, cost, block, parallel), made)


def _parts(text: str) -> tuple[int, int, int, bytes, bytes] | None:
    parts = text.split("$")
    if len(parts) != 6 or parts[0] != "scrypt":
        return None
    try:
        cost, block, parallel = map(int, parts[1:4])
        return cost, block, parallel, base64.b64decode(parts[4]), base64.b64decode(parts[5])
    except ValueError:
        return None


def _scrypt(password: str, salt: bytes, cost: int, block: int, parallel: int) -> bytes:
    return hashlib.scrypt(
        password.encode(), salt=salt, n=cost, r=block, p=parallel, maxmem=2**27, dklen=32
    )
