"""The page of a report in a browser: on a phone, for those who do not see, without a network."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

sync_api = pytest.importorskip(
    "playwright.sync_api", reason="pip install axe-playwright-python, which brings playwright"
)

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no browser: install one, on Debian by apt-get install chromium"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=options)
        yield opened
        opened.close()


def opened(browser: Any, file: Path, width: int) -> tuple[Any, list[str]]:
    """Return a page without a network, and what it asks for."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, offline=True, bypass_csp=True
    )
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    return page, asked


@pytest.mark.parametrize("width", [320, 375, 1200])
def test_no_page_scrolls_sideways(browser, essex_file, width):
    page, _ = opened(browser, essex_file, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_phone_a_table_that_goes_on_is_in_shadow_there(browser, essex_file):
    """The shadow is read off the screen: at the right edge at first, at the left one at the end."""
    page, _ = opened(browser, essex_file, 375)
    table = page.locator("#councils .table").first
    assert table.evaluate("one => one.scrollWidth > one.clientWidth + 100")

    def edges() -> tuple[float, float]:
        picture = Image.open(io.BytesIO(table.screenshot())).convert("L")
        grey = np.asarray(picture, dtype=float)
        return tuple(float(np.median(grey[:, column])) for column in (0, -1))

    left, right = edges()
    assert (left, right < 200) == (255, True)
    table.evaluate("one => one.scrollTo(one.scrollWidth, 0)")
    left, right = edges()
    assert (left < 200, right) == (True, 255)


def test_on_a_phone_pictures_are_whole(browser, essex_file):
    page, _ = opened(browser, essex_file, 375)
    beyond = "all => all.map(one => one.scrollWidth - one.clientWidth)"
    assert set(page.eval_on_selector_all(".picture", beyond)) == {0}


def test_nothing_is_asked_of_a_network(browser, essex_file):
    page, asked = opened(browser, essex_file, 1200)
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if not url.startswith("data:")] == [essex_file.as_uri()]


def test_every_picture_is_shown(browser, essex_file):
    page, _ = opened(browser, essex_file, 1200)
    widths = page.eval_on_selector_all("img", "all => all.map(one => one.naturalWidth)")
    assert len(widths) == 5
    assert min(widths) > 300


def test_those_who_do_not_see_or_use_no_mouse_are_served(browser, essex_file):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page, _ = opened(browser, essex_file, 1200)
    found = axe.Axe().run(page).response
    assert len(found["passes"]) > 20
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found["violations"]] == []


def test_the_summary_is_one_page_on_paper(browser, essex_file):
    page, _ = opened(browser, essex_file, 1200)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 688, "height": 1001})  # A4 less its margins, at 96 to an inch.
    height = page.evaluate("document.getElementById('summary').getBoundingClientRect().bottom")
    assert 400 < height < 1001
