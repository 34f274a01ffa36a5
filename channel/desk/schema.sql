-- What customers see of a shop, and how it works with its channel. NULL is what nobody has said yet: then the defaults of
-- defaults.go hold. Parts of the card are kept as their messages of the journal.
CREATE TABLE desk_shop (
  shop         BLOB PRIMARY KEY,
  about        TEXT NOT NULL DEFAULT '',
  way          TEXT NOT NULL DEFAULT '',
  phone        TEXT NOT NULL DEFAULT '',
  notice       TEXT NOT NULL DEFAULT '',
  hours        BLOB,
  form         BLOB NOT NULL DEFAULT x'',
  menu         BLOB NOT NULL DEFAULT x'',
  refunds      BLOB NOT NULL DEFAULT x'',
  capacity     INTEGER NOT NULL DEFAULT 0,
  days         BLOB NOT NULL DEFAULT x'',
  lead_hours   INTEGER NOT NULL DEFAULT 0,
  away         TEXT,
  first        TEXT NOT NULL DEFAULT '',
  remind_hours INTEGER,
  remind       TEXT,
  lock_days    INTEGER,
  showing      INTEGER NOT NULL DEFAULT 0 -- an errand to show the card to customers' devices waits
) STRICT, WITHOUT ROWID;

CREATE TABLE desk_reply (
  id    BLOB PRIMARY KEY,
  shop  BLOB NOT NULL,
  title TEXT NOT NULL,
  text  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX desk_reply_shop ON desk_reply (shop);

CREATE TABLE desk_alert_key (
  id       BLOB PRIMARY KEY,
  shop     BLOB NOT NULL,
  name     TEXT NOT NULL,
  key_hash BLOB NOT NULL UNIQUE,
  since_ms INTEGER NOT NULL,
  ended    INTEGER NOT NULL DEFAULT 0 -- a key is of one address for ever
) STRICT, WITHOUT ROWID;
CREATE INDEX desk_alert_key_shop ON desk_alert_key (shop) WHERE ended = 0;
