"""The command line: brief, check and tidy."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from .checks import check
from .errors import ReportkitError
from .examples import example
from .output import write_whole
from .report import Report, read_report

#: Exit codes: all clear; something does not add up; the input could not be read.
CLEAR, FAILED, UNREADABLE = 0, 1, 2


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
    except OSError as error:
        print(f"reportkit: {error.filename}: {error.strerror}", file=sys.stderr)
    return UNREADABLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="reportkit",
        description="Annual reports on open government information (政府信息公开工作年度报告): "
        "to a briefing, to checks, to a tidy table.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    brief = commands.add_parser("brief", help="write an HTML briefing of a report")
    brief.add_argument("report", nargs="?", type=Path, help="a report; the bundled one if left out")
    brief.add_argument("-o", "--output", type=Path, default=Path("briefing.html"), metavar="HTML")
    brief.add_argument("--lang", choices=("zh", "en"), default="zh", help="the briefing's language")
    brief.set_defaults(run=_brief)

    checks = commands.add_parser(
        "check", help="hold a report's identities against its cells; exit 1 if one fails"
    )
    checks.add_argument("report", type=Path)
    checks.add_argument("--lang", choices=("zh", "en"), default="zh")
    checks.set_defaults(run=_check)

    tidy = commands.add_parser("tidy", help="write a report's cells as CSV, a row a cell")
    tidy.add_argument("report", type=Path)
    tidy.add_argument(
        "-o", "--output", type=Path, metavar="CSV", help="standard output if left out"
    )
    tidy.set_defaults(run=_tidy)
    return parser


def _brief(options: argparse.Namespace) -> int:
    from .brief import render_brief  # nbconvert and nbclient are an extra

    path = options.report or example()
    _tell_notes(
        read_report(path)
    )  # also: a file that cannot be read is told before a kernel starts
    written = render_brief(path, options.output, lang=options.lang)
    print(f"{written} ({written.stat().st_size / 1024:.0f} KB)")
    return CLEAR


def _check(options: argparse.Namespace) -> int:
    report = read_report(options.report)
    _tell_notes(report)
    findings = check(report.cells)
    for finding in findings[findings["status"] != "pass"].to_dict("records"):
        message = finding[f"message_{options.lang}"]
        print(f"{finding['status']}  {finding['rule']}  {message}")
    counts = findings["status"].value_counts()
    told = ", ".join(
        f"{counts.get(status, 0)} {status}" for status in ("pass", "fail", "undecided")
    )
    print(f"{report.id}: {told}")
    return FAILED if counts.get("fail", 0) else CLEAR


def _tidy(options: argparse.Namespace) -> int:
    report = read_report(options.report)
    _tell_notes(report)
    text = report.cells.to_csv(index=False, lineterminator="\n")
    if options.output is None:
        sys.stdout.write(text)
    else:
        # Excel takes a CSV without this mark for the system's old encoding, and garbles Chinese.
        print(write_whole(options.output, text.encode("utf-8-sig"), keep=[options.report]))
    return CLEAR


def _tell_notes(report: Report) -> None:
    for note in report.notes[report.notes["severity"] != "info"].to_dict("records"):
        place = f"{note['place']}: " if note["place"] else ""
        print(f"{note['severity']}: {place}{note['message']}", file=sys.stderr)
