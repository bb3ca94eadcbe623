-- Version 1. A script that has been released is never edited; a change is a new script.

-- The hot table: narrow, because every step of every job rewrites its row. What is large lives in the tables below.
CREATE TABLE job (
  sequence    INTEGER PRIMARY KEY,          -- the order of input
  id          TEXT    NOT NULL UNIQUE,
  state       TEXT    NOT NULL              -- OR and not IN: for more than two, SQLite makes a table of them at each write
    CHECK (state = 'READY' OR state = 'LEASED' OR state = 'DONE' OR state = 'DEAD' OR state = 'HELD' OR state = 'CANCELLED'),
  priority    INTEGER NOT NULL,             -- 0 goes first
  not_before  INTEGER NOT NULL DEFAULT 0,   -- a READY job is due from here on; milliseconds since 1970, by the store's clock
  lease_until INTEGER NOT NULL DEFAULT 0,   -- a LEASED job is reaped from here on; as above
  epoch       INTEGER NOT NULL DEFAULT 0,   -- grows with each claim; the fencing token
  deliveries  INTEGER NOT NULL DEFAULT 0,
  attempts    INTEGER NOT NULL DEFAULT 0,
  throttles   INTEGER NOT NULL DEFAULT 0,
  crashes     INTEGER NOT NULL DEFAULT 0,
  cost_micros INTEGER NOT NULL DEFAULT 0,   -- millionths of a dollar
  byte_count  INTEGER NOT NULL,             -- of the payload: permits are asked for before the payload is read
  answered    INTEGER NOT NULL DEFAULT 0,   -- 1: an answer was paid for and kept
  fingerprint TEXT    NOT NULL,
  owner       TEXT,
  reason      TEXT
) STRICT;

-- The order of claims. Due or not is read from the index itself, so a crowd of delayed jobs costs no look at the table.
CREATE INDEX job_ready   ON job (priority, sequence, not_before) WHERE state = 'READY';
CREATE INDEX job_delayed ON job (not_before)  WHERE state = 'READY' AND not_before > 0;
CREATE INDEX job_leased  ON job (lease_until) WHERE state = 'LEASED';
CREATE INDEX job_dead    ON job (sequence)    WHERE state = 'DEAD';
CREATE INDEX job_held    ON job (sequence)    WHERE state = 'HELD';

CREATE TABLE payload (
  job   INTEGER PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT;

-- AUTOINCREMENT: the order of commits must stay a promise even if results are ever deleted.
CREATE TABLE result (
  commit_sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  job             INTEGER NOT NULL UNIQUE,
  bytes           BLOB NOT NULL
) STRICT;

CREATE TABLE answer (
  job   INTEGER PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT;

CREATE TABLE history (
  entry       INTEGER PRIMARY KEY,
  job         INTEGER NOT NULL,
  at          INTEGER NOT NULL,             -- milliseconds since 1970
  epoch       INTEGER NOT NULL,
  event       TEXT    NOT NULL,
  reason      TEXT    NOT NULL,
  cost_micros INTEGER NOT NULL
) STRICT;
CREATE INDEX history_job ON history (job, entry);

CREATE TABLE value (
  name  TEXT PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Counting a million rows for a progress bar is slow; counting as they move is not.
CREATE TABLE tally (
  state TEXT PRIMARY KEY,
  jobs  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO tally VALUES ('READY', 0), ('LEASED', 0), ('DONE', 0), ('DEAD', 0), ('HELD', 0), ('CANCELLED', 0);

CREATE TRIGGER job_inserted AFTER INSERT ON job BEGIN
  UPDATE tally SET jobs = jobs + 1 WHERE state = NEW.state;
END;
CREATE TRIGGER job_moved AFTER UPDATE OF state ON job WHEN OLD.state <> NEW.state BEGIN
  UPDATE tally SET jobs = jobs - 1 WHERE state = OLD.state;
  UPDATE tally SET jobs = jobs + 1 WHERE state = NEW.state;
END;
