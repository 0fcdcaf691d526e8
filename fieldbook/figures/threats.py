"""The threat assessment: likelihood and impact, and how exposed people in each area are. Judgements, never computed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from fieldbook.figures.actors import CONTEXT_FILE
from fieldbook.figures.evidence import Figure, evidence, missing, table_of
from fieldbook.figures.style import SIZE, WIDTH, bars, canvas, circles, rules, text_width, texts
from fieldbook.figures.words import leaders, listing, name, number, tied
from fieldbook.i18n import _
from fieldbook.render.palette import ACCENT, MUTED, PAPER, SOFT

if TYPE_CHECKING:
    from fieldbook.load.context import ContextPack


def threat_matrix(pack: ContextPack, *, question: str | None = None) -> Figure:
    """Threats by likelihood and impact, each from 1 to 5, numbered in order of their product."""
    if not pack.meta.threats:
        return missing("threat_matrix", pack, what=_("The threat assessment"), file=CONTEXT_FILE, field="threats", question=question)
    areas = {area.id: area.name for area in pack.meta.areas}
    frame = pd.DataFrame(
        [
            {"title": name(t.title), "area": name(areas[t.area]), "who": t.who, "likelihood": t.likelihood, "impact": t.impact, "signs": "; ".join(t.signs)}
            for t in pack.meta.threats
        ]
    )
    frame["rank"] = frame["likelihood"] * frame["impact"]
    frame = frame.sort_values(["rank", "impact", "title"], ascending=[False, False, True], ignore_index=True)
    frame["n"] = [str(place) for place in range(1, len(frame) + 1)]
    top = leaders(frame.assign(label=[f"{row.title} ({row.area})" for row in frame.itertuples()]).set_index("label")["rank"])
    title = _("Judged most likely and most harmful together: {threats}").format(threats=tied(top, _("{n} threats").format(n=len(top))))
    listed = "; ".join(
        _("{n}: {title}, {area}, likelihood {likelihood}, impact {impact}").format(n=row.n, title=row.title, area=row.area, likelihood=row.likelihood, impact=row.impact)
        for row in frame.itertuples()
    )
    alt = _("Grid with impact to the right and likelihood upwards; numbers stand for threats. {values}.").format(values=listed)
    labels = {"n": _("No."), "title": _("Threat"), "area": _("Area"), "who": _("Who is at risk"), "likelihood": _("Likelihood"), "impact": _("Impact"), "signs": _("Early signs")}
    return evidence("threat_matrix", pack, title=title, alt=f"{alt} {title}.", chart=_grid(frame), about=CONTEXT_FILE, question=question,
                    table=table_of(frame, labels, numbers={"likelihood", "impact"}),
                    cannot_show=_("These are judgements on a scale of 1 to 5. The product orders them; it does not measure risk."))  # fmt: skip


def _grid(frame: pd.DataFrame) -> dict[str, Any]:
    cell, left, top = 72.0, 44.0, 4.0
    boxes = pd.DataFrame(
        [
            {"x": left + (i - 1) * cell + 1, "x2": left + i * cell - 1, "y": top + (5 - k) * cell + 1, "y2": top + (6 - k) * cell - 1, "high": i * k >= 15}
            for i in range(1, 6)
            for k in range(1, 6)
        ]
    )
    spot = frame.groupby(["likelihood", "impact"]).cumcount()
    marks = frame.assign(
        x=[left + (impact - 1) * cell + 18 + 22 * (s % 3) for impact, s in zip(frame["impact"], spot, strict=True)],
        y=[top + (5 - likely) * cell + 18 + 22 * (s // 3) for likely, s in zip(frame["likelihood"], spot, strict=True)],
        r=10,
        text=frame["n"],
    )
    bottom = top + 5 * cell
    ticks = [{"text": str(n), "x": left + (n - 0.5) * cell - 4, "y": bottom + 12} for n in range(1, 6)]
    ticks += [{"text": str(n), "x": left - 16, "y": top + (5.5 - n) * cell} for n in range(1, 6)]
    words = [{"text": _("impact →"), "x": left + 5 * cell - text_width(_("impact →")), "y": bottom + 30}, {"text": _("likelihood ↑"), "x": 0.0, "y": bottom + 30}]
    edge = boxes[~boxes["high"]]
    frame_lines = pd.concat([edge.assign(y2=edge["y"]), edge.assign(y=edge["y2"]), edge.assign(x2=edge["x"]), edge.assign(x=edge["x2"])])
    layers = [
        bars(boxes[boxes["high"]], color=SOFT),
        rules(frame_lines),
        circles(marks, color=ACCENT),
        texts(marks, align="center", color=PAPER, fontSize=12),
        texts(pd.DataFrame(ticks), color=MUTED),
        texts(pd.DataFrame(words), color=MUTED, fontSize=SIZE),
    ]
    return canvas(layers, bottom + 40, width=max(WIDTH, left + 5 * cell))


def vulnerability_table(pack: ContextPack, *, question: str | None = None) -> Figure:
    """How exposed people in each area are judged to be, beside the incidents on record."""
    rated = [area for area in pack.meta.areas if area.vulnerability is not None]
    if not rated:
        what = _("How exposed people in each area are")
        return missing("vulnerability_table", pack, what=what, file=CONTEXT_FILE, field="areas[].vulnerability", question=question)
    counts = pack.incidents.groupby("area").size()
    frame = pd.DataFrame([{"area": name(a.name), "vulnerability": a.vulnerability, "incidents": int(counts.get(a.id, 0)), "note": a.note} for a in rated])
    frame = frame.sort_values(["vulnerability", "incidents", "area"], ascending=[False, False, True], ignore_index=True)
    top = leaders(frame.set_index("area")["vulnerability"])
    title = _("People in {areas} are judged most exposed").format(areas=listing(top) if len(top) <= 3 else _("{n} areas").format(n=number(len(top))))
    labels = {"area": _("Area"), "vulnerability": _("Vulnerability, 1 to 5"), "incidents": _("Incidents reported"), "note": _("Note")}
    alt = _("Table of areas from the most to the least exposed. {title}.").format(title=title)
    return evidence("vulnerability_table", pack, title=title, alt=alt, about=CONTEXT_FILE, question=question,
                    table=table_of(frame, labels, numbers={"vulnerability", "incidents"}),
                    cannot_show=_("Within an area women, men, girls and boys are exposed in different ways; one number hides that."))  # fmt: skip
