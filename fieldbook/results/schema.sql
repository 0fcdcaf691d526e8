-- The results store, version 2. One row of each table means what its comment says; docs/results.md has the columns.
CREATE TABLE meta (version INTEGER NOT NULL, course VARCHAR, title VARCHAR);
-- A file that something was taken from.
CREATE TABLE files (file INTEGER NOT NULL, hash VARCHAR NOT NULL, name VARCHAR NOT NULL, kind VARCHAR NOT NULL);
-- Something that could not be taken from a file.
CREATE TABLE notes (file INTEGER NOT NULL, code VARCHAR NOT NULL, message VARCHAR NOT NULL);
-- A learner, as far as files let one tell learners apart. name_key: the pseudonym as pseudonyms are compared.
CREATE TABLE learners (
  learner INTEGER NOT NULL, pseudonym VARCHAR, name_key VARCHAR,
  component VARCHAR, gender VARCHAR, station VARCHAR, language VARCHAR
);
-- What a list of participants says of a pseudonym; the person may not have sent a file yet.
CREATE TABLE participants (name_key VARCHAR NOT NULL, field VARCHAR NOT NULL, value VARCHAR NOT NULL);
-- What a file says of its learner's groups.
CREATE TABLE said (learner INTEGER NOT NULL, field VARCHAR NOT NULL, value VARCHAR NOT NULL);
-- Moments that tell one learner's file from another's.
CREATE TABLE marks (mark BIGINT NOT NULL, learner INTEGER NOT NULL);
-- What one file says of one learner. known: the bank at hand has all its questions as they were asked.
CREATE TABLE sheets (
  sheet INTEGER NOT NULL, file INTEGER NOT NULL, learner INTEGER NOT NULL, source VARCHAR NOT NULL,
  context VARCHAR NOT NULL, lang VARCHAR NOT NULL, build VARCHAR NOT NULL, known BOOLEAN, saved VARCHAR, lessons INTEGER
);
-- One version of one sitting of a form. usable: the version that counts. points: sum of the answers' scores.
CREATE TABLE attempts (
  attempt BIGINT NOT NULL, learner INTEGER NOT NULL, sheet INTEGER NOT NULL, form VARCHAR NOT NULL,
  variant VARCHAR NOT NULL, started VARCHAR NOT NULL, submitted VARCHAR, stated DOUBLE, points DOUBLE NOT NULL,
  answered INTEGER NOT NULL, unscored INTEGER NOT NULL, done VARCHAR NOT NULL, hash BIGINT NOT NULL, usable BOOLEAN NOT NULL
);
-- Questions that tests asked, by number: millions of answers name them.
CREATE TABLE asked (code INTEGER NOT NULL, item VARCHAR NOT NULL);
-- An answer of an attempt. response: as JSON, null where a file gives the score and not the words.
-- score: by the bank where it has this question, else as the file states it.
CREATE TABLE answers (
  attempt BIGINT NOT NULL, code INTEGER NOT NULL, variant VARCHAR NOT NULL, response VARCHAR NOT NULL,
  score DOUBLE, stated DOUBLE, seconds INTEGER, done VARCHAR NOT NULL
);
-- A question of a test that somebody saw and left open: it belongs to the test, also where nobody answers it.
CREATE TABLE left_open (form VARCHAR NOT NULL, variant VARCHAR NOT NULL, code INTEGER NOT NULL);
-- The last answer of a learner to a question of a lesson.
CREATE TABLE practice (
  learner INTEGER NOT NULL, item VARCHAR NOT NULL, variant VARCHAR NOT NULL, response VARCHAR NOT NULL,
  score DOUBLE, stated DOUBLE, "first" DOUBLE, tries INTEGER, done VARCHAR NOT NULL
);
-- The latest way of a learner through a scenario.
CREATE TABLE ways (
  learner INTEGER NOT NULL, scenario VARCHAR NOT NULL, path VARCHAR NOT NULL, runs INTEGER NOT NULL,
  endings VARCHAR NOT NULL, done VARCHAR NOT NULL
);
-- A field of a document that a learner made.
CREATE TABLE written (
  learner INTEGER NOT NULL, product VARCHAR NOT NULL, field VARCHAR NOT NULL, text VARCHAR NOT NULL, done VARCHAR NOT NULL
);
-- The bank when files were last collected.
CREATE TABLE items (
  item VARCHAR, type VARCHAR, objective VARCHAR, objective_text VARCHAR, module VARCHAR, level VARCHAR,
  difficulty DOUBLE, stem VARCHAR, options VARCHAR, keys VARCHAR, path VARCHAR, line INTEGER
);
CREATE TABLE forms (form VARCHAR, series VARCHAR, title VARCHAR, cut DOUBLE, method VARCHAR);
CREATE TABLE drawn (form VARCHAR, variant VARCHAR, place INTEGER, item VARCHAR);
-- A run of a table top exercise, and what happened in it.
CREATE TABLE runs (run VARCHAR NOT NULL, exercise VARCHAR NOT NULL, context VARCHAR NOT NULL, variant VARCHAR NOT NULL);
CREATE TABLE happenings (
  run VARCHAR NOT NULL, event VARCHAR NOT NULL, moment BIGINT NOT NULL, kind VARCHAR NOT NULL, data VARCHAR NOT NULL
);
-- What observers of an exercise look for (kind: expected, rubric), when files were last collected.
CREATE TABLE expectations (exercise VARCHAR, title VARCHAR, kind VARCHAR, name VARCHAR, objective VARCHAR);
-- Tallies of feedback forms, by class: 1 (not at all) to 5 (fully).
CREATE TABLE reactions (class VARCHAR NOT NULL, statement VARCHAR NOT NULL, level INTEGER NOT NULL, n INTEGER NOT NULL);
-- Angoff ratings: what a judge expects of a question.
CREATE TABLE ratings (form VARCHAR NOT NULL, item VARCHAR NOT NULL, judge VARCHAR NOT NULL, rating DOUBLE NOT NULL);
-- What files contradict each other in; nothing of it was decided in silence. detail: JSON, a code with its values.
CREATE TABLE conflicts (kind VARCHAR NOT NULL, learner INTEGER, about VARCHAR NOT NULL, detail VARCHAR NOT NULL);
