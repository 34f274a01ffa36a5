-- What a durable command writes in Dangol: the command, one row of a domain, and what devices hold of it.
CREATE TABLE command (
  id          bytea  PRIMARY KEY,
  fingerprint bytea  NOT NULL,
  answer      bytea  NOT NULL
);

CREATE TABLE shop_order (
  id        bytea   PRIMARY KEY,
  shop      bytea   NOT NULL,
  customer  bytea   NOT NULL,
  code      text    NOT NULL,
  state     integer NOT NULL CHECK (state BETWEEN 0 AND 8),
  pickup_ms bigint  NOT NULL,
  price_won bigint  NOT NULL CHECK (price_won >= 0),
  paid_won  bigint  NOT NULL,
  made_ms   bigint  NOT NULL,
  revision  bigint  NOT NULL,
  note      text    NOT NULL
);

CREATE TABLE sync (
  topic text   NOT NULL,
  kind  text   NOT NULL,
  id    bytea  NOT NULL,
  block bigint NOT NULL,
  data  bytea  NOT NULL,
  PRIMARY KEY (topic, kind, id)
);
CREATE INDEX sync_block ON sync (topic, block);
CREATE SEQUENCE block CACHE 1;
