"""Page: which data these are, what a new workbook would change, and the way back."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, get_args

import dash_mantine_components as dmc
from dash import ALL, ClientsideFunction, Dash, Input, Output, State, ctx, dcc, html, no_update
from werkzeug.exceptions import BadRequest

from mieux_dashboard.intake.bench import Bench
from mieux_dashboard.intake.compare import Mode
from mieux_dashboard.intake.prepare import Prepared, Received
from mieux_dashboard.intake.sittings import Full, Gone, Sitting
from mieux_dashboard.load import Unreadable
from mieux_dashboard.load.kinds import KNOWN
from mieux_dashboard.model.columns import LANGUAGES
from mieux_dashboard.model.decision import Decision
from mieux_dashboard.pages import answers, decided, dry_run, versions, view
from mieux_dashboard.pages.access import as_line
from mieux_dashboard.pages.page import Page, Visit, labelled
from mieux_dashboard.pages.site import Site
from mieux_dashboard.store import Moved, StoreError, now
from mieux_dashboard.words import LANGUAGE_NAMES, Words, message

NAME = "data"
UPLOAD, SITTING, SAID = "data-upload", "data-sitting", "data-said"
WHO, MODE, NOTE, AS_OF, SURE = "data-who", "data-mode", "data-note", "data-as-of", "data-sure"
DECIDE, ACCEPT, GIVE_UP = "data-decide", "data-accept", "data-give-up"
STEPS, FINDINGS, DECISIONS = "data-steps", "data-findings", "data-decisions"
DIFFERENCE, ACCEPTING, HISTORY = "data-difference", "data-accepting", "data-history"
APPLYING, READING, DECIDED = "data-applying", "data-reading", "data-decided"


def layout(visit: Visit) -> list[Any]:
    """Lay the page out for a visit: the steps of a dry run where one may load, then the history."""
    words = visit.words
    head = [
        html.H1(words("Which data are these, and what would a new workbook change?")),
        html.P(versions.in_force(visit), className="answer"),
    ]
    if visit.selection.data:
        return [
            *head,
            html.P(words("The demonstration stays as it is; nothing is loaded into it.")),
            html.Section(_out(visit)),
        ]
    if not visit.site.may_edit:
        said = words("You may look and export here; loading needs the role of an editor.")
        return [
            *head,
            html.P(said),
            html.Section(versions.history(visit)),
            html.Section(decided.in_force(visit)),
            html.Section(_out(visit)),
        ]
    return [
        *head,
        dcc.Store(id=SITTING, storage_type="session"),
        html.Div(steps(words), id=STEPS),
        html.Div("", id=SAID, role="status", className="said"),
        _step(words("Files"), "files", _files(visit)),
        html.Div(id=FINDINGS),
        html.Div(id=DECISIONS),
        html.Div(
            html.Button(words("Apply these decisions"), id=DECIDE, className="primary"),
            id=APPLYING,
            hidden=True,
        ),
        html.Div(id=DIFFERENCE),
        html.Div(_accepting(words, None), id=ACCEPTING, hidden=True),
        html.Section(versions.history(visit), id=HISTORY),
        html.Section(decided.in_force(visit), id=DECIDED),
        html.Section(_out(visit)),
    ]


def _out(visit: Visit) -> list[Any]:
    """Offer the figures in the form of monitoring systems."""
    words = visit.words
    return [
        html.H2(words("Figures for monitoring systems")),
        html.P(
            words(
                "Indicator, disaggregation, date and value in one table. Small numbers of persons "
                "are left empty."
            ),
            className="rule",
        ),
        html.P(
            html.A(words("Indicators (CSV)"), href=visit.href("data/indicators.csv"), download=""),
            className="links",
        ),
    ]


def _step(title: str, anchor: str, children: Sequence[Any]) -> html.Section:
    return html.Section([html.H2(title), *children], id=f"step-{anchor}", className="step")


def _files(visit: Visit) -> list[Any]:
    words = visit.words
    return [
        html.P(
            words(
                "One workbook or several: {kinds}. They are read here, on this machine, and change "
                "nothing until you accept.",
                kinds=words.listing(KNOWN),
            ),
            className="rule",
        ),
        _who(visit),
        dmc.RadioGroup(
            dmc.Stack(
                [
                    dmc.Radio(
                        words("Add and change: nothing that is here is removed"), value="update"
                    ),
                    dmc.Radio(words("Replace: what the files do not hold goes"), value="replace"),
                ]
            ),
            id=MODE,
            value="update",
            label=words("What the files do"),
        ),
        html.Div(
            dcc.Upload(
                [
                    html.Button(words("Choose files"), className="primary"),
                    " ",
                    words("or drop them here"),
                ],
                id=UPLOAD,
                multiple=True,
                className="drop",
                className_active="drop over",
            ),
            role="group",
            **labelled(words("Choose files")),
        ),
        html.Div(
            html.Span(words("Reading the files…"), id=READING, hidden=True),
            role="status",
            className="reading",
        ),
        html.P(
            [
                words("An empty workbook to fill in:"),
                *(part for language in LANGUAGES for part in (" ", _template(language))),
            ]
        ),
    ]


def _template(language: str) -> html.A:
    """Lead to the empty workbook in a language."""
    href = f"/{language}/data/template.xlsx"
    return html.A(LANGUAGE_NAMES[language], href=href, download="", lang=language)


def _who(visit: Visit) -> dmc.TextInput:
    """Ask for initials, or show the name under which the reader is signed in."""
    words, access = visit.words, visit.site.access
    if access.by_name:
        return dmc.TextInput(
            id=WHO,
            label=words("Signed in as"),
            description=words("It stands beside what you decide and accept."),
            value=access.reader().name,
            readOnly=True,
            className="short",
        )
    return dmc.TextInput(
        id=WHO,
        label=words("Your initials"),
        description=words("They stand beside what you decide and accept."),
        persistence=True,
        className="short",
    )


def steps(words: Words, prepared: Prepared | None = None) -> html.Ol:
    """Return the steps, each a link to its part, with what stands there."""
    said = [(words("Files"), "files", "")]
    if prepared:
        changed = len(prepared.difference.changes)
        found = prepared.checked.findings
        said = [
            (words("Files"), "files", words.plural("{n} file", "{n} files", len(prepared.received)))
        ]
        said += [
            (
                words("Findings"),
                "findings",
                words.plural("{n} finding", "{n} findings", len(found)),
            ),
            (
                words("Decisions"),
                "decisions",
                words.plural("{n} open", "{n} open", len(prepared.questions)),
            ),
            (
                words("Difference"),
                "difference",
                words.plural("{n} change", "{n} changes", changed),
            ),
            (words("Accept"), "accept", ""),
        ]
    else:
        later = (words("Findings"), words("Decisions"), words("Difference"), words("Accept"))
        said += [(name, "", "") for name in later]
    return html.Ol([html.Li(_mark(*one)) for one in said], className="steps")


def _mark(name: str, anchor: str, more: str) -> Any:
    said = [html.Strong(name), html.Span(f" {more}" if more else "")]
    return html.A(said, href=f"#step-{anchor}") if anchor else html.Span(said)


def _accepting(words: Words, prepared: Prepared | None) -> list[Any]:
    """Lay out the last step: who, why, and what one has to have seen."""
    sure = _to_be_seen(words, prepared) if prepared else ""
    return [
        _step(
            words("Accept"),
            "accept",
            [
                dmc.TextInput(
                    id=AS_OF,
                    label=words("Data as of"),
                    description=words("A day: 2024-03-31. May stay empty."),
                    className="short",
                ),
                dmc.TextInput(id=NOTE, label=words("Note"), className="long"),
                html.Div(
                    dmc.Checkbox(id=SURE, label=sure or words("Seen"), checked=False),
                    hidden=not sure,
                ),
                html.Div(
                    [
                        html.Button(
                            words("Accept as the next version"), id=ACCEPT, className="primary"
                        ),
                        html.Button(words("Give up these files"), id=GIVE_UP),
                    ],
                    className="tools",
                ),
            ],
        )
    ]


def _to_be_seen(words: Words, prepared: Prepared) -> str:
    """Say what must be agreed to before accepting; "" where nothing is lost."""
    removed = sum(one.removed for one in prepared.difference.counts.values())
    errors = prepared.checked.count("error")
    parts = [
        words.plural("{n} record goes.", "{n} records go.", removed) if removed else "",
        words.plural("{n} error stays as it is.", "{n} errors stay as they are.", errors)
        if errors
        else "",
    ]
    said = " ".join(filter(None, parts))
    return words("I have seen it: {said}", said=said) if said else ""


def register(app: Dash, site: Site) -> None:
    """Wire the page to an app; what it wires answers editors only."""
    bench = site.bench
    if bench is None:
        return
    _register_files(app, site, bench)
    _register_decisions(app, site, bench)
    _register_shown(app, site, bench)
    _register_accept(app, site, bench)
    versions.register(app, site, bench, HISTORY, SAID)
    places = {"shown": DECIDED, "said": SAID, "sitting": SITTING, "who": WHO}
    decided.register(app, site, bench, places)


def _visit(site: Site, address: Mapping[str, str]) -> Visit:
    language, _, here = address["path"].strip("/").partition("/")
    return Visit(site, language, here, {}, {})


def _register_files(app: Dash, site: Site, bench: Bench) -> None:
    """Take files in, and keep what is chosen about them."""
    app.clientside_callback(
        ClientsideFunction("mieux", "nameUpload"), Output(UPLOAD, "className"), Input(UPLOAD, "id")
    )

    @app.callback(
        Output(SITTING, "data", allow_duplicate=True),
        Output(SAID, "children", allow_duplicate=True),
        Output(UPLOAD, "contents"),
        inputs={
            "contents": Input(UPLOAD, "contents"),
            "names": State(UPLOAD, "filename"),
            "mode": State(MODE, "value"),
            "address": view.ADDRESS,
        },
        running=[
            (Output(UPLOAD, "disabled"), True, False),
            (Output(READING, "hidden"), False, True),
        ],
        prevent_initial_call=True,
    )
    @site.for_editors
    def take(
        contents: list[str] | None, names: list[str], mode: Any, address: dict[str, str]
    ) -> tuple[Any, Any, Any]:
        if not contents:
            return no_update, no_update, no_update
        site.rates.hit("upload", site.access)
        words = _visit(site, address).words
        received, mode = _received(names, contents), _mode(mode)
        try:
            sitting = bench.sittings.note(replace(bench.sittings.begin(received), mode=mode))
        except Full:
            said = words(
                "There is no room for more files that wait. Accept or give up those that are here."
            )
            return no_update, said, None
        except OSError as error:  # such as a full disk
            reason = error.strerror or ""
            said = words(
                "The files could not be kept here: {reason}. Nothing changed.", reason=reason
            )
            return no_update, said, None
        try:
            bench.prepared(sitting)
        except Unreadable as error:
            bench.sittings.end(sitting.token)
            return no_update, error.message(words), None
        return {"token": sitting.token, "stamp": 0}, words("The files were read."), None

    @app.callback(
        Output(SITTING, "data", allow_duplicate=True),
        Input(MODE, "value"),
        State(SITTING, "data"),
        prevent_initial_call=True,
    )
    @site.for_editors
    def choose(mode: Any, data: dict[str, Any] | None) -> Any:
        sitting = found(bench, data)
        if not sitting or sitting.mode == mode:
            return no_update
        bench.sittings.note(replace(sitting, mode=_mode(mode)))
        return _stamped(data)


def _received(names: list[str] | None, contents: list[str]) -> list[Received]:
    """Read the files as the browser sends them."""
    try:
        given = zip(names or (), contents, strict=True)
        return [
            Received(name, base64.b64decode(one.partition(",")[2], validate=True))
            for name, one in given
        ]
    except ValueError:
        raise BadRequest from None


def _mode(given: Any) -> Mode:
    if given not in get_args(Mode):
        raise BadRequest
    mode: Mode = given
    return mode


def _register_decisions(app: Dash, site: Site, bench: Bench) -> None:
    """Keep what is decided with the files."""

    @app.callback(
        Output(SITTING, "data", allow_duplicate=True),
        Output(SAID, "children", allow_duplicate=True),
        inputs={
            "n_clicks": Input(DECIDE, "n_clicks"),
            "answers": State({"type": dry_run.ANSWER, "asked": ALL}, "value"),
            "ids": State({"type": dry_run.ANSWER, "asked": ALL}, "id"),
            "data": State(SITTING, "data"),
            "who": State(WHO, "value"),
            "address": view.ADDRESS,
        },
        prevent_initial_call=True,
    )
    @site.for_editors
    def decide(
        n_clicks: int | None,
        answers: list[str | None],
        ids: list[dict[str, str]],
        data: dict[str, Any] | None,
        who: str | None,
        address: dict[str, str],
    ) -> tuple[Any, Any]:
        sitting = found(bench, data)
        words = _visit(site, address).words
        if not n_clicks or not data:
            return no_update, no_update
        if not sitting:
            return None, _gone(words)
        if not (by := site.who(who)):
            return no_update, words("Give your initials first: they stand beside each decision.")
        asked = {dry_run.answer_id(one)["asked"] for one in bench.prepared(sitting).questions}
        if len(ids) != len(answers) or {one["asked"] for one in ids} - asked:
            raise BadRequest
        given = [
            _decision(one["asked"], answer, by)
            for one, answer in zip(ids, answers, strict=True)
            if answer
        ]
        bench.decide(sitting, given)
        said = words.plural("{n} decision taken.", "{n} decisions taken.", len(given))
        return _stamped(data), said


def _decision(asked: str, answer: str, who: str) -> Decision:
    kind, where, what = asked.split("|", 2)
    return Decision(kind, where, what, answer, who, now())  # type: ignore[arg-type]


def _stamped(data: dict[str, Any] | None) -> dict[str, Any]:
    return {**(data or {}), "stamp": (data or {}).get("stamp", 0) + 1}


def found(bench: Bench, data: Mapping[str, Any] | None) -> Sitting | None:
    """Return the sitting that the browser remembers, None where it is gone."""
    try:
        return bench.sittings.find(str((data or {}).get("token", "")))
    except Gone:
        return None


def _register_shown(app: Dash, site: Site, bench: Bench) -> None:
    """Show a dry run whenever its files, its decisions or its mode change."""

    @app.callback(
        output={
            "steps": Output(STEPS, "children"),
            "findings": Output(FINDINGS, "children"),
            "decisions": Output(DECISIONS, "children"),
            "settled": Output(APPLYING, "hidden"),
            "difference": Output(DIFFERENCE, "children"),
            "accepting": Output(ACCEPTING, "children"),
            "hidden": Output(ACCEPTING, "hidden"),
            "mode": Output(MODE, "value"),
        },
        inputs={"data": Input(SITTING, "data"), "address": view.ADDRESS},
    )
    @site.for_editors
    def show(data: dict[str, Any] | None, address: dict[str, str]) -> dict[str, Any]:
        visit = _visit(site, address)
        sitting = found(bench, data)
        return _shown(visit, bench, sitting) if sitting else _nothing(visit.words)


def _nothing(words: Words) -> dict[str, Any]:
    return {
        "steps": steps(words), "findings": None, "decisions": None, "settled": True,
        "difference": None, "accepting": no_update, "hidden": True, "mode": no_update,
    }  # fmt: skip


def _shown(visit: Visit, bench: Bench, sitting: Sitting) -> dict[str, Any]:
    words, prepared = visit.words, bench.prepared(sitting)
    address = f"/{visit.language}/data/waiting/{sitting.token}"
    found = dry_run.findings(visit, prepared, _found_files(words, address, sitting))
    changed = html.A(words("All changes (CSV)"), href=f"{address}/changes.csv", download="")
    decided = dry_run.decisions(visit, prepared)
    differs = dry_run.difference(visit, prepared, visit.site.shown_from, changed)
    return {
        "steps": steps(words, prepared),
        "findings": _step(words("Findings"), "findings", found),
        "decisions": _step(words("Decisions"), "decisions", decided),
        "settled": not prepared.questions,
        "difference": _step(words("Difference"), "difference", differs),
        "accepting": _accepting(words, prepared),
        "hidden": prepared.difference.empty,
        "mode": sitting.mode,
    }


def _found_files(words: Words, address: str, sitting: Sitting) -> html.P:
    marked = [
        html.A(
            words("{file} with its cells marked", file=name),
            href=f"{address}/marked-{number}.xlsx",
            download="",
        )
        for number, name in enumerate(sitting.names)
    ]
    listed = [
        html.A(
            words("All findings ({kind})", kind=suffix.upper()),
            href=f"{address}/findings.{suffix}",
            download="",
        )
        for suffix in ("xlsx", "csv")
    ]
    return html.P([*listed, *marked], className="links")


def _register_accept(app: Dash, site: Site, bench: Bench) -> None:
    """Accept what was prepared, or give it up."""

    @app.callback(
        Output(SITTING, "data", allow_duplicate=True),
        Output(SAID, "children", allow_duplicate=True),
        Output(HISTORY, "children", allow_duplicate=True),
        Output(DECIDED, "children", allow_duplicate=True),
        inputs={
            "clicks": (Input(ACCEPT, "n_clicks"), Input(GIVE_UP, "n_clicks")),
            "data": State(SITTING, "data"),
            "given": {
                "by": State(WHO, "value"),
                "note": State(NOTE, "value"),
                "as_of": State(AS_OF, "value"),
                "sure": State(SURE, "checked"),
            },
            "address": view.ADDRESS,
        },
        prevent_initial_call=True,
    )
    @site.for_editors
    def accept(
        clicks: Any, data: dict[str, Any] | None, given: dict[str, Any], address: dict[str, str]
    ) -> tuple[Any, Any, Any, Any]:
        sitting, visit = found(bench, data), _visit(site, address)
        words = visit.words
        if not any(clicks) or not data:
            return no_update, no_update, no_update, no_update
        if not sitting:
            return None, _gone(words), versions.history(visit), no_update
        if ctx.triggered_id == GIVE_UP:
            bench.sittings.end(sitting.token)
            return None, words("The files were deleted; nothing changed."), no_update, no_update
        prepared = bench.prepared(sitting)
        texts = {name: as_line(given[name]) for name in ("note", "as_of")}
        texts["by"] = site.who(given["by"])
        if why := _why_not(words, prepared, texts, given["sure"]):
            return no_update, why, no_update, no_update
        try:
            number = bench.accept(sitting, prepared, **texts)
        except Moved as error:
            return _stamped(data), error.message(words), versions.history(visit), no_update
        except StoreError as error:
            return no_update, answers.store_said(error, words), no_update, no_update
        said = words("Version {number} is in force. Every page shows it now.", number=number)
        shown = _visit(site, address)
        return None, said, versions.history(shown), decided.in_force(shown)


def _gone(words: Words) -> str:
    return words(
        "These files do not wait any more: they were accepted or given up, or a day has passed. "
        "What is in force stands under Versions; send the files again if they are not in it."
    )


def _why_not(words: Words, prepared: Prepared, given: Mapping[str, str], sure: Any) -> str:
    """Say what is missing before accepting; "" where nothing is."""
    if not given["by"]:
        return words("Give your initials first: they stand beside the version.")
    if _to_be_seen(words, prepared) and not sure:
        return words("Look at what goes or stays wrong, and tick that you have seen it.")
    if not _is_day(given["as_of"]):
        return words("“{value}” is no day. Write it as 2024-03-31.", value=given["as_of"])
    return ""


def _is_day(text: str) -> bool:
    if not text:
        return True
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == len("2024-03-31")


PAGE = Page(NAME, "data", message("Data"), layout, register)
