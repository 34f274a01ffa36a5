CREATE TABLE reach_scheduled (
  id             BLOB PRIMARY KEY,
  shop           BLOB NOT NULL,
  conversation   BLOB NOT NULL,
  order_id       BLOB NOT NULL, -- empty for none
  text           TEXT NOT NULL,
  due_ms         INTEGER NOT NULL,
  before_minutes INTEGER NOT NULL,
  staff          BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX reach_scheduled_due ON reach_scheduled (due_ms, id);
CREATE INDEX reach_scheduled_shop ON reach_scheduled (shop);
CREATE INDEX reach_scheduled_order ON reach_scheduled (order_id) WHERE length(order_id) > 0;

-- Orders of whose pickup the customer was reminded.
CREATE TABLE reach_reminded (
  order_id BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE reach_broadcast (
  id       BLOB PRIMARY KEY,
  shop     BLOB NOT NULL,
  text     TEXT NOT NULL,
  audience BLOB NOT NULL, -- an Audience
  state    INTEGER NOT NULL CHECK (state IN (1, 2, 3)),
  held     INTEGER NOT NULL DEFAULT 0, -- until the morning
  cursor   BLOB NOT NULL DEFAULT x'',  -- conversations up to this one have been looked at
  total    INTEGER NOT NULL,
  sent     INTEGER NOT NULL DEFAULT 0,
  read     INTEGER NOT NULL DEFAULT 0,
  since_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX reach_broadcast_shop ON reach_broadcast (shop, state);
CREATE INDEX reach_broadcast_held ON reach_broadcast (id) WHERE held = 1;
CREATE INDEX reach_broadcast_since ON reach_broadcast (since_ms);

-- Who has got a broadcast: nobody gets it twice, and whoever has read it is counted once.
CREATE TABLE reach_copy (
  broadcast    BLOB NOT NULL,
  customer     BLOB NOT NULL,
  conversation BLOB NOT NULL,
  seq          INTEGER NOT NULL,
  read         INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (broadcast, customer)
) STRICT, WITHOUT ROWID;
CREATE INDEX reach_copy_unread ON reach_copy (broadcast) WHERE read = 0;
