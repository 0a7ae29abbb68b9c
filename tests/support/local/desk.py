"""The desk in a headless Chromium, as a person uses it: by keyboard, signed in at the real provider of the stack.

`axe-playwright-python` (requirements-judges.txt) carries axe-core, which judges accessibility.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from local import demo_people
from tests.support.local.browser import PATIENCE
from tests.support.local.operator import commanded
from tests.support.local.stacks import Served

MAX_TABS = 150
"""How often Tab is pressed before something counts as out of reach."""

_POLL_SECONDS = 0.05

PHONE = (390, 844)
NARROW = (320, 800)
WIDE = (1440, 900)

_FAULTS = """
if (!window.faults) {
  window.faults = [];
  const real = window.fetch;
  window.fetch = (address, terms = {}) => {
    const method = terms.method ?? "GET";
    const isMeant = (one) => one.times > 0 && one.method === method && String(address).includes(one.path);
    const fault = window.faults.find(isMeant);
    if (!fault) return real(address, terms);
    fault.times -= 1;
    if (fault.isLost) return real(address, terms).then(() => Promise.reject(new TypeError("Failed to fetch")));
    if (!fault.status) return Promise.reject(new TypeError("Failed to fetch"));
    const headers = { "Content-Type": "application/json" };
    return Promise.resolve(new Response(fault.body, { status: fault.status, headers }));
  };
}
window.faults.push(arguments[0]);
"""

_AXE = """
const done = arguments[arguments.length - 1];
const { dataset } = document.documentElement;
const chosen = dataset.theme;
const rules = { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] };
const judged = async (theme) => {
  dataset.theme = theme;
  document.getAnimations().forEach((one) => one.finish()); // colours change slowly
  const { violations } = await axe.run(rules);
  return violations.map(({ id, nodes }) => `${theme}, ${id}: ${nodes.map((one) => one.html).join(" | ")}`);
};
judged("light")
  .then(async (light) => [...light, ...(await judged("dark"))])
  .catch((fault) => [String(fault)])
  .then((found) => {
    dataset.theme = chosen;
    done(found);
  });
