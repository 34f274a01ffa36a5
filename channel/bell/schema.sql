-- Browsers that are woken, and for what: a browser has one endpoint for all of its conversations.
CREATE TABLE bell_hung (
  hash     BLOB NOT NULL, -- SHA-256 of the endpoint
  shop     BLOB NOT NULL,
  topic    TEXT NOT NULL,
  holder   BLOB NOT NULL,
  endpoint TEXT NOT NULL,
  p256dh   TEXT NOT NULL,
  auth     TEXT NOT NULL,
  since_ms INTEGER NOT NULL,
  PRIMARY KEY (hash, topic)
) STRICT, WITHOUT ROWID;
CREATE INDEX bell_hung_topic ON bell_hung (topic, since_ms);
CREATE INDEX bell_hung_holder ON bell_hung (holder);

-- What has come and was not told yet; an errand waits for each topic that has a row.
CREATE TABLE bell_due (
  topic TEXT    NOT NULL,
  kind  TEXT    NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (topic, kind)
) STRICT, WITHOUT ROWID;
