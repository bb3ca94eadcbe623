-- Version 3: the tally is kept by the program, in the transaction that moves the jobs and once for each. A trigger took two
-- updates for each step of each job, and made SQLite keep a copy of every page that the step touched.
DROP TRIGGER job_inserted;
DROP TRIGGER job_moved;
