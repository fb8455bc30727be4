"""What a presentation stands on: our own masters, or those of an owner's template."""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PythonPptxError
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Opened
from pptx.slide import SlideLayout, SlideMaster
from pptx.util import Pt

from mieux_dashboard.draw.style import ACCENT, CLASSES, DEMONSTRATION, INK, MUTED
from mieux_dashboard.export.picture import plain
from mieux_dashboard.export.still import repacked
from mieux_dashboard.words import TAGS, Words

_WIDTH, _HEIGHT = 960.0, 540.0  # points of our own slides: 16:9
_MARGIN, _TOP = 36.0, 22.0
_LONGEST = 255  # letters of a property
_FONT, _LETTERS = "Arial", 0.88
_THEME = {
    "dk1": INK, "dk2": MUTED, "accent1": ACCENT, "accent2": CLASSES[1], "accent3": CLASSES[4],
    "accent4": CLASSES[2], "accent5": MUTED, "accent6": DEMONSTRATION, "hlink": ACCENT,
    "folHlink": ACCENT,
}  # fmt: skip
_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
_BODIES = (PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT)
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
_SECTIONS = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"


class TemplateRefused(Exception):
    """A template that no slide can be made from."""

    def __init__(self, path: Path, found: str) -> None:
        super().__init__(path, found)
        self.path, self.found = path, found

    def message(self, words: Words) -> str:
        """Say in one line what was found, and what to do."""
        if self.found == "no-layout":
            return words(
                "{path}: this template has no layout with a title. Add one in the slide master, "
                "and save the file again.",
                path=self.path,
            )
        return words(
            "{path}: this is no PowerPoint presentation. Save your template as a .pptx file, and "
            "name that.",
            path=self.path,
        )


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle in points."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height


@dataclass(frozen=True, eq=False)
class Master:
    """An open presentation and where its slides have room.

    Parameters
    ----------
    deck
        The presentation, without slides.
    cover, chart
        Layouts of the first slide, and of all others.
    title, room
        Where the title of a slide stands, and everything else.
    flows
        Whether the room begins where the title ends, however many lines that has.
    width, height
        Of a slide, in points.
    letters
        How wide its bold letters are beside those that `draw.lettering` estimates.
    """

    deck: Opened
    cover: SlideLayout
    chart: SlideLayout
    title: Rect
    room: Rect
    flows: bool
    width: float
    height: float
    letters: float = 1


def open_master(template: Path | None) -> Master:
    """Open our own masters, or those of a template with its layouts, theme and slide size.

    Raises
    ------
    TemplateRefused
        When the file is no presentation, or has no layout with a title.
    OSError
        When it cannot be read.
    """
    return _own() if template is None else _given(template)


