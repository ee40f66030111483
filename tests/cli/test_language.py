"""Two languages: chosen before help is built, whole in both, and only ever changing words."""

from __future__ import annotations

import gettext
from pathlib import Path

import click
import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from estatectl.cli.early import first_look
from estatectl.cli.language import CATALOGUE
from tests.cli.driving import estatectl

PO = CATALOGUE / "zh_CN" / "LC_MESSAGES" / "click.po"


@pytest.mark.parametrize(
    ("argv", "env", "lang"),
    [
        pytest.param([], {}, "en", id="nothing said is English"),
        pytest.param([], {"LANG": "zh_CN.UTF-8"}, "zh", id="a Chinese locale is Chinese"),
        pytest.param([], {"LANG": "zh_TW.UTF-8"}, "zh", id="any Chinese locale is Chinese"),
        pytest.param([], {"LANG": "de_DE.UTF-8"}, "en", id="any other locale is English"),
        pytest.param([], {"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en", id="LC_ALL goes before LANG"),
        pytest.param([], {"LC_MESSAGES": "zh_CN", "LANG": "C"}, "zh", id="LC_MESSAGES goes before LANG"),
        pytest.param([], {"ESTATECTL_LANG": "en", "LC_ALL": "zh_CN.UTF-8"}, "en", id="our own variable goes first"),
        pytest.param(["--lang", "zh"], {"ESTATECTL_LANG": "en"}, "zh", id="the option beats the environment"),
        pytest.param(["x", "y", "--lang=zh"], {}, "zh", id="the option may stand anywhere"),
        pytest.param(["--lang", "en", "--lang", "zh"], {}, "zh", id="the last one wins"),
        pytest.param(["x", "--", "--lang", "zh"], {}, "en", id="not after the double dash"),
        pytest.param(["--lang"], {}, "en", id="without a value it says nothing"),
    ],
)
def test_the_language_is_known_before_anything_is_built(argv: list[str], env: dict[str, str], lang: str) -> None:
    assert first_look(argv, env).lang == lang


def test_help_is_chinese_throughout() -> None:
    shown = estatectl("--lang", "zh", "completion", "--help")
    assert shown.status == 0
    assert "用法" in shown.out
    assert "选项" in shown.out
    assert not {"Usage", "Options", "Arguments", "Show"} & set(shown.out.replace(":", " ").split())


def test_clicks_own_refusals_are_chinese_too() -> None:
    refused = estatectl("version", "extra", ESTATECTL_LANG="zh")
    assert refused.status == 2
    assert "多出了参数（extra）" in refused.err


def test_codes_keys_and_status_do_not_depend_on_the_language() -> None:
    zh, en = (estatectl("nonsense", "--format", "json", "--lang", lang) for lang in ("zh", "en"))
    assert zh.status == en.status == 2
    assert zh.document.keys() == en.document.keys()
    assert [p["code"] for p in zh.document["problems"]] == [p["code"] for p in en.document["problems"]] == ["EST-401"]
    assert zh.document["problems"][0]["message"] != en.document["problems"][0]["message"]


def test_every_message_of_the_installed_click_has_its_chinese() -> None:
    with PO.open("rb") as source:
        have = {_first(message.id) for message in read_po(source, locale="zh_CN") if message.id and message.string}
    folder = str(Path(click.__file__).parent)
    want = {_first(found[2]) for found in extract_from_dir(folder, method_map=[("**.py", "python")])}
    assert want - have == set()


def test_the_compiled_catalogue_is_what_the_source_says() -> None:
    with PO.open("rb") as source:
        messages = [each for each in read_po(source, locale="zh_CN") if each.id]
    with PO.with_suffix(".mo").open("rb") as compiled:
        spoken = gettext.GNUTranslations(compiled)
    written = {_first(each.id): _first(each.string) for each in messages}
    assert {_first(each.id): _spoken(spoken, each.id) for each in messages} == written


def _spoken(catalogue: gettext.GNUTranslations, known: object) -> str:
    """A message in its first form. What has a plural is asked for by both: older Pythons find it by neither alone."""
    if isinstance(known, tuple | list):
        one, many = map(str, known)
        return catalogue.ngettext(one, many, 1)
    return catalogue.gettext(str(known))


def _first(text: object) -> str:
    return str(text[0]) if isinstance(text, tuple | list) else str(text)
