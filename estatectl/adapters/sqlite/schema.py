"""The tables of the journal file, and how an older file becomes a current one."""

from __future__ import annotations

from typing import Final

from estatectl.adapters.sqlite.delivery_tables import DELIVERY_PROJECTIONS, DELIVERY_TABLES
from estatectl.adapters.sqlite.gate_tables import GATE_PROJECTIONS, GATE_TABLES
from estatectl.adapters.sqlite.night_tables import NIGHT_TABLES
from estatectl.adapters.sqlite.register_tables import REGISTER_PROJECTIONS, REGISTER_TABLES
from estatectl.adapters.sqlite.running_tables import RUNNING_TABLES
from estatectl.adapters.sqlite.staffing_tables import STAFFING_PROJECTIONS, STAFFING_TABLES
from estatectl.adapters.sqlite.stock_tables import STOCK_PROJECTIONS, STOCK_TABLES

APPLICATION_ID: Final = 0x45535441  # "ESTA": tells our files from any other SQLite database

MIGRATIONS: Final[tuple[tuple[str, ...], ...]] = (
    (
        """
        CREATE TABLE entries (
            seq INTEGER PRIMARY KEY,
            stream TEXT NOT NULL,
            version INTEGER NOT NULL,
            key TEXT UNIQUE,
            at TEXT NOT NULL,
            recorded_at TEXT NOT NULL,
            kind TEXT NOT NULL,
            actor TEXT NOT NULL,
            policy TEXT NOT NULL,
            data TEXT NOT NULL,
            prev TEXT NOT NULL,
            hash TEXT NOT NULL,
            UNIQUE (stream, version)
        )
        """,
        """
        CREATE TRIGGER entries_are_never_changed BEFORE UPDATE ON entries
        BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END
        """,
        """
        CREATE TRIGGER entries_are_never_deleted BEFORE DELETE ON entries
        BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END
        """,
        # The head says how long the chain is: without it a truncated tail would look like a shorter journal.
        "CREATE TABLE head (id INTEGER PRIMARY KEY CHECK (id = 1), seq INTEGER NOT NULL, hash TEXT NOT NULL)",
        """
        CREATE TRIGGER head_only_moves_forward BEFORE UPDATE ON head WHEN NEW.seq <= OLD.seq
        BEGIN SELECT RAISE(ABORT, 'the head only moves forward'); END
        """,
        "CREATE TRIGGER head_stays BEFORE DELETE ON head BEGIN SELECT RAISE(ABORT, 'the head stays'); END",
        """
        CREATE TABLE personal (
            ref TEXT PRIMARY KEY,
            seq INTEGER NOT NULL,
            stream TEXT NOT NULL,
            path TEXT NOT NULL,
            salt TEXT,
            value TEXT,
            erased_by INTEGER
        ) WITHOUT ROWID
        """,
        "CREATE INDEX personal_by_stream ON personal (stream)",
        "CREATE INDEX personal_by_seq ON personal (seq)",
        """
        CREATE TRIGGER personal_is_only_erased BEFORE UPDATE ON personal
        WHEN NEW.value IS NOT NULL OR NEW.salt IS NOT NULL OR NEW.erased_by IS NULL
        BEGIN SELECT RAISE(ABORT, 'a personal value is kept or erased, never changed'); END
        """,
        """
        CREATE TABLE cases (
            id TEXT PRIMARY KEY,
            workflow TEXT NOT NULL,
            stage TEXT NOT NULL,
            open INTEGER NOT NULL,
            opened_at TEXT NOT NULL,
            changed_at TEXT NOT NULL,
            parent TEXT,
            type TEXT,
            urgency TEXT,
            department TEXT,
            handler TEXT,
            household TEXT,
            location TEXT,
            asset TEXT,
            contact TEXT,
            summary TEXT NOT NULL,
            concepts TEXT NOT NULL,
            next_of TEXT,
            next_clock TEXT,
            next_due TEXT NOT NULL,
            paused INTEGER NOT NULL,
            breaches INTEGER NOT NULL,
            wake_at TEXT
        ) WITHOUT ROWID
        """,
        "CREATE INDEX cases_due ON cases (next_due, id) WHERE open = 1",
        "CREATE INDEX cases_due_of_workflow ON cases (workflow, next_due, id) WHERE open = 1",
        "CREATE INDEX cases_of_handler ON cases (handler, next_due, id) WHERE open = 1",
        "CREATE INDEX cases_waking ON cases (wake_at, id) WHERE wake_at IS NOT NULL",
        "CREATE INDEX cases_of_parent ON cases (parent) WHERE parent IS NOT NULL",
        "CREATE INDEX cases_of_household ON cases (household, opened_at) WHERE household IS NOT NULL",
        "CREATE INDEX cases_of_location ON cases (location, opened_at) WHERE location IS NOT NULL",
        "CREATE INDEX cases_of_asset ON cases (asset, opened_at) WHERE asset IS NOT NULL",
        "CREATE INDEX cases_opened ON cases (opened_at)",
        """
        CREATE TABLE case_concepts (
            concept TEXT NOT NULL,
            opened_at TEXT NOT NULL,
            case_id TEXT NOT NULL,
            PRIMARY KEY (concept, opened_at, case_id)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX concepts_of_case ON case_concepts (case_id)",
        """
        CREATE TABLE people (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            posts TEXT NOT NULL,
            skills TEXT NOT NULL,
            has_left INTEGER NOT NULL
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE shifts (
            person TEXT NOT NULL,
            post TEXT NOT NULL,
            starts TEXT NOT NULL,
            ends TEXT NOT NULL,
            PRIMARY KEY (ends, starts, post, person)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE outbox (
            key TEXT PRIMARY KEY,
            case_id TEXT NOT NULL,
            to_post TEXT,
            to_person TEXT,
            template TEXT NOT NULL,
            text_zh TEXT NOT NULL,
            text_en TEXT NOT NULL,
            queued_at TEXT NOT NULL,
            delivered_at TEXT
        )
        """,
        "CREATE INDEX outbox_waiting ON outbox (queued_at) WHERE delivered_at IS NULL",
        "CREATE INDEX outbox_of_case ON outbox (case_id)",
        "CREATE TABLE counters (series TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
        "CREATE TABLE bundles (digest TEXT PRIMARY KEY, content BLOB NOT NULL)",
    ),
    (
        """
        CREATE TABLE rounds (
            id TEXT PRIMARY KEY,
            programme TEXT NOT NULL,
            subject TEXT NOT NULL,
            department TEXT NOT NULL,
            by TEXT NOT NULL,
            statutory INTEGER NOT NULL,
            state TEXT NOT NULL,
            opens TEXT NOT NULL,
            due TEXT NOT NULL,
            closes TEXT NOT NULL,
            done_at TEXT,
            done_by TEXT,
            timeliness TEXT,
            findings INTEGER NOT NULL,
            open_findings INTEGER NOT NULL,
            wake_at TEXT
        ) WITHOUT ROWID
        """,
        "CREATE INDEX rounds_due ON rounds (state, due, id)",
        "CREATE INDEX rounds_of_programme ON rounds (programme, subject, due)",
        "CREATE INDEX rounds_waking ON rounds (wake_at, id) WHERE wake_at IS NOT NULL",
        "CREATE INDEX rounds_with_findings ON rounds (due, id) WHERE open_findings > 0",
        """
        CREATE TABLE findings (
            id TEXT PRIMARY KEY,
            round TEXT NOT NULL,
            programme TEXT NOT NULL,
            subject TEXT NOT NULL,
            item TEXT NOT NULL,
            kind TEXT NOT NULL,
            severity TEXT NOT NULL,
            at TEXT NOT NULL,
            open INTEGER NOT NULL,
            case_id TEXT
        ) WITHOUT ROWID
        """,
        "CREATE INDEX findings_of_subject ON findings (subject, item, at)",
        "CREATE INDEX findings_of_round ON findings (round)",
        "CREATE INDEX findings_of_case ON findings (case_id) WHERE case_id IS NOT NULL",
        "CREATE INDEX findings_open ON findings (at) WHERE open = 1",
        """
        CREATE TABLE plan_marks (
            programme TEXT NOT NULL,
            subject TEXT NOT NULL,
            after TEXT NOT NULL,
            base TEXT,
            wake_at TEXT,
            PRIMARY KEY (programme, subject)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX plan_marks_waking ON plan_marks (wake_at) WHERE wake_at IS NOT NULL",
    ),
    (*REGISTER_TABLES, *GATE_TABLES, *STAFFING_TABLES, *STOCK_TABLES),
    (*NIGHT_TABLES, *DELIVERY_TABLES, *RUNNING_TABLES),
)
"""One step per schema version; `PRAGMA user_version` counts the steps taken. Steps are added, never edited."""

PROJECTIONS: Final = (
    "cases", "case_concepts", "rounds", "findings", "plan_marks", "people", "shifts", "outbox",
    *STAFFING_PROJECTIONS,
    *STOCK_PROJECTIONS,
    *REGISTER_PROJECTIONS,
    *GATE_PROJECTIONS,
    *DELIVERY_PROJECTIONS,
)  # fmt: skip
"""What a rebuild empties first. Counters stay (they only ever rise), bundles cannot be derived from entries."""
