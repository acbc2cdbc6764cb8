"""What a clause of section 五 sounds like: a fault, a measure, a lead-in; the words are data.

The words stand in ``spec/cues.csv``, a line of regular expressions for each kind; here they are
joined and asked. Every text is asked without its white space.
"""

import re
from functools import cache, lru_cache
from typing import Literal

from ..codebook import read_spec
from .themes import names_theme

Mode = Literal["problem", "measure", "earlier"]

_NOTHING = re.compile(r"[\s\d，,。；;：:、！？（）()“”\"'《》【】—－>→-]+")
#: What a clause may begin with before it says what is lacking or what is done.
_CONNECTIVE = re.compile(
    r"^(?:但|但是|但也|不过|然而|而且|并且|并|且|也|同时|此外|另外|还有|以及|再次|其次|"
    r"最后|尤其是?|特别是?|主要是|主要有|比如|例如|如|是|即|一是)[，,]?(?=.)"
)
#: Who does it, and when.
_SUBJECT = re.compile(
    r"^(?:(?:20\d\d年度?|下一?步|今后|下一阶段|目前|现|经整改)[，,]?)?"
    r"(?:我们|[我本][^，,。的]{1,4}?|全[县区市镇乡局])?(?:已经?|将|要|拟)?(?:于[^，,。]{1,6}[年月日底初])?从?"
)
_THERE_IS = re.compile("存在|面临|[还仍尚]有")
#: Past so many characters that say something a clause is no lead-in.
_SLACK = 3
_LONGEST_LEAD = 80
_MOSTLY = 0.4
#: What holds the work against something: 对照群众需求，仍有差距 names no theme.
_BESIDE = re.compile("相比|相较|对照|对标|比照|按照|上年|上一年|去年")


@cache
def _cue(kind: str) -> re.Pattern[str]:
    found = [row["patterns"].split(" ") for row in read_spec("cues") if row["kind"] == kind]
    words = [word for words in found for word in words]
    return re.compile("|".join(sorted(words, key=len, reverse=True)))


def squeezed(text: str) -> str:
    """Return a text without its white space."""
    return re.sub(r"\s+", "", text)


