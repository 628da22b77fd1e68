"""How fast the pages open and answer, from key press to changed cells on screen, in Chromium."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from clusterlib.resources import parameters_folder, sample_table
from tests.benchmarks.applicants import write_table
from tests.dashboards.browser import kernel_of
from tests.dashboards.conftest import (  # noqa: F401  (fixtures)
    CHROMIUM,
    FLAGS,
    Serve,
    Server,
    base_url,
    only,
    start_server,
)

pytestmark = pytest.mark.browser

EDITS, STARTS, VISITORS = 54, 3, 20
SHOWN = {"calibrate": ".cl .r .c", "compare": "table.cp .value", "reception": ".zone"}
"""What is there once a page can be used."""
Note = Callable[..., float]
FURNITURE = parameters_folder() / "standards" / "furniture.yaml"
# A key press counts until the frame that shows the answer has been drawn.
CLOCK = """() => {
  window.times = [];
  const root = document.querySelector('.cl');
  let pressed = 0;
  document.addEventListener('keydown', (event) => { pressed = event.timeStamp; }, true);
  new MutationObserver(() => {
    if (!pressed) return;
    const start = pressed;
    pressed = 0;
    requestAnimationFrame(() => {
      const after = new MessageChannel();
      after.port1.onmessage = () => window.times.push(performance.now() - start);
      after.port2.postMessage(0);
    });
  }).observe(root, { attributes: true, attributeFilter: ['data-answer'] });
}"""

# A visitor for some seconds, with a pause between changes; returns how long each one took.
VISIT = """async ([seconds, pause]) => {
  const times = [];
  const root = document.querySelector('.cl');
  const input = document.querySelector('input.th[data-place=head][data-c="6"]');
  const until = performance.now() + seconds * 1000;
  for (let turn = 0; performance.now() < until; turn++) {
    await new Promise((done) => setTimeout(done, pause * 1000 * (0.5 + Math.random())));
    const start = performance.now();
    await new Promise((done) => {
      const answers = new MutationObserver(() => {
        answers.disconnect();
        requestAnimationFrame(() => {
          const after = new MessageChannel();
          after.port1.onmessage = done;
          after.port2.postMessage(0);
        });
      });
      answers.observe(root, { attributes: true, attributeFilter: ['data-answer'] });
      input.value = turn % 2 ? '10000' : '20000';
      input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    });
    times.push(performance.now() - start);
  }
  return times;
}"""


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Let no page wait because another one is in front of it."""
    return {
        "executable_path": CHROMIUM,
        "args": [
            *FLAGS,
            "--disable-renderer-backgrounding",
            "--disable-background-timer-throttling",
            "--disable-backgrounding-occluded-windows",
        ],
    }


def high_end(times: list[float]) -> float:
    """Return what 95 % of the times lie within."""
    return sorted(times)[int(len(times) * 0.95)]


def opened(page: Page, server: Server, name: str = "calibrate") -> float:
    """Open the page and return the seconds until it can be used."""
    page.set_viewport_size({"width": 1280, "height": 800})
    start = time.perf_counter()
    page.goto(f"{server.address}/{name}")
    page.wait_for_selector(SHOWN[name], timeout=60_000)
    return time.perf_counter() - start


