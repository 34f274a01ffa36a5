CREATE TABLE channel_conversation (
  id             BLOB PRIMARY KEY,
  shop           BLOB NOT NULL,
  customer       BLOB NOT NULL,
  name           TEXT NOT NULL, -- as the customer gave it
  phone          TEXT NOT NULL,
  consent        INTEGER NOT NULL,
  same_phone     INTEGER NOT NULL,
  stand          INTEGER NOT NULL DEFAULT 1 CHECK (stand BETWEEN 1 AND 5),
  follow_up_ms   INTEGER NOT NULL DEFAULT 0,
  staff          BLOB NOT NULL DEFAULT x'',
  labels         BLOB NOT NULL DEFAULT x'',          -- a Labels
  last_seq       INTEGER NOT NULL DEFAULT 0,
  last_ms        INTEGER NOT NULL DEFAULT 0,
  spoken_ms      INTEGER NOT NULL DEFAULT 0,         -- when somebody spoke last, not the shop by itself but for its first word
  last_side      INTEGER NOT NULL DEFAULT 0,         -- who did
  preview        TEXT NOT NULL DEFAULT '',           -- of what
  shop_read      INTEGER NOT NULL DEFAULT 0,
  shop_saw       INTEGER NOT NULL DEFAULT 0,         -- the most that shop_read has ever been: customers see no reading undone
  customer_got   INTEGER NOT NULL DEFAULT 0,
  customer_read  INTEGER NOT NULL DEFAULT 0,
  unread         INTEGER NOT NULL DEFAULT 0,
  waits_since_ms INTEGER NOT NULL DEFAULT 0,
  away_period    TEXT NOT NULL DEFAULT '',           -- the closed period in which it was last said that nobody is there
  since_ms       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX channel_conversation_shop ON channel_conversation (shop, last_ms);
CREATE INDEX channel_conversation_page ON channel_conversation (shop, id);
CREATE INDEX channel_conversation_begun ON channel_conversation (shop, since_ms);
CREATE INDEX channel_conversation_customer ON channel_conversation (customer);

-- The devices of customers.
CREATE TABLE channel_guest (
  key_hash     BLOB PRIMARY KEY,
  conversation BLOB NOT NULL,
  device       TEXT NOT NULL,
  since_ms     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX channel_guest_conversation ON channel_guest (conversation);

-- Messages lie by conversation, in their order.
CREATE TABLE channel_message (
  conversation BLOB NOT NULL,
  seq          INTEGER NOT NULL CHECK (seq > 0),
  id           BLOB NOT NULL UNIQUE,
  at_ms        INTEGER NOT NULL,
  side         INTEGER NOT NULL CHECK (side BETWEEN 1 AND 3),
  staff        BLOB NOT NULL,
  auto         TEXT NOT NULL,
  text         TEXT NOT NULL,
  burden       BLOB NOT NULL,              -- a Burden
  wish_state   INTEGER NOT NULL DEFAULT 0, -- 1 open, 2 granted, 3 declined; 0 for no wish
  command      BLOB NOT NULL,
  PRIMARY KEY (conversation, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX channel_message_times ON channel_message (conversation, at_ms, seq, side);
CREATE INDEX channel_message_wish ON channel_message (conversation) WHERE wish_state = 1;

-- Which pictures are in a conversation.
CREATE TABLE channel_photo (
  conversation BLOB NOT NULL,
  sha256       BLOB NOT NULL,
  PRIMARY KEY (conversation, sha256)
) STRICT, WITHOUT ROWID;

CREATE TABLE channel_note (
  id           BLOB PRIMARY KEY,
  conversation BLOB NOT NULL,
  staff        BLOB NOT NULL,
  text         TEXT NOT NULL,
  at_ms        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX channel_note_conversation ON channel_note (conversation);
