"""Who harms whom, who is named most, and where actors stand between driving threats and reducing them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from fieldbook.figures.evidence import Figure, evidence, missing, table_of
from fieldbook.figures.reports import FILE, no_reports, on_civilians, reports
from fieldbook.figures.rows import row_chart
from fieldbook.figures.style import SIZE, WIDTH, canvas, circles, halo_texts, rules, text_width, texts
from fieldbook.figures.words import leaders, listing, name, number, percent, tied
from fieldbook.i18n import _, ngettext
from fieldbook.render.palette import ACCENT, CONTEXT, MUTED

if TYPE_CHECKING:
    from fieldbook.load.context import ContextPack

CONTEXT_FILE = "context.yml"
_SHOWN = 8
_UNNAMED = r"unknown|unidentified|not named"


def who_harms_whom(pack: ContextPack, *, question: str | None = None) -> Figure:
    """Reported attacks in which civilians were the side attacked, by attacker."""
    frame = on_civilians(reports(pack))
    if frame.empty:
        return no_reports("who_harms_whom", pack, question)
    sides = _by_attacker(frame)
    total, first = int(sides["attacks"].sum()), sides.iloc[0]
    unnamed = sides.loc[sides["unnamed"], "attacks"].sum()
    named = sides[~sides["unnamed"]]
    title = _attack_finding(named, first, int(unnamed), total)
    shown = sides.head(_SHOWN)
    top = leaders(named.set_index("side")["attacks"]) if len(named) else []
    chart = row_chart(list(shown["side"]), list(shown["attacks"]), [number(v) for v in shown["attacks"]], [side in top for side in shown["side"]])
    listed = "; ".join(f"{row.side}: {number(row.attacks)}" for row in shown.itertuples())
    alt = _("Bars for attackers by number of reported attacks on civilians. {values}.").format(values=listed)
    labels = {"side": _("Attacker as reported"), "attacks": _("Attacks on civilians"), "killed": _("Civilians reported killed")}
    return evidence("who_harms_whom", pack, title=title, alt=f"{alt} {title}.", chart=chart, about=FILE, question=question,
                    table=table_of(sides, labels, numbers={"attacks", "killed"}),
                    cannot_show=_("Who stood behind an attack that names nobody; reports name some attackers more easily than others."))  # fmt: skip


def _by_attacker(frame: pd.DataFrame) -> pd.DataFrame:
    side = frame["side_a"].fillna(_("Not named")).map(name)
    grouped = frame.assign(side=side).groupby("side")
    found = pd.DataFrame({"attacks": grouped.size(), "killed": grouped["civilians_killed"].sum(min_count=1)}).reset_index()
    blank = found["side"].str.contains(_UNNAMED, case=False) | (found["side"] == _("Not named"))
    return found.assign(unnamed=blank).sort_values(["attacks", "side"], ascending=[False, True], ignore_index=True)


def _attack_finding(named: pd.DataFrame, first: pd.Series, unnamed: int, total: int) -> str:
    if named.empty:
        return _("No reported attack on civilians names its attacker")
    top = leaders(named.set_index("side")["attacks"])
    many = ngettext("{n} actors", "{n} actors", len(top)).format(n=len(top))
    values = {"side": tied(top, many), "n": number(named["attacks"].max()), "total": number(total), "share": percent(unnamed / total)}
    if unnamed:
        return _("Of {total} reported attacks on civilians {side} is named in {n}; {share} name nobody").format(**values)
    return _("Of {total} reported attacks on civilians {side} is named in {n}").format(**values)


def top_actors(pack: ContextPack, *, question: str | None = None) -> Figure:
    """Actors named in most incidents, on either side; civilians are nobody's side."""
    frame = reports(pack)
    sides = pd.concat([frame["side_a"], frame["side_b"]]).dropna()
    sides = sides[(sides != "Civilians") & ~sides.str.contains(_UNNAMED, case=False)]
    if sides.empty:
        return no_reports("top_actors", pack, question)
    counts = sides.map(name).value_counts().rename_axis("side").rename("incidents").reset_index()
    counts = counts.sort_values(["incidents", "side"], ascending=[False, True], ignore_index=True)
    top = leaders(counts.set_index("side")["incidents"])
    many = ngettext("{n} actors", "{n} actors", len(top)).format(n=len(top))
    title = _("{side} is named in the most incidents: {n} of {total}").format(side=tied(top, many), n=number(counts["incidents"].max()), total=number(len(frame)))
    shown = counts.head(_SHOWN)
    chart = row_chart(list(shown["side"]), list(shown["incidents"]), [number(v) for v in shown["incidents"]], [side in top for side in shown["side"]])
    listed = "; ".join(f"{row.side}: {number(row.incidents)}" for row in shown.itertuples())
    alt = _("Bars for actors by number of incidents that name them. {values}.").format(values=listed)
    table = table_of(counts.head(30), {"side": _("Actor"), "incidents": _("Incidents that name it")}, numbers={"incidents"})
    return evidence("top_actors", pack, title=title, alt=f"{alt} {title}.", chart=chart, about=FILE, question=question, table=table,
                    cannot_show=_("Who began: a side can be named as the one attacked."))  # fmt: skip


