"""A page as a reader meets it, and what must be true of every page there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
NO_LABEL_NEEDED = {"hidden", "submit", "button"}


@dataclass
class Element:
    """One element of the page, with what is in it."""

    tag: str
    attributes: dict[str, str]
    inside: list[Element | str] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name, "")

    def every(self, *tags: str, **attributes: str) -> Iterator[Element]:
        """The elements of these tags (none given: of any), whose attributes hold these words.

        `class_` and the like are written with a final underscore.
        """
        wanted = {name.rstrip("_").replace("_", "-"): words for name, words in attributes.items()}
        for each in self._within():
            if (not tags or each.tag in tags) and (
                not wanted or all(words in each[name].split() for name, words in wanted.items())
            ):
                yield each

    def _within(self) -> Iterator[Element]:
        """The elements within it, in the order of the page."""
        waiting: list[Element | str] = self.inside[::-1]
        while waiting:
            each = waiting.pop()
            if isinstance(each, Element):
                yield each
                waiting += each.inside[::-1]

    def first(self, *tags: str, **attributes: str) -> Element:
        """The first of them. Fails when there is none."""
        found = next(self.every(*tags, **attributes), None)
        assert found is not None, f"no {tags} {attributes}"
        return found

    @property
    def words(self) -> str:
        """What stands in it, on one line."""
        return " ".join(self._text().split())

    def _text(self) -> str:
        """The text with a space where a block or a cell ends."""
        if self.tag in ("script", "style"):
            return ""
        joined = "".join(each if isinstance(each, str) else each._text() for each in self.inside)
        inline = self.tag in ("a", "b", "strong", "span", "time", "em")
        return joined if inline else f" {joined} "


class Page:
    """What one answer of the site holds."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.root = parse(html)

    @property
    def title(self) -> str:
        return self.root.first("title").words

    @property
    def heading(self) -> str:
        return self.root.first("h1").words

    @property
    def main(self) -> Element:
        return self.root.first("main")

    @property
    def words(self) -> str:
        """All that stands in the main part of the page."""
        return self.main.words

    @property
    def errors(self) -> dict[str, str]:
        """The sentences of the error summary, each with where it leads."""
        found = self.root.every("div", class_="govuk-error-summary")
        return {link.words: link["href"] for each in found for link in each.every("a")}

    @property
    def notices(self) -> list[str]:
        """The sentences of the notification banners."""
        found = self.root.every(class_="govuk-notification-banner__content")
        return [each.words for each in found]

    @property
    def history(self) -> list[str]:
        """The sentences of the timeline, the latest first."""
        return [each.words for each in self.root.every(class_="ledger-timeline__sentence")]

    @property
    def links(self) -> dict[str, str]:
        """The words of each link in the main part, with where it leads."""
        return {link.words: link["href"] for link in self.main.every("a")}

    @property
    def rows(self) -> list[list[str]]:
        """The words of each cell of the first table, without its headings."""
        body = next(self.main.every("tbody"), None)
        return [] if body is None else [cells(row) for row in body.every("tr")]

    def table(self, name: str) -> list[list[str]]:
        """The words of each cell of the table that is named by the element with that id."""
        table = self.root.first("table", aria_labelledby=name)
        return [cells(row) for row in table.first("tbody").every("tr")]

    @property
    def form(self) -> Element:
        """The form of the main part that sends something."""
        return next(form for form in self.main.every("form") if form["method"] == "post")

    @property
    def filled_in(self) -> dict[str, Any]:
        """What the form would send as it stands."""
        return {name: value for name, value in controls(self.form).items() if value is not None}


def cells(row: Element) -> list[str]:
    return [cell.words for cell in row.every("th", "td")]


