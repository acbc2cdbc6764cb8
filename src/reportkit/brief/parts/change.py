"""Change on the year before, with its uncertainty; never its cause."""

from functools import cache

import pandas as pd

from ...indicators import DOUBTFUL, POINTS, decompose, indicator_codebook, indicators
from ...plots import plot_change, plot_trend
from ...rounding import alike, places, plus, signed
from ..blocks import Block, Part, Row, Td, chart, paragraph, table
from ..picture import Picture
from ..subject import Subject
from ..wording import Markup, join, say

#: What is held against the year before; the codebook of indicators has all others.
_INDICATORS = (
    "received", "closed", "carried_out", "share_disclosed", "share_refused", "share_not_held",
    "reconsideration", "litigation", "normative_issued", "normative_repealed",
    "normative_in_force", "licensing", "penalties", "compulsion", "fees",
)  # fmt: skip
#: Of so many years on there is a chart of them.
_YEARS = 3
_TREND = ("share_disclosed", "received")


def changes(subject: Subject) -> Part:
    """Return what is more and less than the year before, and where that cannot be told."""
    lang, before = subject.lang, subject.before
    head = subject.heading("change")
    if before is None:
        return Part([head, paragraph(say("change_none", lang))])
    rows = subject.changes.reindex([c for c in _INDICATORS if c in subject.changes.index])
    fair = rows[rows["comparable"].fillna(False).astype(bool)]
    known = fair[fair["value"].notna() & fair["value_before"].notna()]
    year = before.year
    pieces: list[object] = [
        head,
        _summary(subject, known, year, barred=fair.empty),
        _broken(subject, rows),
    ]
    pieces += _charts(subject, known)
    if len(known):
        told = [change_row(subject, before, str(code), row) for code, row in known.iterrows()]
        pieces.append(table(say("change_table", lang), change_heads(subject, before), told,
                            kind="changes", corner=say("indicator", lang)))  # fmt: skip
    if len(known) < len(fair):
        pieces.append(paragraph(say("change_missing", lang, count=len(fair) - len(known))))
    pieces += [_mix(subject), _trend(subject)]
    if len(known):
        pieces.append(paragraph(say("change_caveat", lang), "caution"))
    return Part(pieces)  # type: ignore[arg-type]


def change_heads(subject: Subject, before: Subject) -> list[Markup]:
    """Return the heads of the columns of `change_row`."""
    years = [say("year_before", subject.lang, year=one.year) for one in (before, subject)]
    return years + [say(key, subject.lang) for key in ("difference", "interval", "reading")]


def _charts(subject: Subject, known: pd.DataFrame) -> list[Block | Picture]:
    """Draw the differences of shares, and the ratios of all else."""
    points = known["difference_unit"] == POINTS
    drawn = [known[points]] if subject.prefix else [known[points], known[~points]]
    return [chart(plot_change, rows.reset_index(), subject.lang) for rows in drawn if len(rows)]


def _trend(subject: Subject) -> Block | Picture | None:
    """Draw all years up to this one, where there are enough."""
    years = [subject, *subject.earlier]
    if subject.prefix or len({one.year for one in years}) < max(_YEARS, len(years)):
        return None
    cells = subject.family.cells
    told = indicators(cells[cells["report"].isin([one.report.id for one in years])])
    for code in _TREND:
        rows = told[told["indicator"] == code]
        if rows["value"].notna().sum() >= _YEARS:
            return chart(plot_trend, rows, subject.lang)
    return None


@cache
def _names() -> dict[str, dict[str, str]]:
    book = indicator_codebook().set_index("code")
    return {lang: book[f"label_{lang}"].to_dict() for lang in ("zh", "en")}


def _name(code: str, lang: str) -> str:
    return _names()[lang][code]


def _worded(code: str, lang: str) -> Markup:
    """Return the name of an indicator as it stands within a sentence."""
    name = _name(code, lang)
    return Markup.escape(name[:1].lower() + name[1:] if lang == "en" else name)


def _clear(row: pd.Series) -> bool:
    """Tell whether the interval of a difference leaves out 0."""
    return bool(row["difference_low"] > 0 or row["difference_high"] < 0)


def _summary(subject: Subject, rows: pd.DataFrame, year: object, *, barred: bool) -> Block | None:
    """Count the rows of the table by what can be told of them: together they are all."""
    lang = subject.lang
    if rows.empty and barred:  # why is told below
        return None
    if rows.empty:
        return paragraph(say("change_text_nothing", lang, year=year))
    told = rows[rows["difference_low"].notna()]
    clear = [str(code) for code, row in told.iterrows() if _clear(row)]
    names = join([_worded(code, lang) for code in clear], lang)
    counts = {
        "change_clear": len(clear), "change_unclear": len(told) - len(clear),
        "change_bare": len(rows) - len(told),
    }  # fmt: skip
    parts = [say(key, lang, count=count, names=names) for key, count in counts.items() if count]
    return paragraph(say("change_text", lang, year=year, all=len(rows),
                         counts=Markup("；" if lang == "zh" else "; ").join(parts)))  # fmt: skip