@lru_cache(maxsize=4096)
def is_lead(text: str) -> bool:
    """Tell whether a clause says nothing of its own: 对照上级要求，仍存在一些不足.

    Examples
    --------
    >>> [is_lead(text) for text in ("但仍存在一些不足", "下一步将从以下方面改进", "解读较少")]
    [True, True, False]
    """
    text = squeezed(text)
    if _cue("deferred").match(text) or _cue("apart").match(text):
        return True  # 其余问题逐步解决; 离群众期盼仍有距离
    if len(text) > _LONGEST_LEAD or (names_theme(text) and not _BESIDE.search(text)):
        return False
    if _cue("fault").search(_cue("sign_problem").sub("", _cue("mild").sub("", text))):
        return False  # it says what is lacking
    return len(_rest(text)) <= min(_SLACK, len(text) // 5)


def _rest(text: str) -> str:
    """Return what a clause says beside the words of lead-ins."""
    return _NOTHING.sub("", _cue("lead").sub("", text))


def is_bare(text: str) -> bool:
    """Tell whether a text is made of the words of lead-ins to the last character."""
    text = squeezed(text)
    return not names_theme(text) and len(_rest(text)) <= 1


@lru_cache(maxsize=4096)
def announces(text: str) -> bool:
    """Tell whether a clause is mostly a lead-in's and speaks of problems or of measures.

    Examples
    --------
    >>> [announces(text) for text in ("存在的问题及改进情况", "下一步将加强培训、完善制度")]
    [True, False]
    """
    text = squeezed(text)
    signs = any(_cue(kind).search(text) for kind in ("sign_problem", "sign_measure"))
    about = names_theme(text) and not _BESIDE.search(text)
    return signs and not about and len(_rest(text)) <= len(text) * _MOSTLY


@lru_cache(maxsize=4096)
def mode_of(text: str) -> Mode | None:
    """Return what a lead-in announces; None where it announces nothing, or both at once."""
    text = squeezed(text)
    if is_earlier(text):
        return "earlier"
    fault = _cue("sign_problem").search(text)
    hidden = _cue("sign_problem").sub(lambda match: "□" * len(match[0]), text)
    measure = _cue("sign_measure").search(hidden)
    if fault and measure:
        # 针对存在的问题，下一步…: what is announced stands last; 问题及改进情况 announces both.
        return (
            None if re.search(r"[及和与、以并]", text[fault.end() : measure.start()]) else "measure"
        )
    if measure:
        return "measure"
    return "problem" if fault else None


def is_earlier(text: str) -> bool:
    """Tell whether a sentence speaks of what was lacking last year: 上年度问题整改情况."""
    text = squeezed(text)
    if is_settled(text) and not text.startswith("针对"):
        return True
    cue = _cue("earlier").search(text)
    if not cue or text[cue.start() - 1 : cue.start()] in ("比", "较", "同", "与", "和"):
        return False
    near = text[cue.start() : cue.end() + 40]
    return bool(re.search("问题|不足|短板|整改", near)) and not re.search("[仍还]存在", near)


def is_settled(text: str) -> bool:
    """Tell whether a sentence says that what was lacking is dealt with: 上述问题均已整改到位."""
    return bool(_cue("settled").search(squeezed(text)))


def says_none(text: str) -> bool:
    """Tell whether a sentence says that there is no problem: 不存在突出问题."""
    text = squeezed(text)
    found = _cue("none").search(text)
    if not found:
        return False
    before = re.split("[，,]", text[: found.start()])[-1]
    if is_fault(text[found.end() :]):
        return False
    return (
        is_lead(before)
        and "存在" not in before
        and not re.match("[^，,。；;]", text[found.end() :])
    )


def is_fault(text: str) -> bool:
    """Tell whether a clause says what is lacking."""
    text = re.sub(r"等?的?(?:问题|情况|方面)?[。；;，,]?$", "", squeezed(text))
    doing = _cue("measure").match(text)
    if doing and len(doing[0]) > 1 and not _THERE_IS.search(text):  # 补齐短板, 修复失效链接
        text = _cue("fault_noun").sub("", text)
    return bool(_cue("fault").search(text))


def is_measure(text: str) -> bool:
    """Tell whether a clause begins as measures do, with what is done."""
    text = _done(text)
    return bool(_cue("measure").match(text)) and not is_fault(re.split("[，,]", text)[0])


def _done(text: str) -> str:
    """Return a clause without what stands before the verb: 下一步，我局将…, 目前已…."""
    text = squeezed(text)
    while match := _CONNECTIVE.match(text):
        text = text[match.end() :]
    return _SUBJECT.sub("", text)


def says_nothing(text: str) -> bool:
    """Tell whether a clause is a lead-in to the last word: 我局将采取以下措施."""
    if not is_lead(text):
        return False
    return not is_measure(text) or (mode_of(text) is not None and not _rest(squeezed(text)))


def is_purpose(text: str) -> bool:
    """Tell whether a clause says what for: 提升政务公开水平."""
    return bool(_cue("purpose").match(squeezed(text)))


def is_praise(text: str) -> bool:
    """Tell whether a clause says what went well."""
    return bool(_cue("praise").search(squeezed(text))) and not is_fault(text)


def is_better(text: str) -> bool:
    """Tell whether a clause says that something lacking has become better."""
    return bool(_cue("better").search(squeezed(text)))


def is_cause(text: str) -> bool:
    """Tell whether a sentence begins with a cause, whose effect follows."""
    return bool(_cue("cause").match(squeezed(text)))


def is_effect(text: str) -> bool:
    """Tell whether a clause goes on with what the one before leads to."""
    return bool(_cue("effect").match(squeezed(text)))


def goes_on(before: str, clause: str) -> bool:
    """Tell whether a clause only goes on with the measure before it: 组织学习，邀请专家授课."""
    begins = _cue("begins").match(_done(before))
    return bool(begins and _cue("goes_on").match(squeezed(clause)))


def is_done(text: str) -> bool:
    """Tell whether a sentence says what has been done about what stands before it: 现已更新."""
    return bool(_cue("done").match(squeezed(text)))


@cache
def turns() -> re.Pattern[str]:
    """Return what turns a sentence from what is lacking to what is, or has been, done."""
    return re.compile(f"{_cue('turn').pattern}|{_cue('done').pattern}")
