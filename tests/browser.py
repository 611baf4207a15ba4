"""A browser for the tests of pages: the machine's own Chromium, else the one that Playwright keeps.

Debian's `chromium-headless-shell` is the same engine without the windows around it, and opens a page for a third of the processor
time; `python -m tests.browser shell` says by its exit status whether it is there, without an argument whether any browser is.
"""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Error, Locator, expect, sync_playwright

from tests.patience import PATIENCE_MS

expect.set_options(timeout=PATIENCE_MS)

_SHELL = "chromium-headless-shell"
_NAMES = (_SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--in-process-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)


def find_chromium() -> Path | None:
    """The Chromium to drive, or None where `make install` has not put one there."""
    for name in _NAMES:
        if found := shutil.which(name):
            return Path(found)
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    return own if own.exists() else None


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """A headless browser that asks nobody but the pages it is sent to; closed at the end."""
    executable = find_chromium()
    if executable is None:
        raise RuntimeError("No Chromium: run `make install`, which installs one, or put `chromium` on the PATH.")
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=executable, args=list(_QUIET))
        except Error as error:
            raise RuntimeError(f"Chromium at {executable} does not start: {error.message}") from None
        try:
            yield browser
        finally:
            browser.close()


def follow(link: Locator) -> None:
    """Click on what leads to another page or place, and wait until all of it is there.

    A click alone comes back as soon as the new page begins: whatever is then read without waiting may be half of it.
    """
    with link.page.expect_navigation():
        link.click()


if __name__ == "__main__":
    raise SystemExit(0 if (shutil.which(_SHELL) if sys.argv[1:] == ["shell"] else find_chromium()) else 1)
