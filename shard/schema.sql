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

-- What devices may hold: each thing, and the block that changed it last. What they are given is built when they ask.
CREATE TABLE shard_topic (
  number INTEGER PRIMARY KEY,
  name   TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE shard_sync (
  id    BLOB    NOT NULL,
  topic INTEGER NOT NULL,
  kind  TEXT    NOT NULL,
  block INTEGER NOT NULL,
  PRIMARY KEY (id, topic)
) STRICT, WITHOUT ROWID;
CREATE INDEX shard_sync_block ON shard_sync (topic, block);

-- What is still to be done outside of the shard.
CREATE TABLE shard_errand (
  number INTEGER PRIMARY KEY,
  kind   TEXT    NOT NULL,
  data   BLOB    NOT NULL
) STRICT;
