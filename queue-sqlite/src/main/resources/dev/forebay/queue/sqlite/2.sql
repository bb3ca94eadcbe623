-- Version 2: a job can be replaced by another request under its id.

-- Leases up to this epoch were given for an earlier request: an answer under one of them answers another question.
ALTER TABLE job ADD COLUMN stale_epoch INTEGER NOT NULL DEFAULT 0;

-- What a copy of the results needs to know to tell that it must begin anew. By trigger, so that no removal goes uncounted.
CREATE TABLE removal (
  what  TEXT PRIMARY KEY,
  times INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO removal VALUES ('result', 0);

CREATE TRIGGER result_removed AFTER DELETE ON result BEGIN
  UPDATE removal SET times = times + 1 WHERE what = 'result';
END;
