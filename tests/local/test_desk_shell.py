"""The frame of the desk in a browser, signed in at the stack's real provider and used by keyboard."""

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
import requests
from selenium.webdriver.common.keys import Keys

from tests.support.desk import desk_files
from tests.support.local.desk import NARROW, DeskPage, operate
from tests.support.local.stacks import Served

HOSTILE = "<img src=x onerror=alert(1)>\N{RIGHT-TO-LEFT OVERRIDE}gnp.exe"
DASH = " \N{EN DASH} "
WORDS = [name for name in desk_files() if name.endswith("/words.js")]


def test_a_person_signs_in_and_out_by_keyboard_and_the_token_ends(desk: DeskPage, running: Served) -> None:
    desk.sign_in("olga")
    token = desk.token
    assert (desk.heading, desk.areas[:3]) == ("What would you like to do?", ["Review", "Office", "Shop"])

    desk.activate("Olga Okafor")
    desk.activate("Sign out")
    desk.activate("Sign in")

    desk.one("form button")  # the provider asks who it is
    assert _is_refused_soon(running, token)


def test_no_token_is_kept_or_shown_anywhere_but_in_memory(desk: DeskPage) -> None:
    desk.sign_in("clara")

    kept = desk.driver.execute_script(
        "return JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, location.href, history.state])"
    )

    assert desk.token.startswith("ey")
    assert "eyJ" not in kept
    assert "code=" not in kept
    assert json.loads(kept)[1] == {"faktura.was-in": "1"}


def test_a_reload_keeps_the_person_signed_in_at_the_same_place(desk: DeskPage) -> None:
    desk.sign_in("olga", "#/jobs?state=done")

    desk.driver.refresh()

    assert desk.one(".head nav a[aria-current]").text == "Shop"
    assert desk.place == "/jobs?state=done"


@pytest.mark.parametrize(
    "query", ["code=stolen&state=forged", "code=stolen&state=", "error=access_denied&state=forged"]
)
def test_an_answer_that_this_browser_did_not_ask_for_signs_nobody_in(desk: DeskPage, query: str) -> None:
    """Login CSRF: somebody sends a link with a code of their own."""
    desk.open(f"?{query}")

    desk.one(".sign-in button")
    desk.driver.get_log("performance")
    assert urlsplit(desk.driver.current_url).query == ""
    assert desk.driver.execute_script("return sessionStorage.length") == 0
    assert desk.areas == []


def test_an_answer_to_a_forged_state_is_told(desk: DeskPage) -> None:
    desk.open("?code=stolen&state=forged")

    desk.sees("This sign-in was begun somewhere else, so it was stopped.")


@pytest.mark.parametrize(
    ("secret", "told"),
    [
        ("state", "This sign-in was begun somewhere else"),
        ("nonce", "This sign-in was begun somewhere else"),
        ("verifier", "This sign-in has expired"),
    ],
)
def test_an_answer_that_fits_another_attempt_is_refused(desk: DeskPage, secret: str, told: str) -> None:
    with _before_each_page(desk, _with_another(secret)):
        desk.open().activate("Sign in")
        desk.choose("clara")

        desk.sees(told)

    assert desk.areas == []


def test_a_code_works_once(desk: DeskPage) -> None:
    desk.sign_in("clara")
    address = _answer_of_issuer(desk)

    desk.driver.get("about:blank")
    desk.driver.get(address)

    desk.sees("This sign-in was begun somewhere else")
    assert desk.areas == []


@pytest.mark.parametrize(
    "hash_", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "#//evil.example"]
)
def test_a_sign_in_leads_back_to_the_desk_and_nowhere_else(desk: DeskPage, running: Served, hash_: str) -> None:
    poison = f"""const begun = JSON.parse(sessionStorage.getItem("faktura.sign-in") ?? "null");
        if (begun && location.search) {{
          sessionStorage.setItem("faktura.sign-in", JSON.stringify({{...begun, hash: {json.dumps(hash_)}}}));
        }}"""

    with _before_each_page(desk, poison):
        desk.sign_in("olga")

    assert desk.driver.current_url.startswith(f"{running.url}/desk")
    assert desk.areas