@pytest.mark.parametrize(
    ("applicants", "typical", "slow"),
    [
        (30, 60, 100),
        (300, 60, 100),
        (10_000, 150, 150),
    ],
)
def test_from_key_press_to_changed_cells(
    page: Page,
    start_server: Serve,  # noqa: F811
    tmp_path: Path,
    note: Note,
    applicants: int,
    typical: int,
    slow: int,
) -> None:
    table = sample_table() if applicants == 30 else write_table(tmp_path / "many.csv", applicants)
    server = start_server(
        cohort=str(table),
        standard=str(FURNITURE),
        notebooks=only("calibrate", tmp_path / "notebooks"),
    )
    server.wait_for("warm", 1)
    opened(page, server)
    page.wait_for_timeout(1500)
    page.evaluate(CLOCK)
    times = []
    for edit in range(EDITS):
        column = edit % 18  # the indicators before the exempt one
        threshold = page.locator(f'input.th[data-place=head][data-c="{column}"]')
        threshold.click()
        threshold.press("End")
        page.wait_for_timeout(150)
        page.evaluate("window.times.length = 0")
        page.keyboard.press("5" if edit // 18 % 2 == 0 else "Backspace")
        page.wait_for_function("window.times.length > 0", timeout=20_000)
        times.append(page.evaluate("window.times[0]"))
    what = f"key press to screen, {applicants:,} applicants"
    assert note(what, times, unit="ms") <= typical
    assert note(f"{what}, 95 % within", [high_end(times)], unit="ms") <= slow


@pytest.mark.parametrize("name", SHOWN)
def test_until_the_page_can_be_used(
    page: Page,
    start_server: Serve,  # noqa: F811
    tmp_path: Path,
    note: Note,
    name: str,
) -> None:
    cold, warm, megabytes = [], [], []
    for _ in range(STARTS):
        server = start_server(standard=str(FURNITURE), notebooks=only(name, tmp_path))
        # The server has just come up, its first kernel is starting.
        cold.append(opened(page, server, name))
        page.goto("about:blank")
        server.wait_for("warm", 1)
        page.wait_for_timeout(3000)
        warm.append(opened(page, server, name))
        if name == "compare":
            with page.expect_download(timeout=60_000):
                page.get_by_role("button", name="导出 PNG").click()
        megabytes.append(kernel_of(page, server).memory_info().rss / 2**20)
        page.goto("about:blank")
        server.process.terminate()
    assert note(f"page {name} usable, warm", warm) <= 1.2
    assert note(f"page {name} usable, cold", cold) <= 2.5
    assert note(f"kernel of page {name}", megabytes, unit="MB") < 110


def test_5000_changes_leave_the_kernels_memory(
    page: Page,
    start_server: Serve,  # noqa: F811
    tmp_path: Path,
    note: Note,
) -> None:
    table = write_table(tmp_path / "many.csv", 300)
    server = start_server(
        cohort=str(table),
        standard=str(FURNITURE),
        notebooks=only("calibrate", tmp_path / "notebooks"),
    )
    opened(page, server)
    process = kernel_of(page, server)
    line = page.locator("svg.dist .tl").nth(1)
    line.focus()

    def move(times: int) -> None:
        page.evaluate(
            """async ([times]) => {
          const root = document.querySelector('.cl');
          const line = document.querySelectorAll('svg.dist .tl')[1];
          for (let i = 0; i < times; i++) {
            const before = root.dataset.answer;
            line.dispatchEvent(new KeyboardEvent('keydown',
              {key: i % 20 < 10 ? 'ArrowRight' : 'ArrowLeft', bubbles: true}));
            while (root.dataset.answer === before) await new Promise(done => setTimeout(done, 1));
          } }""",
            [times],
        )

    move(1000)
    before = process.memory_info().rss
    move(5000)
    after = process.memory_info().rss
    ratio = note(
        "kernel after 5,000 changes, against before", [after / 2**20], [before / 2**20], unit="MB"
    )
    assert ratio <= 1.1


def test_20_visitors_at_once(
    browser: Browser,
    start_server: Serve,  # noqa: F811
    tmp_path: Path,
    note: Note,
) -> None:
    """Each changes a threshold about every second; server and browsers share the machine."""
    table = write_table(tmp_path / "many.csv", 300)
    server = start_server(
        cohort=str(table),
        standard=str(FURNITURE),
        limit=VISITORS + 2,
        notebooks=only("calibrate", tmp_path / "notebooks"),
    )
    pages = [browser.new_page() for _ in range(VISITORS)]
    for page in pages:
        opened(page, server)
    times, high = [], []
    for _ in range(STARTS):
        for page in pages:
            page.evaluate(f"asked => {{ window.visit = ({VISIT})(asked); }}", [15, 1])
        found = [each for page in pages for each in page.evaluate("window.visit")]
        assert len(found) > VISITORS * 5
        times += found
        high.append(high_end(found))
    for page in pages:
        page.close()
    note(f"a change with {VISITORS} visitors at once", times, unit="ms")
    assert note(f"a change with {VISITORS} visitors at once, 95 % within", high, unit="ms") < 400
