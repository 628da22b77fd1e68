"""Files that come in and go out by messages of the page（上传、下载）."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clusterlib.batch.progress import Step
from clusterlib.dashboards.intake_names import safe_name
from clusterlib.dashboards.intake_package import Bundle, Sendable, marked_copy_of, package_of
from clusterlib.dashboards.intake_run import words_of_error
from clusterlib.dashboards.intake_session import Part
from clusterlib.dashboards.intake_widget import Message, Reply
from clusterlib.errors import InputError
from clusterlib.intake.workbook import read_workbook

if TYPE_CHECKING:
    from clusterlib.dashboards.intake import IntakePage

PART_BYTES = 1_000_000
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ZIP = "application/zip"


@dataclass
class _Outgoing:
    """A file on its way out: what is still to be built, then its bytes."""

    name: str
    kind: str
    content: bytes = b""
    waiting: Iterator[Sendable] | None = None
    bundle: Bundle | None = None
    built: int = 0
    of: int = 0
    failed: list[str] = field(default_factory=list)


class Files:
    """Takes uploads into the session and hands out what the page makes."""

    def __init__(self, page: IntakePage) -> None:
        self._page = page
        self._outgoing: dict[str, _Outgoing] = {}

    def reply(self, message: Message, data: bytes) -> Reply:
        """Answer a message about a file."""
        if message["kind"] == "part":
            return self._take(message, data), []
        return self._give(message)

    def _take(self, message: Message, data: bytes) -> Message:
        upload = str(message["upload"])
        answer: dict[str, Any] = {"kind": "got", "upload": upload, "done": False, "bad": False,
                                  "text": ""}
        part = Part(upload, str(message["name"]), int(message["size"]), int(message["at"]), data)
        try:
            have, path = self._page.session.take(part)
        except InputError as error:
            return {**answer, "done": True, "bad": True, "at": 0, "text": words_of_error(error)}
        if path is None:
            return {**answer, "at": have}
        new, old = self._page.add(path)
        text = "换成新的一份" if old else ""
        return {**answer, "at": have, "done": True, "number": new.number, "text": text}

    def _give(self, message: Message) -> Reply:
        identity, at = str(message["id"]), int(message["at"])
        try:
            if identity not in self._outgoing:
                self._outgoing = {identity: self._made(message)}
            file = self._outgoing[identity]
            if file.waiting is not None:
                return self._build(identity, file), []
        except InputError as error:
            self._outgoing.pop(identity, None)
            return {"kind": "data", "id": identity, "error": words_of_error(error)}, []
        part = file.content[at:at + PART_BYTES]
        total = len(file.content)
        if at + len(part) >= total:
            del self._outgoing[identity]
        return {"kind": "data", "id": identity, "name": file.name, "type": file.kind,
                "total": total, "at": at, "failed": file.failed}, [part]

    def _made(self, message: Message) -> _Outgoing:
        what, which, page = message["what"], message.get("which"), self._page
        if what == "template":
            from clusterlib.intake.template import write_template

            written = write_template(page.session.place("空白申报表.xlsx"))
            return _Outgoing("空白申报表.xlsx", _XLSX, written.read_bytes())
        if what == "marked":
            received = page.desk.get(int(which))
            if received is None:
                raise InputError("标注本", "这份申报表已移出", "", "请重新拖入")
            name, content = marked_copy_of(
                received.path, page.desk.problems(received), page.session.place("marked"),
                received.path.stem,
            )
            return _Outgoing(name, _XLSX, content)
        rows = [step for step in self._steps() if step.slug]
        if what == "package":
            one = next((step for step in rows if step.applicant_id == which), None)
            if one is None:
                raise InputError("发送包", "没有这一家的结果", "", "请先评价")
            name, content = package_of(self._sendable(one), page.session.place("package"))
            return _Outgoing(name, _ZIP, content)
        run = self._run()
        return _Outgoing(f"发送包 {safe_name(run.name)}.zip", _ZIP,
                         waiting=map(self._sendable, rows),
                         bundle=Bundle(page.session.place("package")), of=len(rows))

    def _build(self, identity: str, file: _Outgoing) -> Message:
        assert file.waiting is not None
        assert file.bundle is not None
        one = next(file.waiting, None)
        if one is None:
            file.content, file.waiting, file.bundle = file.bundle.content(), None, None
        else:
            file.built += 1
            try:
                file.bundle.add(one)
            except InputError as error:
                file.failed.append(f"{one.name}（{error.found}）")
        return {"kind": "data", "id": identity, "built": file.built, "of": file.of}

    def _run(self) -> Path:
        page = self._page
        if page.watch.asked is not None:
            return page.watch.asked.out
        if page.result is not None:
            return page.result.run
        raise InputError("发送包", "还没有评价结果", "", "请先评价")

    def _steps(self) -> list[Step]:
        """Return those that have a report, of the run that was started or chosen."""
        page = self._page
        if page.watch.state != "none":
            return [step for step in page.watch.steps() if step.status in ("done", "kept")]
        found = page.result.applicants.values() if page.result else ()
        return [Step(one.applicant_id, one.name, one.slug, status="kept") for one in found]

    def _sendable(self, step: Step) -> Sendable:
        page, source = self._page, Path(step.source) if step.source else None
        report = self._run() / "applicants" / step.slug / "report.html"
        received = next((found for found in page.desk.received if found.application
                         and found.application.applicant_id == step.applicant_id), None)
        if received is not None and (source is None or source == received.path):
            return Sendable(step.name, step.applicant_id, report, received.path,
                            page.desk.problems(received))
        if source is None or not source.is_file():
            return Sendable(step.name, step.applicant_id, report, None)
        return Sendable(step.name, step.applicant_id, report, source,
                        read_workbook(source).problems)
