"""The command line: brief, check, tidy and lab."""

import argparse
import os
import shutil
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from .checks import check, failures, locate
from .codebook import Lang
from .errors import ReportkitError
from .lab import copy_notebooks, need_folder, need_lab, open_lab
from .listing import as_csv, as_html, as_json, as_table
from .narrative import stated_figures
from .output import csv_for_sheets, for_excel, look_at, write_whole
from .panel import Panel, open_panel, read_reports
from .panel.files import is_panel
from .report import Report, read_report
from .saying import note_lines, unread_lines

#: Exit codes: all clear; something does not add up; the input could not be read; Ctrl-C.
CLEAR, FAILED, UNREADABLE, STOPPED = 0, 1, 2, 130
#: Endings of files that hold no text, which must not be given to one.
_NOT_WRITTEN = frozenset({".xlsx", ".xls", ".xlsm", ".ods", ".et", ".docx", ".doc", ".pdf"})
#: What `check` writes to a file of each ending where no format is named.
_FORMATS = {".csv": "csv", ".json": "json", ".html": "html", ".htm": "html", ".txt": "table"}


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code; what goes wrong is one line, never a traceback."""
    options = _parser().parse_args(argv)
    try:
        return int(options.run(options))
    except ReportkitError as error:
        print(f"reportkit: {error}", file=sys.stderr)
    except BrokenPipeError:
        # Whoever read our output has seen enough; nothing is left to flush into the closed pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except UnicodeEncodeError as error:
        shown = error.object[error.start : error.end][:10]
        print(
            f"reportkit: the encoding of this output, {error.encoding}, has no {shown!a}; write "
            "to a file with -o, or set the environment variable PYTHONUTF8=1",
            file=sys.stderr,
        )
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        print(f"reportkit: {place}{error.strerror or error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("reportkit: stopped", file=sys.stderr)
        return STOPPED
    return UNREADABLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="reportkit",
        description="Annual reports on open government information (政府信息公开工作年度报告): "
        "to a briefing, to checks, to a tidy table.",
    )
    parser.add_argument("--version", action="version", version=f"reportkit {_version()}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    brief = commands.add_parser(
        "brief",
        help="write an HTML briefing of a report, or of many",
        description="Write a briefing. Of one body: on its newest report, with the change on the "
        "year before where that is given too. Of several: side by side, and a part for each. Into "
        "a folder: a page a report, and an index.",
        epilog="Exit codes: 0 all was written, 2 a file could not be read or a page not be made; "
        "what could be is written.",
    )
    brief.add_argument(
        "paths", nargs="*", type=_path, metavar="PATH",
        help="reports, folders of them, or the folder of a panel; the bundled report if left out",
    )  # fmt: skip
    brief.add_argument("--example", action="store_true", help="brief on the bundled panel")
    brief.add_argument(
        "-o", "--output", type=_path, default=Path("briefing.html"), metavar="OUT",
        help="one page if it ends in .html (default: briefing.html), else a folder of pages",
    )  # fmt: skip
    brief.add_argument("--lang", choices=("zh", "en"), default="zh", help="the briefing's language")
    brief.add_argument(
        "--notebook", type=_path, metavar="NOTEBOOK",
        help="render a notebook of your own; a cell tagged parameters sets report and lang",
    )  # fmt: skip
    brief.add_argument("--pdf", action="store_true", help="print it to PDF too, with Chromium")
    brief.set_defaults(run=_brief)

    checks = commands.add_parser(
        "check",
        help="check the arithmetic and the layout of reports; exit 1 if something fails",
        description="Check reports: the sums within each, what must agree from year to year, the "
        "prescribed layout, and what the prose states against the tables. What could not be "
        "checked is said, and is not all clear.",
        epilog="Exit codes: 0 nothing fails, 1 something fails, 2 a file could not be read. "
        "The rules: python -c 'import reportkit; print(reportkit.rules())'",
    )
    checks.add_argument(
        "paths",
        nargs="+",
        type=_path,
        metavar="PATH",
        help="reports, folders of reports, or the folder of a panel",
    )
    checks.add_argument(
        "--format", choices=("table", "csv", "json", "html"),
        help="table: for the terminal (default); csv, json: every finding, what passes too; "
        "html: a page of what does not pass; what the ending of -o says if left out",
    )  # fmt: skip
    checks.add_argument(
        "--all", action="store_true", help="in the table: every finding, what passes too"
    )
    checks.add_argument(
        "--lang", choices=("zh", "en"), default="zh", help="the language of messages (default: zh)"
    )
    checks.add_argument(
        "-o", "--output", type=_path, metavar="FILE", help="standard output if left out"
    )
    checks.set_defaults(run=_check)

    tidy = commands.add_parser("tidy", help="write a report's cells as CSV, a row a cell")
    tidy.add_argument("reports", nargs="+", type=_path, metavar="REPORT", help="one report")
    tidy.add_argument(
        "-o", "--output", type=_path, metavar="CSV", help="standard output if left out"
    )
    tidy.set_defaults(run=_tidy)

    lab = commands.add_parser("lab", help="open a copy of the notebooks in JupyterLab")
    lab.add_argument(
        "folder", nargs="?", type=_path, default=Path("reportkit-notebooks"),
        help="where the copy is, or is made (default: reportkit-notebooks)",
    )  # fmt: skip
    lab.set_defaults(run=_lab)
    return parser


def _path(text: str) -> Path:
    """Read a path; an empty one, as of a variable that is not set, is not this folder."""
    if not text.strip():
        raise argparse.ArgumentTypeError("an empty name; name a file or folder, . for this one")
    return Path(text)


def _version() -> str:
    try:
        return version("reportkit")
    except PackageNotFoundError:  # run from a folder of sources
        return "(not installed)"


def _brief(options: argparse.Namespace) -> int:
    from .brief import command  # nbconvert and nbclient are an extra

    if options.example and options.paths:
        raise ReportkitError("--example is the bundled panel: name no other paths beside it.")
    return command.brief(
        None if options.example else options.paths, options.output, lang=options.lang,
        notebook=options.notebook, pdf=options.pdf,
    )  # fmt: skip


def _check(options: argparse.Namespace) -> int:
    kind = _format(options.format, options.output)
    if options.output is not None:
        look_at(options.output, options.paths)
    one = options.paths[0]
    kept = len(options.paths) == 1 and is_panel(one)
    panel = open_panel(one) if kept else read_reports(options.paths)
    for line in unread_lines(panel.unread):
        print(f"reportkit: {line}", file=sys.stderr)
    _tell_notes(panel, options.lang)
    if panel.reports.empty:
        return UNREADABLE
    findings = check(
        panel.cells, reports=panel.reports, narrative=panel.narrative, stated=stated_figures(panel)
    )
    failing = failures(findings)["report"]
    located = locate(panel.cells[panel.cells["report"].isin(failing)])
    if kind == "csv":
        text = as_csv(findings)
    elif kind == "json":
        text = as_json(findings)
    elif kind == "html":
        text = as_html(findings, located, lang=options.lang, unread=len(panel.unread))
    else:
        width = shutil.get_terminal_size().columns
        text = as_table(
            findings, located, lang=options.lang, width=width, every=options.all,
            unread=len(panel.unread),
        )  # fmt: skip
    if options.output is None:
        sys.stdout.write(text)
    else:
        data = for_excel(text) if kind == "csv" else text.encode()
        print(write_whole(options.output, data, keep=options.paths))
    if len(panel.unread):
        return UNREADABLE
    return FAILED if (findings["status"] == "fail").any() else CLEAR


def _format(named: str | None, output: Path | None) -> str:
    """Return the format that was named, or else what the ending of the output says."""
    told = None if output is None else _FORMATS.get(output.suffix.lower())
    if output is not None and output.suffix.lower() in _NOT_WRITTEN:
        raise ReportkitError(
            f"{output}: findings are written as .csv (for Excel), .json, .html or .txt; name one."
        )
    if named and told and named != told:
        raise ReportkitError(
            f"{output} would hold --format {named}; name a file that ends otherwise, or leave "
            "--format out."
        )
    return named or told or "table"


def _tidy(options: argparse.Namespace) -> int:
    if len(options.reports) > 1:
        raise ReportkitError(
            f"tidy writes the cells of one report, and {len(options.reports)} were named; of many, "
            "in Python: reportkit.read_reports([…]).to_csv(FOLDER)"
        )
    (source,) = options.reports
    if options.output is not None:
        if options.output.suffix.lower() in {*_NOT_WRITTEN, *_FORMATS} - {".csv", ".txt"}:
            raise ReportkitError(
                f"{options.output}: tidy writes CSV, which Excel opens: name "
                f"{options.output.with_suffix('.csv')}"
            )
        look_at(options.output, [source])
    report = read_report(source)
    _tell_notes(report, "en")
    text = csv_for_sheets(report.cells)
    if options.output is None:
        sys.stdout.write(text)
    else:
        print(write_whole(options.output, for_excel(text), keep=[source]))
    return CLEAR


def _lab(options: argparse.Namespace) -> int:
    need_folder(options.folder)
    need_lab()  # before anything is copied
    copied, kept = copy_notebooks(options.folder)
    print(f"{options.folder}: {len(copied)} notebooks copied")
    for path in kept:
        print(f"{path} is your own by now, and was left as it is")
    return open_lab(options.folder)


def _tell_notes(report: Report | Panel, lang: Lang) -> None:
    for line in note_lines(report.notes, lang, named=len(report.reports) > 1):
        print(line, file=sys.stderr)
