"""A headless Chromium on the API page: its content, its requests and its console."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

PATIENCE = 60
"""In seconds. The machine may be busy."""

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
"""The browser that `make browser` installs."""

_SWITCHES = ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--window-size=1300,1700")


class Operation:
    """One open endpoint of the page."""

    def __init__(self, page: "ApiPage", element: WebElement) -> None:
        self._page, self._element = page, element

    def try_out(self) -> "Operation":
        self._click(".try-out__btn")
        return self

    def attach(self, file: Path) -> "Operation":
        self._one("input[type=file]").send_keys(str(file))
        return self

    def execute(self) -> tuple[int, Any]:
        """The status and the body that the page shows."""
        self._click(".execute")
        row = self._one(".live-responses-table .response")
        status = row.find_element(By.CSS_SELECTOR, ".response-col_status").text.split()[0]
        return int(status), json.loads(row.find_element(By.CSS_SELECTOR, ".highlight-code code").text)

    @property
    def called(self) -> str:
        """The called URL that the page shows."""
        text: str = self._one(".request-url pre").text
        return text

    def is_of(self, method: str, path: str) -> bool:
        return self._one(".opblock-summary").text.split()[:2] == [method, path]

    def _one(self, selector: str) -> WebElement:
        found: WebElement = self._page.awaited(lambda: self._element.find_elements(By.CSS_SELECTOR, selector))
        return found

    def _click(self, selector: str) -> None:
        self._page.click(self._one(selector))


class ApiPage:
    """The page in the browser."""

    def __init__(self, driver: Chrome, url: str) -> None:
        self._driver = driver
        driver.get(url)
        self.awaited(lambda: driver.find_elements(By.CSS_SELECTOR, ".opblock"))

    @property
    def title(self) -> str:
        return self._driver.title

    @property
    def apis(self) -> list[str]:
        """The headings from top to bottom."""
        return [str(one.get_attribute("data-tag")) for one in self._driver.find_elements(By.CSS_SELECTOR, "[data-tag]")]

    @property
    def operations(self) -> set[tuple[str, str]]:
        """The method and path of every endpoint on the page."""
        script = """return [...document.querySelectorAll(".opblock")].map(one => [
            one.querySelector(".opblock-summary-method").textContent,
            one.querySelector(".opblock-summary-path").dataset.path])"""
        return {(method, path) for method, path in self._driver.execute_script(script)}

    @property
    def kept(self) -> str:
        """The data that the browser stores for the page."""
        return str(self._driver.execute_script("return JSON.stringify([{...localStorage}, document.cookie])"))

    def authorize(self, token: str) -> None:
        self.click(self._one(".btn.authorize"))
        self._one("#auth-bearer-value").send_keys(token)
        self.click(self._one(".modal-ux .authorize"))
        self.click(self._one(".modal-ux .btn-done"))

    def operation(self, method: str, path: str) -> Operation:
        """Open an endpoint with a click."""
        summary = f".opblock-{method.lower()} .opblock-summary-path[data-path='{path}']"
        self.click(self._one(summary))
        return self.opened

    def follow(self, fragment: str) -> None:
        """Go to a place on this page. Closes open endpoints first."""
        self.click(self._one(".opblock.is-open .opblock-summary-control"))
        self.awaited(lambda: [] if self._driver.find_elements(By.CSS_SELECTOR, ".opblock.is-open") else [True])
        self._driver.execute_script("location.hash = arguments[0]", fragment)

    @property
    def opened(self) -> Operation:
        """The endpoint that is open."""
        return Operation(self, self._one(".opblock.is-open"))

    @property
    def complaints(self) -> list[str]:
        """The console's new messages since the last call."""
        return [line["message"] for line in self._driver.get_log("browser")]

    @property
    def hosts(self) -> set[str]:
        """The URLs of the browser's requests since the last call."""
        shown = [json.loads(line["message"])["message"] for line in self._driver.get_log("performance")]
        urls = [one["params"]["request"]["url"] for one in shown if one["method"] == "Network.requestWillBeSent"]
        return {urlsplit(url).netloc for url in urls if urlsplit(url).scheme not in ("data", "blob")}

    def awaited(self, find: Callable[[], list[Any]]) -> Any:
        """Wait for elements. Returns the first."""
        return WebDriverWait(self._driver, PATIENCE).until(lambda _: find())[0]

    def click(self, element: WebElement) -> None:
        """Click an element, even if another one covers it."""
        self._driver.execute_script("arguments[0].click()", element)

    def _one(self, selector: str) -> WebElement:
        found: WebElement = self.awaited(lambda: self._driver.find_elements(By.CSS_SELECTOR, selector))
        return found


@contextmanager
def browser(home: Path) -> Iterator[Chrome]:
    """A browser with its own profile. It makes no requests by itself."""
    options = ChromeOptions()
    options.binary_location = str(CHROMIUM)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    for switch in (*_SWITCHES, f"--user-data-dir={home}"):
        options.add_argument(switch)
    driver = Chrome(options, ChromeService(str(DRIVER), env={**os.environ, "HOME": str(home)}))
    try:
        driver.set_page_load_timeout(PATIENCE)
        yield driver
    finally:
        driver.quit()
