"""The first page of the desk on a running stack: from the address to what a person can use, in an empty Chromium.

Goal: usable in less than a second, and less than 150 kB compressed in all. The peer is the API page, /docs.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT)]

from selenium.webdriver import Chrome  # noqa: E402  # found from any folder
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.support.wait import WebDriverWait  # noqa: E402

from benchmarks.measuring import NotMeasured, paired, run  # noqa: E402
from tests.support.desk import PACKED, desk_files  # noqa: E402
from tests.support.local.browser import CHROMIUM, DRIVER, PATIENCE, browser  # noqa: E402
from tests.support.local.stacks import Served, served  # noqa: E402

ROUNDS = 9


def first_page() -> None:
    """From the address until the button to sign in is there, against the API page until its endpoints are."""
    if not (CHROMIUM and DRIVER):
        raise NotMeasured("there is no Chromium: make browser")
    with _opened() as (stack, driver):
        pairs = paired(
            lambda: _seconds(driver, f"{stack.url}/desk", ".sign-in button.main"),
            lambda: _seconds(driver, f"{stack.url}/docs", ".opblock"),
            ROUNDS,
        )
    print(f"The desk's first page: {pairs.ours:.2f} s, the API page {pairs.theirs:.2f} s, {pairs.ratio}")


def size() -> None:
    """All files of the desk, compressed."""
    compressed = sum(file.stat().st_size for file in PACKED.rglob("*.gz"))
    print(f"The desk: {len(desk_files())} files, {compressed / 1000:.0f} kB compressed in all")


@contextmanager
def _opened() -> Iterator[tuple[Served, Chrome]]:
    with (
        TemporaryDirectory() as folder,
        served(["-m", "local"], Path(folder)) as stack,
        browser(Path(folder)) as driver,
    ):
        yield stack, driver


def _seconds(driver: Chrome, url: str, selector: str) -> float:
    driver.get("about:blank")
    driver.execute_cdp_cmd("Network.clearBrowserCache", {})
    began = time.perf_counter()
    driver.get(url)
    WebDriverWait(driver, PATIENCE, poll_frequency=0.01).until(
        lambda _: driver.find_elements(By.CSS_SELECTOR, selector)
    )
    return time.perf_counter() - began


if __name__ == "__main__":
    run({"The desk's first page": first_page, "The desk's size": size})
