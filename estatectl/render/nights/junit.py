"""A night's check as JUnit XML, for whatever shows test results: a control is a suite, what it judged are its tests."""

from __future__ import annotations

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from estatectl.domain.bundle import Bundle
from estatectl.domain.controls.night import OUTCOME_WORDS, Judged, Night, Outcome, Verdict
from estatectl.domain.words import Lang, Words
from estatectl.render.case_words import listed
from estatectl.render.nights.pages import post_titles

_NO_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def night_junit(night: Night, bundle: Bundle, lang: Lang) -> str:
    """Violated is a failure, unproven an error, waived and nothing to judge are skipped: none of them passes.

    Subjects that are satisfied are not kept one by one: each suite has one test for all of them, with their number.
    """
    stamp = night.at.astimezone(bundle.estate.zone).isoformat()
    suites = [_suite(judged, bundle, lang, stamp) for judged in night.judged]
    root = Element("testsuites", {"name": clean(f"estatectl {bundle.estate.id} {night.day}"), **_sums(suites)})
    root.extend(suites)
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _sums(suites: list[Element]) -> dict[str, str]:
    return {
        name: str(sum(int(suite.attrib[name]) for suite in suites))
        for name in ("tests", "failures", "errors", "skipped")
    }


def _suite(judged: Judged, bundle: Bundle, lang: Lang, stamp: str) -> Element:
    control = judged.control
    cases = [_case(verdict, bundle, lang) for verdict in (*judged.findings, *judged.waived)]
    satisfied = judged.counts.get(Outcome.SATISFIED, 0)
    if satisfied:
        words = Words(zh="其余 {n} 个对象符合", en="the other {n}: satisfied").fill(n=satisfied)
        cases.append(_test(control.id, words.of(lang)))
    if judged.idle:
        idle = _test(control.id, Words(zh="没有可核查的对象", en="nothing to judge").of(lang))
        SubElement(idle, "skipped", {"message": Words(zh="不等于符合", en="not the same as satisfied").of(lang)})
        cases.append(idle)
    counts = {
        "tests": len(cases),
        "failures": sum(case.find("failure") is not None for case in cases),
        "errors": sum(case.find("error") is not None for case in cases),
        "skipped": sum(case.find("skipped") is not None for case in cases),
    }
    suite = Element(
        "testsuite",
        {
            "name": clean(f"{control.id}: {control.title.of(lang)}"),
            **{name: str(count) for name, count in counts.items()},
            "timestamp": stamp,
        },
    )
    _properties(suite, judged)
    suite.extend(cases)
    return suite


def _properties(suite: Element, judged: Judged) -> None:
    control = judged.control
    told = {
        "severity": control.severity.value,
        "clauses": " ".join(control.clauses),
        "policy": f"{control.place.file}:{control.place.line}",
        **{outcome.value: str(judged.counts.get(outcome, 0)) for outcome in Outcome},
    }
    properties = SubElement(suite, "properties")
    for name, value in told.items():
        SubElement(properties, "property", {"name": name, "value": clean(value)})


def _test(control: str, name: str) -> Element:
    return Element("testcase", {"classname": clean(control), "name": clean(name)})


def _case(verdict: Verdict, bundle: Bundle, lang: Lang) -> Element:
    control = verdict.control
    case = _test(control.id, f"{verdict.subject.id} {verdict.subject.title.of(lang)}")
    if verdict.outcome is Outcome.WAIVED and verdict.waiver is not None:
        SubElement(case, "skipped", {"message": clean(verdict.waiver.reason.of(lang))})
        return case
    if verdict.outcome is Outcome.VIOLATED:
        name, message = "failure", OUTCOME_WORDS[Outcome.VIOLATED]
    else:
        words = Words(zh="无从证明，缺少：{list}", en="unproven, not known: {list}")
        name, message = "error", words.fill(list=", ".join(verdict.missing))
    found = SubElement(case, name, {"message": clean(message.of(lang)), "type": control.severity.value})
    answers = listed(post_titles(bundle, control.answers))
    text = Words(
        zh="{id}\n应有：{evidence}\n处理：{remedy}\n由谁负责：{answers}\n细则：{file}:{line}",
        en="{id}\nwhat would prove it: {evidence}\nwhat to do: {remedy}\nwho answers: {answers}\npolicy: {file}:{line}",
    ).fill(
        id=verdict.id,
        evidence=control.evidence,
        remedy=control.remedy,
        answers=answers,
        file=control.place.file,
        line=control.place.line,
    )
    found.text = clean(text.of(lang))
    return case


def clean(text: str) -> str:
    """A text without what XML cannot hold: control signs become a replacement sign."""
    return _NO_XML.sub("\ufffd", text)