def _own() -> Master:
    """Give the package's plain presentation our size, letters and colours."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(_WIDTH), Pt(_HEIGHT)
    layouts = {layout.name: layout for layout in deck.slide_layouts}
    cover, chart = layouts["Title Slide"], layouts["Title Only"]
    for name, layout in layouts.items():
        if layout not in (cover, chart):
            deck.slide_layouts.remove(layouts[name])
    _drop(deck, "/thumbnail", "/printerSettings")
    title = Rect(_MARGIN, _TOP, _WIDTH - 2 * _MARGIN, 92)
    room = Rect(_MARGIN, title.bottom, title.width, _HEIGHT - title.bottom - 16)
    for page in (deck.slide_master, chart):
        _keep_title(page, title)
    _keep_title(cover, Rect(_MARGIN * 2, 100, _WIDTH - 4 * _MARGIN, 110), "b")
    _retheme(deck)
    return Master(deck, cover, chart, title, room, True, _WIDTH, _HEIGHT, _LETTERS)


def _drop(deck: Opened, *kinds: str) -> None:
    """Leave out what the plain presentation has and ours has not: its small picture, a printer."""
    for part in (deck.part.package, deck.part):
        for name, rel in list(part._rels.items()):
            if rel.reltype.endswith(kinds):
                part._rels.pop(name)


def _keep_title(page: SlideMaster | SlideLayout, at: Rect, anchor: str = "t") -> None:
    """Leave a page its title only, at the left of its place, at its top or bottom."""
    for shape in list(page.placeholders):
        if shape.placeholder_format.type not in _TITLES:
            shape._element.getparent().remove(shape._element)
            continue
        shape.left, shape.top = Pt(at.left), Pt(at.top)
        shape.width, shape.height = Pt(at.width), Pt(at.height)
        body = shape.text_frame._txBody.bodyPr
        for side in ("lIns", "rIns", "tIns", "bIns"):
            body.set(side, "0")
        body.set("anchor", anchor)
    styles = page._element.find(qn("p:txStyles"))
    if styles is not None:
        level = styles.find(f"{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
        level.set("algn", "l")
        level.find(qn("a:defRPr")).set("b", "1")


def _retheme(deck: Opened) -> None:
    """Set the letters and the colours of the theme."""
    part = next(
        rel.target_part for rel in deck.slide_master.part.rels.values()
        if rel.reltype.endswith("/theme")
    )  # fmt: skip
    theme = etree.fromstring(part.blob)
    for name, colour in _THEME.items():
        slot = theme.find(f".//{{{_A}}}clrScheme/{{{_A}}}{name}")
        for old in list(slot):
            slot.remove(old)
        etree.SubElement(slot, f"{{{_A}}}srgbClr", val=hexed(colour))
    for face in theme.iterfind(f".//{{{_A}}}fontScheme/*/{{{_A}}}latin"):
        face.set("typeface", _FONT)
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


def hexed(colour: str) -> str:
    """Return an ink as ``RRGGBB``."""
    parts = colour.removeprefix("rgb(").removesuffix(")").split(",")
    return "".join(f"{int(part):02X}" for part in parts)


def _given(template: Path) -> Master:
    try:
        deck = Presentation(io.BytesIO(template.read_bytes()))
        layouts = [each for master in deck.slide_masters for each in master.slide_layouts]
        _emptied(deck)
    except (PythonPptxError, zipfile.BadZipFile, KeyError, ValueError, etree.XMLSyntaxError):
        raise TemplateRefused(template, "no-presentation") from None
    titled = [each for each in layouts if _placed(each, _TITLES)]
    if not titled:
        raise TemplateRefused(template, "no-layout")
    chart = min(titled, key=lambda each: (_kinds(each) != {"title"}, len(_kinds(each))))
    cover = next((each for each in titled if _kinds(each) == {"centre", "subtitle"}), chart)
    width, height = deck.slide_width.pt, deck.slide_height.pt
    title = _placed(chart, _TITLES)[0]
    single = [each for each in titled if len(_placed(each, _BODIES)) == 1]
    bodies = [_beneath(title, body) for each in single for body in _placed(each, _BODIES)]
    wide = [body for body in bodies if body.width >= width * 0.6 and body.height >= height * 0.5]
    rest = Rect(title.left, title.bottom, title.width, height * 0.95 - title.bottom)
    room = max(wide, key=lambda body: body.width * body.height, default=rest)
    return Master(deck, cover, chart, title, room, False, width, height)


def _beneath(title: Rect, body: Rect) -> Rect:
    top = max(title.bottom, body.top)
    return Rect(body.left, top, body.width, body.bottom - top)


def _emptied(deck: Opened) -> None:
    """Leave out the slides that a template has, and the sections that they are in."""
    slides = deck.slides._sldIdLst
    for each in list(slides):
        deck.part.drop_rel(each.rId)
        slides.remove(each)
    further = deck.part._element.find(qn("p:extLst"))
    for extension in list(further) if further is not None else []:
        if extension.get("uri") == _SECTIONS:
            further.remove(extension)


def _placed(layout: SlideLayout, kinds: Sequence[Any]) -> list[Rect]:
    return [
        Rect(shape.left.pt, shape.top.pt, shape.width.pt, shape.height.pt)
        for shape in layout.placeholders
        if shape.placeholder_format.type in kinds and shape.width and shape.height
    ]


def _kinds(layout: SlideLayout) -> set[str]:
    """Return what a layout has places for, without date, foot and number."""
    names = {PP_PLACEHOLDER.TITLE: "title", PP_PLACEHOLDER.CENTER_TITLE: "centre"}
    names |= {PP_PLACEHOLDER.SUBTITLE: "subtitle"}
    left_out = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
    kinds = (shape.placeholder_format.type for shape in layout.placeholders)
    return {names.get(kind, str(kind)) for kind in kinds if kind not in left_out}


def set_sections(deck: Opened, sections: Mapping[str, Sequence[int]]) -> None:
    """Divide a presentation into sections that PowerPoint shows: name -> ids of its slides."""
    listed = "".join(
        f'<p14:section name="{_attribute(name)}" id="{_guid(f"{n} {name}")}"><p14:sldIdLst>'
        + "".join(f'<p14:sldId id="{each}"/>' for each in slides)
        + "</p14:sldIdLst></p14:section>"
        for n, (name, slides) in enumerate(sections.items())
    )
    extension = parse_xml(
        f'<p:ext xmlns:p="{_P}" uri="{_SECTIONS}"><p14:sectionLst xmlns:p14="{_P14}">{listed}'
        "</p14:sectionLst></p:ext>"
    )
    whole = deck.part._element
    further = whole.find(qn("p:extLst"))
    if further is None:
        further = parse_xml(f'<p:extLst xmlns:p="{_P}"/>')
        whole.append(further)
    further.append(extension)


def _attribute(text: str) -> str:
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), ('"', "&quot;")):
        text = text.replace(sign, entity)
    return text


def _guid(name: str) -> str:
    return "{" + str(uuid.uuid5(uuid.NAMESPACE_URL, name)).upper() + "}"


def set_loop(deck: Opened) -> None:
    """Let a presentation run by itself, over and over, until Escape is pressed."""
    show = parse_xml(
        f'<p:showPr xmlns:p="{_P}" loop="1" showNarration="1" useTimings="1">'
        "<p:kiosk/><p:sldAll/></p:showPr>"
    )
    for rel in deck.part.rels.values():
        if rel.reltype.endswith("/presProps"):
            part = rel.target_part
            whole = etree.fromstring(part.blob)
            for old in whole.findall(qn("p:showPr")):
                whole.remove(old)
            before = [qn("p:htmlPubPr"), qn("p:webPr"), qn("p:prnPr")]
            whole.insert(sum(each.tag in before for each in whole), show)
            part._blob = etree.tostring(
                whole, xml_declaration=True, encoding="UTF-8", standalone=True
            )


def saved(deck: Opened, words: Words, title: str) -> bytes:
    """Return a presentation as a file without a clock."""
    programme = words.reference.programme
    about = deck.core_properties
    subject = programme.titles[words.language]
    about.title, about.subject = plain(title)[:_LONGEST], plain(subject)[:_LONGEST]
    about.author = about.last_modified_by = about.comments = about.keywords = ""
    about.language, about.revision = TAGS[words.language], 1
    about.created = about.modified = datetime.combine(programme.compiled, time())
    written = io.BytesIO()
    deck.save(written)
    return repacked(written.getvalue())
