-- A shard's view as its writer meets it: the command, one row of a domain, and what devices hold of it.
CREATE TABLE shard_command (
  id          BLOB    PRIMARY KEY,
  fingerprint BLOB    NOT NULL,
  block       INTEGER NOT NULL,
  answer      BLOB    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE shop_order (
  id        BLOB    PRIMARY KEY,
  shop      BLOB    NOT NULL,
  customer  BLOB    NOT NULL,
  code      TEXT    NOT NULL,
  state     INTEGER NOT NULL CHECK (state BETWEEN 0 AND 8),
  pickup_ms INTEGER NOT NULL,
  price_won INTEGER NOT NULL CHECK (price_won >= 0),
  paid_won  INTEGER NOT NULL,
  made_ms   INTEGER NOT NULL,
  revision  INTEGER NOT NULL,
  note      TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE shard_sync (
  topic TEXT    NOT NULL,
  kind  TEXT    NOT NULL,
  id    BLOB    NOT NULL,
  block INTEGER NOT NULL,
  data  BLOB    NOT NULL,
  PRIMARY KEY (topic, kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX shard_sync_block ON shard_sync (topic, block);
