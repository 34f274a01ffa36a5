CREATE TABLE shop_shop (
  id               BLOB PRIMARY KEY,
  name             TEXT NOT NULL,
  zone             TEXT NOT NULL,
  account          TEXT NOT NULL DEFAULT '',
  pay_within_hours INTEGER NOT NULL DEFAULT 24,
  day_starts       INTEGER NOT NULL DEFAULT 0,
  matching         INTEGER NOT NULL DEFAULT 0 -- an errand to look for matches waits
) STRICT, WITHOUT ROWID;

CREATE TABLE shop_staff (
  id      BLOB PRIMARY KEY,
  shop    BLOB NOT NULL,
  name    TEXT NOT NULL,
  role    INTEGER NOT NULL CHECK (role IN (1, 2)),
  removed INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX shop_staff_shop ON shop_staff (shop);

CREATE TABLE shop_link (
  key_hash      BLOB PRIMARY KEY,
  shop          BLOB NOT NULL,
  staff         BLOB NOT NULL,
  good_until_ms INTEGER NOT NULL,
  uses          INTEGER NOT NULL CHECK (uses >= 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX shop_link_staff ON shop_link (staff);
CREATE INDEX shop_link_end ON shop_link (good_until_ms);

CREATE TABLE shop_session (
  id         BLOB PRIMARY KEY,
  shop       BLOB NOT NULL,
  staff      BLOB NOT NULL,
  token_hash BLOB NOT NULL UNIQUE,
  device     TEXT NOT NULL,
  since_ms   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX shop_session_staff ON shop_session (staff);

CREATE TABLE shop_item (
  id        BLOB PRIMARY KEY,
  shop      BLOB NOT NULL,
  name      TEXT NOT NULL,
  price_won INTEGER NOT NULL CHECK (price_won >= 0),
  retired   INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX shop_item_shop ON shop_item (shop);

CREATE TABLE shop_customer (
  id    BLOB PRIMARY KEY,
  shop  BLOB NOT NULL,
  name  TEXT NOT NULL,
  phone TEXT NOT NULL,
  note  TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE INDEX shop_customer_phone ON shop_customer (shop, phone);
-- Written so that no query compares a column of the condition with an argument: SQLite would compile that query anew for
-- every argument.
CREATE INDEX shop_customer_name ON shop_customer (shop, name) WHERE length(phone) = 0;

CREATE TABLE shop_depositor (
  customer BLOB NOT NULL,
  name     TEXT NOT NULL,
  PRIMARY KEY (customer, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE shop_order (
  id             BLOB PRIMARY KEY,
  shop           BLOB NOT NULL,
  customer       BLOB NOT NULL,
  code           TEXT NOT NULL,
  code_number    INTEGER NOT NULL,
  state          INTEGER NOT NULL CHECK (state BETWEEN 1 AND 9),
  total_won      INTEGER, -- NULL while nobody named it
  advance_won    INTEGER,
  paid_won       INTEGER NOT NULL DEFAULT 0, -- by deposits
  otherwise_won  INTEGER NOT NULL DEFAULT 0, -- noted by people
  told_won       INTEGER NOT NULL DEFAULT 0, -- told in the chat, and not seen at the bank yet
  accepted_won   INTEGER NOT NULL DEFAULT 0, -- what the shop took for enough though it had asked for more, else 0
  refund_won     INTEGER NOT NULL DEFAULT 0,
  refunded_won   INTEGER NOT NULL DEFAULT 0, -- noted by people, part of refund_won
  pay_by_ms      INTEGER NOT NULL,
  created_ms     INTEGER NOT NULL,
  changed_ms     INTEGER NOT NULL,
  details_ms     INTEGER NOT NULL,           -- when the details changed
  details_by     BLOB NOT NULL DEFAULT x'',  -- who changed them; nobody's id for the machine
  waited         INTEGER NOT NULL DEFAULT 0, -- the state in which it was when money alone confirmed it, else 0
  moved          INTEGER NOT NULL DEFAULT 0, -- a person has said where it stands
  corrected      INTEGER NOT NULL DEFAULT 0, -- a person has corrected what the chat tells of money
  note           TEXT NOT NULL DEFAULT '',
  imported       INTEGER NOT NULL DEFAULT 0, -- it has a row in shop_source
  pickup         TEXT NOT NULL DEFAULT '',   -- as in the details
  conversation   BLOB NOT NULL DEFAULT x'',  -- in which it was agreed on; empty for none
  details        BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX shop_order_number ON shop_order (shop, code_number)
  WHERE state <= 7 AND coalesce(paid_won + otherwise_won < total_won, 1);
CREATE INDEX shop_order_pay_by ON shop_order (pay_by_ms) WHERE state = 2 AND pay_by_ms > 0; -- those that lapse
CREATE INDEX shop_order_pickup ON shop_order (shop, pickup) WHERE state <= 6; -- those that take a place of their day
CREATE INDEX shop_order_no_show ON shop_order (shop, pickup) WHERE state = 9;
CREATE INDEX shop_order_made ON shop_order (shop, created_ms);
CREATE INDEX shop_order_customer ON shop_order (customer);
CREATE INDEX shop_order_conversation ON shop_order (conversation) WHERE length(conversation) > 0;
CREATE INDEX shop_order_due ON shop_order (shop, id) -- those that matching looks at
  WHERE state <= 7 AND coalesce(paid_won + otherwise_won < total_won, 1);

-- Where the fields of an order were read in its conversation.
CREATE TABLE shop_evidence (
  order_id BLOB PRIMARY KEY,
  read     BLOB NOT NULL -- an OrderSource with nothing but evidence
) STRICT;

-- Orders out of chats, by the key that another export of the same chat repeats.
CREATE TABLE shop_source (
  key      BLOB PRIMARY KEY,
  order_id BLOB NOT NULL,
  source   BLOB NOT NULL, -- an OrderSource
  read     BLOB NOT NULL  -- the OrderDetails as the chat told them last
) STRICT;
CREATE INDEX shop_source_order ON shop_source (order_id);

CREATE TABLE shop_deposit (
  id         BLOB PRIMARY KEY,
  shop       BLOB NOT NULL,
  at         TEXT NOT NULL,
  name       TEXT NOT NULL,
  memo       TEXT NOT NULL,
  amount_won INTEGER NOT NULL CHECK (amount_won > 0),
  state      INTEGER NOT NULL CHECK (state IN (1, 2, 3)),
  automatic  INTEGER NOT NULL DEFAULT 0,
  file       TEXT NOT NULL,
  row        INTEGER NOT NULL,
  by_person  INTEGER NOT NULL DEFAULT 0, -- a person has undone a match: none is made without one again
  learnt     BLOB NOT NULL DEFAULT x'', -- the customer of whom the name was learnt by this deposit
  suggestion BLOB NOT NULL DEFAULT x''
) STRICT, WITHOUT ROWID;
CREATE INDEX shop_deposit_at ON shop_deposit (shop, at);
CREATE INDEX shop_deposit_open ON shop_deposit (shop, at) WHERE state = 1;

CREATE TABLE shop_part (
  deposit    BLOB NOT NULL,
  order_id   BLOB NOT NULL,
  amount_won INTEGER NOT NULL CHECK (amount_won > 0),
  told_won   INTEGER NOT NULL,
  PRIMARY KEY (deposit, order_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX shop_part_order ON shop_part (order_id);

CREATE TABLE shop_import (
  id             BLOB PRIMARY KEY,
  shop           BLOB NOT NULL,
  state          INTEGER NOT NULL CHECK (state IN (1, 2, 3)),
  files          BLOB NOT NULL, -- an ImportStarted
  total          INTEGER NOT NULL,
  done           INTEGER NOT NULL DEFAULT 0,
  orders_new     INTEGER NOT NULL DEFAULT 0,
  orders_changed INTEGER NOT NULL DEFAULT 0,
  deposits_new   INTEGER NOT NULL DEFAULT 0,
  matched        INTEGER NOT NULL DEFAULT 0,
  outcome        BLOB NOT NULL DEFAULT x'', -- an ImportFinished or ImportFailed
  started_ms     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
