
-- Rows of bank lists by their identity, and the deposit that each is: an alert and its line in the list are one.
CREATE TABLE shop_row (
  id         BLOB PRIMARY KEY,
  deposit    BLOB NOT NULL,
  shop       BLOB NOT NULL,
  import     BLOB NOT NULL,
  day        TEXT NOT NULL,
  amount_won INTEGER NOT NULL,
  row        BLOB NOT NULL -- a DepositImported
) STRICT, WITHOUT ROWID;
CREATE INDEX shop_row_day ON shop_row (shop, amount_won, day);
CREATE INDEX shop_row_deposit ON shop_row (deposit, import);