@pytest.mark.parametrize(
    "fragment", ["#//evil.example/", "#/https:%2F%2Fevil.example", "#/%2e%2e/%2e%2e", "#/%E0%A4%A"]
)
def test_an_address_that_leads_nowhere_stays_in_the_desk(desk: DeskPage, running: Served, fragment: str) -> None:
    desk.sign_in("olga", fragment)

    assert desk.heading == "No such page"
    assert desk.driver.current_url.startswith(f"{running.url}/desk#")
    assert desk.axe() == []


def test_the_desk_is_not_shown_in_another_page(desk: DeskPage, running: Served) -> None:
    """Clickjacking."""
    desk.driver.get(f"{running.url}/openapi.json")  # a page without a policy, even of the same origin
    desk.driver.execute_script(
        "document.body.replaceChildren(Object.assign(document.createElement('iframe'), { src: 'desk' }))"
    )

    complaint = desk.awaited(lambda: desk.complaints)

    assert "frame-ancestors 'none'" in complaint
    desk.driver.switch_to.frame(0)
    framed = desk.text
    desk.driver.switch_to.default_content()
    assert "Sign in" not in framed


def test_the_page_allows_nothing_but_its_own_files(running: Served) -> None:
    headers = requests.get(f"{running.url}/desk", timeout=40).headers

    assert headers["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; frame-src blob:; object-src 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    assert (headers["X-Frame-Options"], headers["Referrer-Policy"]) == ("DENY", "no-referrer")
    assert (headers["X-Content-Type-Options"], headers["Cross-Origin-Opener-Policy"]) == ("nosniff", "same-origin")
    assert headers["Cache-Control"] == "no-cache"


def test_a_file_of_the_desk_is_cached_forever_sent_compressed_and_asked_for_once(running: Served) -> None:
    page = requests.get(f"{running.url}/desk", timeout=40).text
    paths = sorted(set(re.findall(r'(?:href|src)="(desk/[^"]+)"', page)))

    assert len(paths) > 15
    for path in paths:
        answer = requests.get(f"{running.url}/{path}", timeout=40)
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["Content-Encoding"] == "gzip"
        again = requests.get(f"{running.url}/{path}", headers={"If-None-Match": answer.headers["ETag"]}, timeout=40)
        assert (again.status_code, again.content) == (304, b"")


def test_a_file_of_an_earlier_version_is_not_found_and_not_cached(running: Served) -> None:
    answer = requests.get(f"{running.url}/desk/0123456789ab/shell/start.js", timeout=40)

    assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store")


def test_a_refused_token_is_renewed_quietly(desk: DeskPage) -> None:
    desk.sign_in("clara")
    before = desk.token
    desk.answering("api/v1/health", 401, times=1)

    assert desk.call("api/v1/health") == 200

    assert desk.token != before
    assert "Your session has ended" not in desk.text


def test_a_renewal_that_fails_offline_is_told_by_the_call_and_works_later(desk: DeskPage) -> None:
    desk.sign_in("clara")
    desk.answering("api/v1/health", 401, times=2)
    desk.answering("oauth/sign-in", 0, method="POST", times=1)

    assert desk.call("api/v1/health") == "offline"
    assert desk.call("api/v1/health") == 200
    assert "Your session has ended" not in desk.text


def test_a_session_that_has_ended_is_begun_again_in_a_window_and_what_is_typed_stays(desk: DeskPage) -> None:
    desk.sign_in("clara")
    _type(desk, "half a sentence")
    _end_session(desk)

    assert desk.axe() == []
    desk.answering_again()
    desk.activate("Sign in")

    desk.sees_no_more("Your session has ended")
    desk.awaited(lambda: [True] if desk.driver.execute_script("return window.answered") == 200 else [])
    assert _typed(desk) == "half a sentence"
    desk.awaited(lambda: [True] if len(desk.driver.window_handles) == 1 else [])


def test_somebody_else_who_signs_in_again_does_not_get_the_page(desk: DeskPage) -> None:
    desk.sign_in("clara")
    _type(desk, "a secret of Clara's")
    before = desk.token
    _end_session(desk)
    desk.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
    desk.answering_again()
    desk.activate("Sign in")

    with desk.other_window():
        desk.choose("rita")

    desk.sees("Somebody else has signed in. This page belongs to Clara Clerk")
    assert (desk.token, _typed(desk)) == (before, "a secret of Clara's")


def test_a_browser_that_opens_no_windows_gets_a_link(desk: DeskPage) -> None:
    desk.sign_in("clara")
    _end_session(desk)
    desk.answering_again()
    desk.driver.execute_script("window.open = () => null")
    desk.activate("Sign in")
    desk.sees("Your browser has not opened the window.")

    desk.activate("Open the sign-in in a new window")

    desk.sees_no_more("Your session has ended")


def test_a_person_who_is_disabled_is_told_within_half_a_minute(desk: DeskPage, running: Served) -> None:
    desk.sign_in("rita")
    operate(running, "disable", "rita")
    try:
        desk.driver.set_script_timeout(60)
        desk.evaluate(
            "shell/request.js",
            "void setInterval(() => module.call('api/invoices/1').catch(() => {}), 2000)",
        )

        desk.sees("You have no access, or no longer.")
    finally:
        operate(running, "enable", "rita")


def test_a_disabled_person_on_an_idle_page_is_told_at_a_touch_and_nobody_is_asked_before(
    desk: DeskPage, running: Served
) -> None:
    desk.sign_in("rita", "#/billing")
    desk.sees_no_more("Loading")
    operate(running, "disable", "rita")
    try:
        _half_a_minute_later(desk)
        desk.driver.get_log("performance")
        _pause()
        idle = desk.hosts

        desk.press(Keys.SHIFT)

        desk.sees("You have no access, or no longer.")
        assert idle == set()
    finally:
        operate(running, "enable", "rita")


def test_a_touch_asks_once_and_not_while_the_apis_answer(desk: DeskPage) -> None:
    desk.sign_in("rita", "#/billing")
    desk.sees_no_more("Loading")
    before = desk.token
    _asked(desk)

    desk.press(Keys.SHIFT)
    _pause()
    at_once = _asked(desk)
    _half_a_minute_later(desk)
    desk.press(Keys.SHIFT, Keys.SHIFT)
    desk.awaited(lambda: [one for one in [desk.token] if one != before])

    assert (at_once, _asked(desk)) == ([], ["/oauth/token"])


def test_a_touch_renews_quietly_when_the_id_token_is_too_old_to_ask_with(desk: DeskPage) -> None:
    desk.sign_in("rita", "#/billing")
    desk.sees_no_more("Loading")
    before = desk.token
    desk.answering("oauth/token", 400, method="POST", body={"error": "invalid_request"}, times=1)

    _half_a_minute_later(desk)
    desk.press(Keys.SHIFT)

    desk.awaited(lambda: [one for one in [desk.token] if one != before])
    assert "session has ended" not in desk.text


@pytest.mark.parametrize("person", ["nobody", "dana"])
def test_a_person_without_an_invitation_and_a_disabled_one_are_told_the_same(desk: DeskPage, person: str) -> None:
    desk.open().activate("Sign in")
    desk.choose(person)

    desk.sees("You have no access, or no longer. Ask your operator for an invitation.")
    assert desk.axe() == []


@pytest.mark.parametrize(
    ("person", "areas", "others"),
    [
        ("rosa", ["Review"], ["billing", "jobs", "cases"]),
        ("rita", ["Office"], ["captures", "jobs", "cases"]),
        ("anton", ["Shop"], ["captures", "billing", "cases"]),
        ("ines", ["Cases"], ["captures", "billing", "jobs"]),
    ],
)
def test_a_role_sees_no_other_area_neither_in_the_head_nor_by_its_address(
    desk: DeskPage, person: str, areas: list[str], others: list[str]
) -> None:
    desk.sign_in(person)
    assert set(desk.areas) & {"Review", "Office", "Shop", "Cases"} == set(areas)

    for other in others:
        desk.driver.execute_script("location.hash = arguments[0]", f"#/{other}")
        desk.sees("No such page")


def test_a_sign_out_ends_the_desk_in_every_tab_of_the_browser(desk: DeskPage) -> None:
    desk.sign_in("olga")
    first = desk.driver.current_window_handle
    desk.driver.switch_to.new_window("tab")
    desk.driver.get(f"{desk.url}/desk")
    desk.activate("Sign in")
    desk.sees("What would you like to do?")
    desk.driver.switch_to.window(first)
    desk.driver.execute_script("location.hash = '#/billing/invoices?billTo=Ana'")
    desk.sees("Bill to")
    desk.driver.switch_to.window(desk.driver.window_handles[-1])

    desk.activate("Olga Okafor")
    desk.activate("Sign out")

    desk.driver.switch_to.window(first)
    desk.sees("Sign in")
    assert desk.place == ""  # it had the name that was searched for
    assert desk.areas == []
    assert desk.token == ""


def test_after_the_sign_out_the_back_button_shows_nothing(desk: DeskPage) -> None:
    desk.sign_in("olga")
    desk.activate("Office")
    desk.activate("Olga Okafor")
    desk.activate("Sign out")
    desk.awaited(lambda: [True] if urlsplit(desk.driver.current_url).fragment == "" else [])

    desk.driver.back()

    desk.sees("Sign in")
    assert desk.areas == []


def test_a_server_that_cannot_be_reached_and_one_that_fails_are_told(desk: DeskPage) -> None:
    desk.open().one(".sign-in button")
    with desk.offline():
        desk.activate("Sign in")
        desk.sees("The server cannot be reached.")
        assert desk.axe() == []
    desk.answering("oauth/sign-in", 503, times=1)
    desk.activate("Sign in")
    desk.sees("The sign-in service does not answer.")

    desk.activate("Sign in")

    desk.choose("olga")
    desk.sees("What would you like to do?")


def test_a_hostile_name_is_shown_as_text(desk: DeskPage, running: Served) -> None:
    with _named(running, "ines", HOSTILE):
        desk.sign_in("ines")

        name = desk.one(".account summary bdi")
        assert name.get_attribute("textContent") == f"{HOSTILE} Ivanova"
        assert desk.driver.find_elements("css selector", "img") == []
        assert desk.complaints == []
        desk.one("h1")
        assert desk.axe() == []


def test_the_desk_logs_no_error_and_calls_no_host_but_its_own_and_the_issuers(desk: DeskPage, running: Served) -> None:
    desk.sign_in("olga")
    for area in ("Review", "Office", "Shop"):
        desk.activate(area)

    issuer = requests.get(f"{running.url}/oauth/sign-in", timeout=40).json()["authorizationEndpoint"]
    assert desk.complaints == []
    assert desk.hosts == {urlsplit(running.url).netloc, urlsplit(issuer).netloc}


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_pages_of_the_frame_are_accessible_and_fit_a_narrow_screen(desk: DeskPage, language: str) -> None:
    desk.open().one(".sign-in button")
    desk.prefer(language=language)
    desk.open().one(".sign-in button")
    found = [desk.axe()]
    widths = [_width(desk)]

    desk.activate("Sign in" if language == "en" else "Anmelden")
    desk.choose("olga")
    desk.one("ul.choices")
    found.append(desk.axe())
    desk.activate("Olga Okafor")
    found.append(desk.axe())
    widths.append(_width(desk))
    _end_session(desk)
    found.append(desk.axe())
    widths.append(_width(desk))

    assert desk.driver.execute_script("return document.documentElement.lang") == language
    assert found == [[]] * 4
    assert widths == [NARROW[0]] * 3


def test_the_language_and_the_appearance_are_chosen_by_keyboard_and_stay(desk: DeskPage) -> None:
    desk.sign_in("olga")
    desk.activate("Olga Okafor")
    desk.tab_to("Language")
    desk.press(Keys.ARROW_DOWN)
    desk.tab_to("Darstellung")
    desk.press(Keys.END)

    desk.driver.refresh()

    desk.sees("Was möchten Sie tun?")
    assert desk.driver.execute_script("return document.documentElement.dataset.theme") == "dark"


def test_a_place_gets_the_focus_and_a_title_and_back_returns(desk: DeskPage) -> None:
    desk.sign_in("olga")
    first = desk.driver.title

    desk.activate("Office")

    desk.awaited(lambda: [True] if desk.focused.tag_name in ("h1", "input", "select") else [])
    assert first.split(DASH) == ["What would you like to do?", "Faktura"]
    assert desk.driver.title.split(DASH)[-2:] == ["Office", "Faktura"]
    desk.driver.back()
    desk.sees("What would you like to do?")
    desk.awaited(lambda: [True] if desk.focused_name == "What would you like to do?" else [])


def test_the_first_tab_skips_to_the_content(desk: DeskPage) -> None:
    desk.sign_in("olga")

    desk.tab_to("Skip to the content")
    desk.press(Keys.ENTER, Keys.TAB)

    assert desk.focused_name.startswith("Review")
    assert desk.focused.get_attribute("class") == "card"


def test_an_error_of_the_script_is_told(desk: DeskPage) -> None:
    desk.sign_in("olga")

    desk.driver.execute_script("setTimeout(() => { throw new Error('broken'); })")

    desk.sees("Something went wrong. If the page does not do what you expect, reload it.")
    assert desk.axe() == []


def test_a_page_that_cannot_be_drawn_says_so_and_leaves_the_head(desk: DeskPage) -> None:
    desk.sign_in("olga")
    broken = "{ load: async () => ({ Area: () => { throw new Error('broken'); } }) }"

    desk.evaluate("shell/areas.js", f"void Object.assign(module.AREAS[1], {broken})")
    desk.activate("Office")

    desk.sees("Something went wrong on this page.")
    assert desk.areas[:2] == ["Review", "Office"]
    assert desk.axe() == []


def test_an_area_that_cannot_be_loaded_is_asked_for_again(desk: DeskPage) -> None:
    desk.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*/jobs/area.js"]})
    try:
        desk.sign_in("mona")
        desk.sees("This part of the desk could not be loaded.")
        assert desk.axe() == []
    finally:
        desk.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": []})

    desk.activate("Try again")

    desk.sees_no_more("could not be loaded")


def test_an_area_of_a_version_that_is_gone_asks_for_a_reload(desk: DeskPage) -> None:
    desk.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*/jobs/area.js"]})
    try:
        desk.sign_in("olga")
        desk.answering("desk", 200, body={"the page": "names another version"})
        desk.activate("Shop")
        desk.sees("The desk has been updated.")
    finally:
        desk.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": []})

    desk.activate("Reload the page")

    desk.sees_no_more("The desk has been updated.")
    desk.awaited(lambda: [True] if desk.areas else [])
    assert desk.place == "/jobs"


def test_the_areas_are_there_before_they_are_asked_for_so_an_update_does_not_stop_an_open_desk(desk: DeskPage) -> None:
    desk.sign_in("olga")
    loaded = "return performance.getEntriesByType('resource').map((one) => one.name).join(' ')"
    for room in ("captures", "billing", "jobs"):
        desk.awaited(lambda room=room: [True] if f"/{room}/area.js" in desk.driver.execute_script(loaded) else [])

    assert "/cases/area.js" not in desk.driver.execute_script(loaded)
    with desk.offline():
        desk.activate("Shop")
        desk.awaited(lambda: [True] if desk.place == "/jobs" else [])
        assert "could not be loaded" not in desk.text


@pytest.mark.parametrize("name", WORDS)
def test_a_room_says_the_same_in_both_languages(desk: DeskPage, name: str) -> None:
    desk.open().one(".sign-in button")

    words = desk.evaluate(name, "module.say.words")

    assert words["en"].keys() == words["de"].keys()
    for key, text in words["en"].items():
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", words["de"][key])), key
        assert text.strip(), key
        assert words["de"][key].strip(), key


def _is_refused_soon(stack: Served, token: str) -> bool:
    """APIs accept a revoked token for up to 30 seconds. A read of an invoice that is not there is enough."""
    for _ in range(20):
        headers = {"Authorization": f"Bearer {token}"}
        if requests.get(f"{stack.url}/api/invoices/0", headers=headers, timeout=40).status_code == 401:
            return True
        _pause()
    return False


def _pause() -> None:
    time.sleep(2)


def _asked(desk: DeskPage) -> list[str]:
    """The paths of the browser's requests since the last call."""
    shown = [json.loads(line["message"])["message"] for line in desk.driver.get_log("performance")]
    urls = [one["params"]["request"]["url"] for one in shown if one["method"] == "Network.requestWillBeSent"]
    return [urlsplit(url).path for url in urls if "/desk/" not in url]


def _half_a_minute_later(desk: DeskPage) -> None:
    """Let the page's clock be 31 seconds ahead of what it was."""
    desk.driver.execute_script("const now = Date.now; Date.now = () => now() + 31_000;")


def _type(desk: DeskPage, text: str) -> None:
    """Type into a field of the page. A reload would lose it."""
    desk.driver.execute_script(
        "document.querySelector('main').append(Object.assign(document.createElement('input'), { ariaLabel: 'Typed' }))"
    )
    desk.fill("Typed", text)


def _typed(desk: DeskPage) -> str:
    return str(desk.driver.execute_script("return document.querySelector('[aria-label=Typed]').value"))


def _end_session(desk: DeskPage) -> None:
    """Let a call find the token refused, and the issuer the refresh token. The call waits; its status is `answered`."""
    desk.answering("api/v1/health", 401, times=1)
    desk.answering("oauth/sign-in", 400, method="POST", body={"error": "invalid_grant"})
    desk.evaluate(
        "shell/request.js", "void module.call('api/v1/health').then(({ status }) => (window.answered = status))"
    )
    desk.one("dialog[open]")


def _width(desk: DeskPage) -> int:
    """The width of the page on a narrow screen."""
    desk.resize(*NARROW)
    width = int(desk.driver.execute_script("return document.documentElement.scrollWidth"))
    desk.resize(1440, 900)
    return width


def _with_another(secret: str) -> str:
    """A script that changes a secret of the attempt when the issuer's answer comes."""
    return f"""const begun = JSON.parse(sessionStorage.getItem("faktura.sign-in") ?? "null");
        if (begun && location.search) {{
          begun["{secret}"] = "{"A" * 43}";
          sessionStorage.setItem("faktura.sign-in", JSON.stringify(begun));
        }}"""


@contextmanager
def _before_each_page(desk: DeskPage, script: str) -> Iterator[None]:
    source = {"source": f"if (location.pathname === '/desk') {{ {script} }}"}
    added = desk.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", source)
    try:
        yield
    finally:
        desk.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", added)


def _answer_of_issuer(desk: DeskPage) -> str:
    """The address at which the issuer has sent the browser back."""
    shown = [json.loads(line["message"])["message"] for line in desk.driver.get_log("performance")]
    urls = [one["params"]["request"]["url"] for one in shown if one["method"] == "Network.requestWillBeSent"]
    return next(str(url) for url in urls if "/desk?" in url and "code=" in url)


@contextmanager
def _named(stack: Served, person: str, first_name: str) -> Iterator[None]:
    """A person whose first name is this one."""
    terms = {"TableName": stack.physical("PersonTable"), "Key": {"record": {"S": f"person {person}"}}}
    before = stack.client("dynamodb").get_item(**terms)["Item"]["firstName"]

    def rename(name: dict[str, str]) -> None:
        values = {":name": name}
        stack.client("dynamodb").update_item(
            **terms, UpdateExpression="SET firstName = :name", ExpressionAttributeValues=values
        )

    rename({"S": first_name})
    try:
        yield
    finally:
        rename(before)