def controls(form: Element) -> dict[str, Any]:
    """The name of every control with what it would send; None: nothing, unless it is chosen.

    Where several boxes are ticked under one name, that is a list.
    """
    found: dict[str, Any] = {}
    for each in form.every("input", "select", "textarea"):
        if each.tag == "textarea":
            found[each["name"]] = "".join(map(str, each.inside)).removeprefix("\n")
        elif each.tag == "select":
            options = list(each.every("option"))
            chosen = next((one for one in options if "selected" in one.attributes), options[0])
            found[each["name"]] = chosen["value"]
        elif each["type"] in ("radio", "checkbox"):
            before = found.setdefault(each["name"], None)
            if "checked" in each.attributes:
                ticked = [*before, each["value"]] if isinstance(before, list) else each["value"]
                found[each["name"]] = [before, ticked] if isinstance(before, str) else ticked
        else:
            found[each["name"]] = each["value"]
    return found


def choices(form: Element, name: str) -> list[str]:
    """The values that can be chosen for a select or for radios; none for any other control."""
    selects = [each for each in form.every("select") if each["name"] == name]
    radios = [
        each
        for each in form.every("input")
        if each["name"] == name and each["type"] in ("radio", "checkbox")
    ]
    options = [option for select in selects for option in select.every("option")]
    return [each["value"] for each in options + radios]


# What must be true of every page


def check(page: Page) -> None:
    """Fail on a page that some reader could not use or that lets somebody's text run."""
    root = page.root
    everything = list(root.every())
    assert root.first("html")["lang"] == "en"
    assert len(list(root.every("h1"))) == 1
    assert page.heading
    assert page.title.endswith(" - Scrutiny Ledger")
    assert page.title.startswith("Error: ") == bool(page.errors), page.title
    for landmark in ("header", "main", "footer"):
        assert len(list(root.every(landmark))) == 1, landmark
    assert next(root.first("body").every("a"))["href"] == "#main-content"
    ids = Counter(each["id"] for each in everything if "id" in each.attributes)
    assert not [name for name, times in ids.items() if times > 1 or not name], ids
    for each in everything:
        _check_references(each, ids)
        _check_that_nothing_runs(each)
    for form in root.every("form"):
        _check_form(form)
    for table in root.every("table"):
        assert table["aria-labelledby"] or list(table.every("caption")), "a table without a name"
        assert all(head["scope"] for head in table.every("th"))


def _check_references(each: Element, ids: Counter[str]) -> None:
    """Every name that one element calls another by is the id of an element of the page."""
    for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
        for name in each[attribute].split():
            assert name in ids, f"{attribute}={name} leads nowhere"
    if each["href"].startswith("#"):
        assert each["href"][1:] in ids, f"{each['href']} leads nowhere"


def _check_that_nothing_runs(each: Element) -> None:
    """Nothing inline runs or styles: neither our own, nor what somebody typed."""
    assert each.tag not in ("style", "iframe", "object", "embed", "base")
    assert each.tag != "script" or (each["src"].startswith("/static/") and not each.words)
    assert not [name for name in each.attributes if name.startswith("on") or name == "style"]
    assert not each["href"].strip().lower().startswith(("javascript:", "data:"))


def _check_form(form: Element) -> None:
    named = {label["for"] for label in form.every("label")}
    for control in form.every("input", "select", "textarea"):
        if control["type"] not in NO_LABEL_NEEDED:
            assert control["id"] in named, f"{control.attributes} has no label"
    if form["method"] == "post":
        token = next(each for each in form.every("input") if each["name"] == "csrf_token")
        assert token["value"]


# Reading HTML


def parse(html: str) -> Element:
    """The page as a tree. Fails on an end tag that closes nothing."""
    assert html.startswith("<!DOCTYPE html>")
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert [each.tag for each in reader.open] == ["document"], "a tag was never closed"
    return reader.open[0]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("document", {})]

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attributes]
        assert len(names) == len(set(names)), f"<{tag}> says something twice: {names}"
        element = Element(tag, {name: value or "" for name, value in attributes})
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> where </{self.open[-1].tag}> was due"
        self.open.pop()

    def handle_data(self, words: str) -> None:
        self.open[-1].inside.append(words)
