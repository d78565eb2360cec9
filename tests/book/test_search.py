"""Finding one's way in a browser that reaches nothing but the book."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
WANTED = {  # what is typed, and where it must lead
    "logit": "book/glossary.html",
    "dense_backward": "book/reference/scratch.html#ticketcourse.scratch.dense_backward",
    "TicketClassifier": "book/reference/ticketcourse.html#ticketcourse.TicketClassifier",
}


@pytest.mark.parametrize("context", [{}, PHONE], ids=["desktop", "phone"], indirect=True)
@pytest.mark.parametrize("words", WANTED)
def test_search_finds_words_and_functions(page, words):
    page.goto("/book/01-neurons.html")
    page.locator("button.search-button:visible, .search-button-field:visible").first.click()
    field = page.locator("input[type=search]:visible").first
    expect(field).to_be_focused()
    field.fill(words)
    field.press("Enter")
    found = page.locator(f'#search-results li a[href*="{WANTED[words]}"]')
    expect(found.first).to_be_visible()
    found.first.click()
    page.wait_for_url(f"**/{WANTED[words].split('#')[0]}*")


def test_previous_and_next_lead_through_the_book(page):
    page.goto("/book/index.html")
    for title in ("Map of the course", "1 Neurons and layers"):
        page.locator("a.right-next").click()
        expect(page.locator("article h1")).to_contain_text(title)
    page.locator("a.left-prev").click()
    expect(page.locator("article h1")).to_contain_text("Map of the course")


def test_the_map_leads_to_a_chapter_by_keyboard(page):
    page.goto("/book/map.html")
    stop = page.locator(".course-map a").first
    page.locator("main a").first.focus()
    for _ in range(30):
        if stop.evaluate("link => link === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(stop).to_be_focused()
    assert stop.locator("rect").evaluate("box => getComputedStyle(box).stroke") != "none"
    page.keyboard.press("Enter")
    page.wait_for_url("**/book/01-neurons.html")


def test_from_the_prose_to_the_reference_and_back(page):
    page.goto("/book/01-neurons.html")
    page.locator("a.library-name", has_text="dense").first.click()
    page.wait_for_url("**/reference/scratch.html#ticketcourse.scratch.dense")
    entry = page.locator("dl.py", has=page.locator("[id='ticketcourse.scratch.dense']"))
    expect(entry).to_be_in_viewport()
    entry.get_by_role("link", name="chapter 1, Neurons").click()
    page.wait_for_url("**/book/01-neurons.html")