"""


class DeskPage:
    """One browser with the desk in it. `url` is the stack's."""

    def __init__(self, driver: Chrome, url: str) -> None:
        self.driver, self.url = driver, url

    def forget(self) -> None:
        """As a new browser: no cookies, nothing stored, one window, the usual size, English, light."""
        for window in self.driver.window_handles[1:]:
            self.driver.switch_to.window(window)
            self.driver.close()
        self.driver.switch_to.window(self.driver.window_handles[0])
        self.driver.get("about:blank")
        self.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
        origin = {"origin": self.url, "storageTypes": "local_storage"}
        self.driver.execute_cdp_cmd("Storage.clearDataForOrigin", origin)
        self.resize(*WIDE)
        self.driver.get(f"{self.url}/.well-known/jwks.json")  # a small page of the same origin, to reach its storage
        self.driver.execute_script("sessionStorage.clear(); localStorage.setItem('faktura.theme', 'light')")
        self.driver.get("about:blank")
        self.driver.get_log("browser")
        self.driver.get_log("performance")

    def open(self, fragment: str = "") -> "DeskPage":
        """Load the desk at a place such as `#/billing`."""
        self.driver.get("about:blank")  # another fragment of the same page would not load it again
        self.driver.get(f"{self.url}/desk{fragment}")
        return self

    def sign_in(self, person: str, fragment: str = "") -> "DeskPage":
        """Open the desk and sign in as a demo person, such as `rosa`, by keyboard."""
        self.open(fragment)
        self.activate("Sign in")
        self.choose(person)
        self.one("main#content")
        return self

    def choose(self, person: str) -> None:
        """Choose a demo person at the provider, by keyboard."""
        [name] = [one.name for one in demo_people.PEOPLE if one.id == person]
        self.one("form button")
        self.activate(name)

    # what a person does

    def press(self, *keys: str) -> None:
        """Press keys, such as `Keys.ENTER` or `a`, wherever the focus is."""
        for key in keys:
            ActionChains(self.driver).send_keys(key).perform()

    def type(self, text: str) -> None:
        """Replace what is in the focused field."""
        ActionChains(self.driver).key_down(Keys.CONTROL).send_keys("a").key_up(Keys.CONTROL).perform()
        ActionChains(self.driver).send_keys(text).perform()

    def tab_to(self, name: str, backwards: bool = False) -> WebElement:
        """Press Tab until the focus is on something that is called so, or whose name begins so."""
        passed: list[str] = []
        while len(passed) < MAX_TABS:
            if passed or not self.focused_name.startswith(name):
                self._tab(backwards)
            passed.append(self.focused_name)
            if passed[-1].startswith(name):
                return self.focused
        raise AssertionError(f"Tab does not reach {name!r}, only {list(dict.fromkeys(passed))}")

    def _tab(self, backwards: bool) -> None:
        chain = ActionChains(self.driver)
        if backwards:  # a chain releases a key at once, unless it is held down
            chain.key_down(Keys.SHIFT).send_keys(Keys.TAB).key_up(Keys.SHIFT).perform()
        else:
            chain.send_keys(Keys.TAB).perform()

    def activate(self, name: str, key: str = Keys.ENTER) -> None:
        """Tab to a button or a link, once it is there, and press Enter."""
        self.awaited(lambda: [one for one in self._operable() if _name(one).startswith(name)])
        self.tab_to(name)
        self.press(key)

    def fill(self, label: str, text: str) -> None:
        """Tab to the field with this label and replace what is in it."""
        self.tab_to(label)
        self.type(text)

    # what a person sees

    @property
    def focused(self) -> WebElement:
        """The element that has the focus."""
        return self.driver.switch_to.active_element

    @property
    def focused_name(self) -> str:
        """Its name, as a screen reader says it."""
        return _name(self.focused)

    @property
    def text(self) -> str:
        """All text of the page that can be seen."""
        return str(self.driver.execute_script("return document.body?.innerText ?? ''"))

    @property
    def heading(self) -> str:
        """The text of the page's one `h1`."""
        [heading] = self.driver.find_elements(By.TAG_NAME, "h1")
        return heading.text

    @property
    def areas(self) -> list[str]:
        """The areas that the head offers."""
        return [one.text for one in self.driver.find_elements(By.CSS_SELECTOR, ".head nav a")]

    @property
    def place(self) -> str:
        """The fragment of the address."""
        return urlsplit(self.driver.current_url).fragment

    def sees(self, text: str) -> None:
        """Wait until this text is on the page."""
        self._until(lambda: text in self.text, f"{text!r} does not appear")

    def sees_no_more(self, text: str) -> None:
        """Wait until this text is gone."""
        self._until(lambda: text not in self.text, f"{text!r} stays")

    def one(self, selector: str) -> WebElement:
        """The first element of a CSS selector, once it is there."""
        found: WebElement = self.awaited(lambda: self.driver.find_elements(By.CSS_SELECTOR, selector))
        return found

    def awaited(self, find: Callable[[], list[Any]]) -> Any:
        """Wait until something is found. Returns the first."""
        found: list[Any] = []
        self._until(lambda: bool(found.extend(find()) or found), "what is awaited does not appear")
        return found[0]

    # what a test asks for

    def axe(self) -> list[str]:
        """What axe-core finds against WCAG 2.2 AA and its best practices, in light and in dark."""
        if not self.driver.execute_script("return !!window.axe"):
            self.driver.execute_script(_axe_core())
        self.driver.set_script_timeout(PATIENCE)
        found: list[str] = self.driver.execute_async_script(_AXE)
        return found

    @property
    def complaints(self) -> list[str]:
        """The console's messages since the last call."""
        return [line["message"] for line in self.driver.get_log("browser")]

    @property
    def hosts(self) -> set[str]:
        """The hosts of the browser's requests since the last call."""
        shown = [json.loads(line["message"])["message"] for line in self.driver.get_log("performance")]
        urls = [one["params"]["request"]["url"] for one in shown if one["method"] == "Network.requestWillBeSent"]
        return {urlsplit(url).netloc for url in urls if urlsplit(url).scheme in ("http", "https")}

    def evaluate(self, module: str, expression: str) -> Any:
        """The value of an expression of JavaScript, in which `module` is one of the page's own modules."""
        [address] = self.driver.execute_script(
            "return [document.querySelector('script[type=module]').src.replace('shell/start.js', arguments[0])]", module
        )
        script = f"""const done = arguments[arguments.length - 1];
            import(arguments[0]).then(async (module) => done([await ({expression})]))
                .catch((fault) => done([null, String(fault.kind ?? fault)]));"""
        self.driver.set_script_timeout(PATIENCE)
        value, *faults = self.driver.execute_async_script(script, address)
        return faults[0] if faults else value

    def call(self, path: str) -> Any:
        """The status of a GET, made as the rooms make it; if it fails, the kind of its problem."""
        return self.evaluate("shell/request.js", f"module.call({json.dumps(path)}).then(({{ status }}) => status)")

    @property
    def token(self) -> str:
        """The access token in the page's memory."""
        return str(self.evaluate("shell/session.js", "module.token()"))

    def resize(self, width: int, height: int) -> None:
        """Give the window a size, also one below Chromium's least."""
        terms = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", terms)

    def prefer(self, theme: str = "light", language: str = "en") -> None:
        """Choose the appearance and the language for the next load."""
        for name, value in {"faktura.theme": theme, "faktura.language": language}.items():
            self.driver.execute_script("localStorage.setItem(arguments[0], arguments[1])", name, value)

    def answering(self, path: str, status: int, method: str = "GET", body: Any = None, times: int = 1_000) -> None:
        """Let calls whose address contains `path` answer so, until the page is loaded again; status 0 is no answer."""
        fault = {"path": path, "status": status, "method": method, "body": json.dumps(body or {}), "times": times}
        self.driver.execute_script(_FAULTS, fault)

    def losing_answer(self, path: str, method: str = "POST", times: int = 1) -> None:
        """Let calls whose address contains `path` reach the server, and lose its answer."""
        self.driver.execute_script(_FAULTS, {"path": path, "method": method, "times": times, "isLost": True})

    def answering_again(self) -> None:
        """End what `answering` began."""
        self.driver.execute_script("window.faults = window.faults?.fill({ times: 0 })")

    @contextmanager
    def offline(self) -> Iterator[None]:
        """Without a network."""
        self._network(offline=True)
        try:
            yield
        finally:
            self._network(offline=False)

    @contextmanager
    def other_window(self) -> Iterator[None]:
        """In the window that has been opened last. Comes back to this one, and leaves the other open."""
        here = self.driver.current_window_handle
        self._until(lambda: len(self.driver.window_handles) > 1, "no window has been opened")
        others = [one for one in self.driver.window_handles if one != here]
        self.driver.switch_to.window(others[-1])
        try:
            yield
        finally:
            self.driver.switch_to.window(here)

    def save_to(self, folder: Path) -> None:
        """Let the browser save files in this folder, without asking."""
        terms = {"behavior": "allow", "downloadPath": str(folder)}
        self.driver.execute_cdp_cmd("Browser.setDownloadBehavior", terms)

    def screenshot(self, file: Path) -> None:
        """The page as a picture."""
        self.driver.save_screenshot(str(file))

    def _network(self, offline: bool) -> None:
        terms = {"offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        self.driver.execute_cdp_cmd("Network.emulateNetworkConditions", terms)

    def _operable(self) -> list[WebElement]:
        return [one for one in self.driver.find_elements(By.CSS_SELECTOR, "a, button, summary") if one.is_displayed()]

    def _until(self, holds: Callable[[], bool], otherwise: str) -> None:
        wait = WebDriverWait(self.driver, PATIENCE, _POLL_SECONDS, (StaleElementReferenceException,))
        try:
            wait.until(lambda _: holds())
        except Exception as fault:
            raise AssertionError(f"{otherwise}; the page says {self.text!r}") from fault


def operate(stack: Served, *words: str) -> None:
    """Run the operator's command, such as `disable rita`, against the stack."""
    assert commanded(stack, "access", *words).returncode == 0


def _name(element: WebElement) -> str:
    try:
        return " ".join(element.accessible_name.split())
    except StaleElementReferenceException:
        return ""


@cache
def _axe_core() -> str:
    """The script, without running any code of the package that carries it."""
    spec = find_spec("axe_playwright_python")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("axe_playwright_python is not installed: make install")
    return (Path(spec.origin).parent / "axe.min.js").read_text("utf-8")
