-- What the shard itself keeps in its view. Domains' tables stand beside these.

-- How far the view is, in one row.
CREATE TABLE shard_head (
  only     INTEGER PRIMARY KEY CHECK (only = 1),
  seq      INTEGER NOT NULL, -- the last message of the log that was looked at
  top      INTEGER NOT NULL, -- the message that holds the chain's head
  epoch    INTEGER NOT NULL,
  number   INTEGER NOT NULL, -- of the chain's head
  hash     BLOB    NOT NULL, -- of the chain's head
  time_ms  INTEGER NOT NULL, -- of the newest entry
  errands  INTEGER NOT NULL  -- the number of the newest errand
) STRICT;

-- The versions the view was made with.
CREATE TABLE shard_version (
  domain  TEXT    PRIMARY KEY,
  version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Every command that was accepted, to give the same answer again.
CREATE TABLE shard_command (
  id          BLOB    PRIMARY KEY,
  fingerprint BLOB    NOT NULL,
  block       INTEGER NOT NULL,
  answer      BLOB    NOT NULL
) STRICT, WITHOUT ROWID;

-- What devices may hold: the things of a topic, and the block that changed each. What they are given is built when they
-- ask. A thing is an id and a kind: a shop's card bears the shop's id. Rows come into shard_recent, by block, so that a block's rows lie on few pages; some thousands at a time they are
-- sorted into shard_sync, by topic. Of a thing only the newest row counts; older ones are swept out when there are many.
CREATE TABLE shard_topic (
  number INTEGER PRIMARY KEY,
  name   TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE shard_recent (
  block INTEGER NOT NULL,
  topic INTEGER NOT NULL,
  id    BLOB    NOT NULL,
  kind  TEXT    NOT NULL,
  PRIMARY KEY (block, topic, id, kind)
) STRICT, WITHOUT ROWID;
CREATE TABLE shard_sync (
  topic INTEGER NOT NULL,
  block INTEGER NOT NULL,
  id    BLOB    NOT NULL,
  kind  TEXT    NOT NULL,
  PRIMARY KEY (topic, block, id, kind)
) STRICT, WITHOUT ROWID;

-- What is still to be done outside of the shard.
CREATE TABLE shard_errand (
  number INTEGER PRIMARY KEY,
  kind   TEXT    NOT NULL,
  data   BLOB    NOT NULL
) STRICT;
