"""Floor 3: a report as one JSON document: keys in no language, values in the one asked for."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal

from estatectl.domain.reports.cells import Cell, Marked, Ref, Share
from estatectl.domain.reports.report import Block, Change, Chart, Report, Section, Story, Table, Tile
from estatectl.domain.words import Lang, Words

Data = None | bool | int | float | str | list["Data"] | dict[str, "Data"]


def report_json(report: Report, lang: Lang) -> str:
    """Instants are ISO in the estate's zone, lengths whole seconds, decimals text, shares `part` and `whole`."""
    return json.dumps(report_data(report, lang), ensure_ascii=False, indent=2) + "\n"


def report_data(report: Report, lang: Lang) -> dict[str, Data]:
    """The document as values."""
    zone = report.zone
    period = report.period
    return {
        "report": report.id,
        "title": report.title.of(lang),
        "estate": report.estate.of(lang),
        "period": {
            "kind": period.kind,
            "title": period.title.of(lang),
            "start": period.start.astimezone(zone).isoformat(),
            "end": period.end.astimezone(zone).isoformat(),
        },
        "at": report.at.astimezone(zone).isoformat(),
        "policy": report.policy,
        "headline": report.headline.of(lang),
        "tone": report.tone,
        "caveats": [words.of(lang) for words in report.caveats],
        "tiles": [_tile(tile, lang, zone) for tile in report.tiles],
        "sections": [_section(section, lang, zone) for section in report.sections],
        "stories": [_story(story, lang, zone) for story in report.stories],
    }


def value(cell: Cell, lang: Lang, zone: tzinfo) -> Data:
    """A cell as a JSON value; a tone goes without saying in a document for machines."""
    match cell:
        case None | bool() | int() | str():
            return cell
        case Words():
            return cell.of(lang)
        case Marked():
            return value(cell.cell, lang, zone)
        case Ref():
            return cell.to
        case Share():
            percent = None if cell.percent is None else str(cell.percent)
            return {"part": cell.part, "whole": cell.whole, "percent": percent}
        case datetime():
            return cell.astimezone(zone).isoformat()
        case date():
            return cell.isoformat()
        case timedelta():
            return int(cell.total_seconds())
        case Decimal():
            return str(cell)
        case tuple():
            return [value(each, lang, zone) for each in cell]


def _tile(tile: Tile, lang: Lang, zone: tzinfo) -> Data:
    return {
        "id": tile.id,
        "title": tile.title.of(lang),
        "value": value(tile.value, lang, zone),
        "tone": tile.tone,
        "note": tile.note.of(lang) if tile.note else None,
        "change": _change(tile.change, lang, zone),
        "trend": [value(each, lang, zone) for each in tile.trend],
    }


def _change(change: Change | None, lang: Lang, zone: tzinfo) -> Data:
    return None if change is None else {"by": value(change.by, lang, zone), "better": change.better}


def _section(section: Section, lang: Lang, zone: tzinfo) -> Data:
    return {
        "id": section.id,
        "title": section.title.of(lang),
        "count": section.count,
        "tone": section.tone,
        "blocks": [_block(block, lang, zone) for block in section.blocks],
    }


def _block(block: Block, lang: Lang, zone: tzinfo) -> Data:
    match block:
        case Table():
            return {"table": block.id, "title": block.title.of(lang), **_table(block, lang, zone)}
        case Chart():
            return {
                "chart": block.id,
                "title": block.title.of(lang),
                "labels": [label.of(lang) for label in block.labels],
                "series": {s.id: [value(each, lang, zone) for each in s.values] for s in block.series},
                "target": value(block.target, lang, zone),
                "unit": block.unit.of(lang).strip(),
            }
        case _:
            return {"text": block.words.of(lang), "tone": block.tone}


def _table(table: Table, lang: Lang, zone: tzinfo) -> dict[str, Data]:
    keys = [column.key for column in table.columns]
    rows: list[Data] = [
        {key: value(cell, lang, zone) for key, cell in zip(keys, row, strict=True)} for row in table.rows
    ]
    return {"rows": rows, "total": len(table.rows) if table.total is None else table.total}


def _story(story: Story, lang: Lang, zone: tzinfo) -> Data:
    return {
        "id": story.id,
        "title": story.title.of(lang),
        "entries": _table(story.entries, lang, zone)["rows"],
    }