def _rated(pack: ContextPack) -> pd.DataFrame:
    rows = [
        {"name": name(actor.short or actor.name), "influence": actor.influence, "stance": actor.stance}
        for actor in pack.meta.actors
        if actor.influence is not None and actor.stance is not None
    ]
    return pd.DataFrame(rows, columns=["name", "influence", "stance"])


def actor_map(pack: ContextPack, *, question: str | None = None) -> Figure:
    """Actors by influence and by whether they drive or reduce threats, as the mission judged them."""
    rated = _rated(pack)
    if rated.empty:
        what = _("Influence of actors, and whether they drive or reduce threats")
        return missing("actor_map", pack, what=what, file=CONTEXT_FILE, field="actors[].influence, actors[].stance", question=question)
    strong = rated[rated["influence"] >= 4]
    drive, reduce = strong[strong["stance"] < 0], strong[strong["stance"] > 0]
    title = _("Of {n} actors with high influence, {drive} are judged to drive threats and {reduce} to reduce them").format(
        n=number(len(strong)), drive=number(len(drive)), reduce=number(len(reduce))
    )
    listed = "; ".join(f"{row.name_}: {number(row.influence)}, {_stance(row.stance)}" for row in rated.rename(columns={"name": "name_"}).itertuples())
    alt = _("Chart with influence upwards and a line from driving threats to reducing them. {values}.").format(values=listed)
    words = rated.assign(stance_text=[_stance(value) for value in rated["stance"]]).sort_values(["influence", "name"], ascending=[False, True])
    labels = {"name": _("Actor"), "influence": _("Influence, 1 to 5"), "stance_text": _("Threats to civilians")}
    return evidence("actor_map", pack, title=title, alt=f"{alt} {title}.", chart=_map(rated), about=CONTEXT_FILE, question=question,
                    table=table_of(words, labels, numbers={"influence"}), cannot_show=_limits())  # fmt: skip


def _limits() -> str:
    return _("These are judgements by people in the mission. They change, and members of one actor differ.")


def _stance(value: int) -> str:
    words = {-2: _("drives threats"), -1: _("tends to drive threats"), 0: _("mixed"), 1: _("tends to reduce threats"), 2: _("reduces threats")}
    return words[int(value)]


def _map(rated: pd.DataFrame) -> dict[str, Any]:
    """Five columns from driving to reducing; actors stand in their column at the height of their influence."""
    column, level, top = WIDTH / 5, 78.0, 34.0
    frame = rated.sort_values(["influence", "stance", "name"], ascending=[False, True, True], ignore_index=True)
    place = frame.groupby(["influence", "stance"]).cumcount()
    frame["x"] = [(stance + 2) * column + 7 for stance in frame["stance"]]
    frame["y"] = [top + (5 - influence) * level + 12 + 17 * row for influence, row in zip(frame["influence"], place, strict=True)]
    height = max(top + 5 * level, float(frame["y"].max()) + 16)
    lines = pd.DataFrame([{"x": 0.0, "x2": float(WIDTH), "y": top + n * level, "y2": top + n * level} for n in range(6)])
    names = frame.assign(text=frame["name"], x=frame["x"] + 9)
    heads = pd.DataFrame({"text": [_("← drives threats"), _("reduces threats →")], "x": [0.0, WIDTH - text_width(_("reduces threats →"), SIZE)], "y": [12.0, 12.0]})
    high = pd.DataFrame({"text": [_("high influence"), _("low influence")], "x": [0.0, 0.0], "y": [top + 9, top + 5 * level - 9]})
    layers = [rules(lines), circles(frame.assign(r=5)[frame["stance"] >= 0], color=CONTEXT), circles(frame.assign(r=5)[frame["stance"] < 0], color=ACCENT)]
    layers += [*halo_texts(names, fontSize=12, limit=round(column * 1.25)), texts(heads, color=MUTED), texts(high.iloc[1:], color=MUTED)]
    return canvas(layers, height + 4)


def actor_table(pack: ContextPack, *, question: str | None = None) -> Figure:
    """Interests and drivers of each actor that the mission has described."""
    rows = [
        {"name": name(a.name), "interests": a.interests, "for": a.drivers_for, "against": a.drivers_against}
        for a in pack.meta.actors
        if a.interests or a.drivers_for or a.drivers_against
    ]
    if not rows:
        what = _("Interests of actors, and what drives them for and against protection")
        field = "actors[].interests, drivers_for, drivers_against"
        return missing("actor_table", pack, what=what, file=CONTEXT_FILE, field=field, question=question)
    frame = pd.DataFrame(rows)
    both = frame[frame["for"].notna() & frame["against"].notna()]
    title = _("{n} of {total} actors have drivers both for and against protection").format(n=number(len(both)), total=number(len(frame)))
    labels = {"name": _("Actor"), "interests": _("Interests"), "for": _("Drivers for protection"), "against": _("Drivers against")}
    alt = _("Table of actors with their interests and drivers. {title}.").format(title=title)
    return evidence("actor_table", pack, title=title, alt=alt, about=CONTEXT_FILE, question=question, table=table_of(frame, labels), cannot_show=_limits())
