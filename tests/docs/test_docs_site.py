"""Builds the documentation and opens it in Chromium."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

import pytest
from doc_project import ROOT
from selenium.webdriver import ActionChains, Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait

from tools.docs.pages import GENERATED_FOLDERS, write_pages
from wflint.rules import all_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")
HOME = "/en/stable/"
CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1300,900",
)
pytestmark = [
    pytest.mark.skipif(find_spec("zensical") is None, reason="Zensical needs Python 3.11 or newer"),
    pytest.mark.no_cover,  # pages are made in other tests as well
    pytest.mark.exhaustive,  # the site takes half a minute to build
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site, in the folder that its address names."""
    project = tmp_path_factory.mktemp("docs")
    shutil.copytree(ROOT / "docs", project / "docs", ignore=shutil.ignore_patterns(*GENERATED_FOLDERS))
    gone = project / "docs" / "rules" / "gone.md"
    gone.parent.mkdir()
    gone.write_text("# gone\n", encoding="utf-8")
    shutil.copy(ROOT / "zensical.toml", project)
    write_pages(project / "docs", ROOT)
    assert not gone.exists()
    done = subprocess.run(  # noqa: S603 - nothing comes from outside
        [Path(sys.executable).parent / "zensical", "build", "--strict"],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout
    served = tmp_path_factory.mktemp("served")
    shutil.copytree(project / "build" / "site", served / HOME.strip("/"))
    return served


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Where the site is served."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}{HOME}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    if CHROMIUM is None or DRIVER is None:
        pytest.skip("needs chromium and chromedriver (Debian's packages chromium and chromium-driver)")
    options = ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    chrome = Chrome(options=options, service=Service(DRIVER))
    yield chrome
    chrome.quit()


# The search's dialog is a shadow tree.
FIND_RESULTS = """
return [...document.querySelectorAll("*")].filter(each => each.shadowRoot)
    .flatMap(each => [...each.shadowRoot.querySelectorAll("a[href]")]).map(link => link.href)
"""


def eventually(browser: Chrome, found: Callable[[Chrome], T | None]) -> T:
    """Wait until there is something."""
    thing = WebDriverWait(browser, 20).until(found)
    assert thing is not None
    return thing


def logged(browser: Chrome, kind: str) -> list[dict[str, Any]]:
    """What stands in a log of the browser and has not been read yet."""
    entries: list[dict[str, Any]] = browser.get_log(kind)  # type: ignore[no-untyped-call]  # selenium's own has no types
    return entries


def requested(browser: Chrome) -> list[str]:
    """What pages have asked for over the network since this was last called."""
    messages = [json.loads(entry["message"])["message"] for entry in logged(browser, "performance")]
    sent = [
        each["params"]["request"]["url"] for each in messages if each["method"] == "Network.requestWillBeSent"
    ]
    return [url for url in sent if urlsplit(url).scheme in {"http", "https", "ws", "wss"}]


@pytest.mark.external
def test_search_leads_to_a_rule(browser: Chrome, address: str) -> None:
    browser.get(address)
    browser.find_element(By.CSS_SELECTOR, ".md-search__button").click()
    ActionChains(browser).pause(0.3).send_keys("random value").perform()

    results = eventually(browser, lambda chrome: chrome.execute_script(FIND_RESULTS))

    page = next(link for link in results if link.startswith(f"{address}rules/random-outside-step/"))
    browser.get(page)
    assert browser.find_element(By.TAG_NAME, "h1").text.startswith("random-outside-step")


@pytest.mark.external
def test_pages_open_without_errors_and_ask_no_other_host(browser: Chrome, address: str, site: Path) -> None:
    pages = [each.parent.relative_to(site / HOME.strip("/")).as_posix() for each in site.rglob("index.html")]
    assert len(pages) > 15 + len(all_rules())
    requested(browser)
    for page in [each for each in pages if not each.startswith("rules/")] + ["rules/random-outside-step"]:
        browser.get(f"{address}{page}/")
        assert [each for each in logged(browser, "browser") if each["level"] != "INFO"] == [], page
    asked = requested(browser)
    assert f"{address}rules/random-outside-step/" in asked
    assert [url for url in asked if not url.startswith(address)] == []


@pytest.mark.external
def test_the_picture_on_the_first_page_is_shown(browser: Chrome, address: str) -> None:
    browser.get(address)
    picture = browser.find_element(By.CSS_SELECTOR, "article img")
    assert eventually(browser, lambda _: picture.get_property("naturalWidth"))


@pytest.mark.external
def test_the_table_of_rules_is_filtered_by_engine_level_and_fix(browser: Chrome, address: str) -> None:
    def listed() -> set[str]:
        links = browser.find_elements(By.CSS_SELECTOR, "article td a[data-engines]")
        return {link.text for link in links if link.is_displayed()}

    browser.get(f"{address}rules/")
    assert listed() == {rule.name for rule in all_rules()}
    form = browser.find_element(By.CSS_SELECTOR, "article form")
    for name, value in (("engines", "upstash-typescript"), ("level", "error"), ("fix", "none")):
        Select(form.find_element(By.NAME, name)).select_by_value(value)
    left = listed()
    assert "async-step-in-sync-handler" not in left  # holds in Python alone
    assert "clock-outside-step" not in left  # has fixes
    assert "abort-raised" in left
    shown = form.find_element(By.TAG_NAME, "output").text
    assert shown == f"{len(left)} of {len(all_rules())}"


def test_the_page_of_each_rule_is_where_the_command_line_says(site: Path) -> None:
    for rule in all_rules():
        page = site / urlsplit(rule.url).path.strip("/") / "index.html"
        assert f"<strong>{rule.code}</strong>" in page.read_text(encoding="utf-8"), rule.name


def test_code_in_two_languages_stands_in_tabs(site: Path) -> None:
    [rule] = [each for each in all_rules() if each.name == "clock-outside-step"]
    page = site / urlsplit(rule.url).path.strip("/") / "index.html"
    labels = re.findall(r'<label for="[^"]+">([^<]+)</label>', page.read_text(encoding="utf-8"))
    assert labels == ["Python", "TypeScript", "Python", "TypeScript"]