def _broken(subject: Subject, rows: pd.DataFrame) -> Block | None:
    """Name what cannot be held against the year before, and why."""
    barred = rows[~rows["comparable"].fillna(False).astype(bool)]
    if barred.empty:
        return None
    lang = subject.lang
    sentences = [
        say("change_broken", lang, why=join([say(key, lang) for key in keys], lang),
            names=join([_worded(str(code), lang) for code in own.index], lang))
        for keys, own in barred.groupby(barred.apply(_why, axis=1), sort=False)
    ]  # fmt: skip
    return paragraph(Markup(" ").join(sentences))


def _why(row: pd.Series) -> tuple[str, ...]:
    """Return the keys of what bars a comparison; `change` says it in English."""
    gap = pd.notna(row["year_before"]) and row["year"] - row["year_before"] > 1
    other = row["edition_before"] != row["edition"]
    keys = [key for key, told in (("why_gap", gap), ("why_edition", other)) if told]
    return tuple(keys or ["why_unclear"])


def change_row(subject: Subject, before: Subject, code: str, row: pd.Series) -> Row:
    """Return a figure of both years, with their difference, its interval and how it reads."""
    lang = subject.lang
    points = row["difference_unit"] in (POINTS, "per 100")
    told, digits = _rounded(row)
    interval, reading = Td("<td>—</td>"), Markup("—")
    if pd.notna(row["difference_low"]):
        low, high = (signed(row[f"difference_{end}"], digits) for end in ("low", "high"))
        ends = say("from_to", lang, low=low, high=high)
        interval = Td('<td class="span">{}</td>').format(ends)
        way = f"{'share' if points else 'count'}_{'up' if row['difference'] > 0 else 'down'}"
        reading = say(way if _clear(row) else "holds_zero", lang)
    elif pd.notna(row["difference"]):
        reading = say("no_interval", lang)
    else:
        reading = say("not_computed", lang)
    if DOUBTFUL in row["note"]:
        reading += Markup(" <small>{}</small>").format(say("doubt", lang))
    difference = Markup("—")
    if pd.notna(row["difference"]):
        by = row["difference"]
        difference = Markup(signed(by, digits) if points else plus(by))
    label = Markup.escape(_name(code, lang))
    if code in subject.shares.index and subject.shares.loc[code, "unit"] == "万元":
        unit = Markup('<span class="span">{}</span>').format(say("money", lang).strip())
        label += Markup(" " if lang == "en" else "") + unit
    return Row(label, [
        _value(before, code, told[0]), _value(subject, code, told[1]),
        difference, interval, Td('<td class="span">{}</td>').format(reading),
    ])  # fmt: skip


def _rounded(row: pd.Series) -> tuple[list[str], int]:
    """Return a share or rate of both years, "" where it is not known, and the decimals of a change.

    The figures of a row are held against each other: rates have as many decimals, all of them.
    """
    values, unit = row[["value_before", "value"]], row["difference_unit"]
    told = alike(values, "share" if unit == POINTS else unit)
    return told, places(*values) if unit == "per 100" else int(unit == POINTS)


def _value(subject: Subject, code: str, told: str) -> Markup:
    """Return a figure of one of the two years, linked to the cell that it is read from."""
    if not told:
        return say("not_computed", subject.lang)
    below = subject.terms(code, below=True) if code in subject.shares.index else ""
    if below:
        return Markup("{} <small>{}</small>").format(
            told, say("of_whole", subject.lang, part=subject.terms(code), whole=below)
        )
    return subject.terms(code)


def _mix(subject: Subject) -> Block | None:
    """Part the change of the disclosure rate into the mix of applicants and the rates of each."""
    rows = decompose(subject.family.cells)
    own = rows[(rows["report"] == subject.report.id) & (rows["column"] == "total")]
    if own.empty or own["difference"].isna().all():
        return None
    if any(one and one.doubt("share_disclosed") for one in (subject, subject.before)):
        return None  # it would part the sum of the parts, and not the share above
    row = own.iloc[0]
    if (row[["difference", "mix", "within"]].abs() < 0.05).all():  # nothing to part
        return None
    texts = {name: signed(row[name], 1) for name in ("difference", "mix", "within")}
    return paragraph(say("mix_text", subject.lang, **texts))
