-- What Twilio told, each telling once: `incoming`, `status:completed`, `recording:RE…:completed`, …
CREATE TABLE call_facts (
  call_sid TEXT NOT NULL REFERENCES call_logs (call_sid) ON DELETE CASCADE,
  identity TEXT NOT NULL,
  first_told_at TEXT NOT NULL,
  last_told_at TEXT NOT NULL,
  times INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (call_sid, identity)
);

-- Accounts of businesses that bring their own; the installation's own account stands in the settings.
CREATE TABLE twilio_accounts (
  account_sid TEXT PRIMARY KEY,
  business_id TEXT NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
  sealed_auth_token TEXT NOT NULL,
  api_url TEXT NOT NULL DEFAULT '',
  created_at TEXT NOT NULL
);
CREATE INDEX twilio_accounts_by_business ON twilio_accounts (business_id);

-- Up to when Twilio was asked which calls an account had.
CREATE TABLE account_reviews (
  account_sid TEXT PRIMARY KEY,
  reviewed_until TEXT NOT NULL
);

ALTER TABLE phone_numbers ADD COLUMN greeting TEXT NOT NULL DEFAULT '';
ALTER TABLE phone_numbers ADD COLUMN notice_words TEXT NOT NULL DEFAULT '';

-- What the caller was told of being recorded, and when; NULL: nothing.
ALTER TABLE call_logs ADD COLUMN notice_language TEXT;
ALTER TABLE call_logs ADD COLUMN notice_words TEXT;
ALTER TABLE call_logs ADD COLUMN notice_at TEXT;
ALTER TABLE call_logs ADD COLUMN legal_hold_at TEXT;
-- When the file here and every copy at Twilio were gone.
ALTER TABLE call_logs ADD COLUMN audio_expired_at TEXT;
CREATE INDEX call_logs_to_expire ON call_logs (created_at) WHERE audio_expired_at IS NULL;

-- The recordings that a file is made of, in time order, separated by spaces.
ALTER TABLE audio_files ADD COLUMN recording_sids TEXT NOT NULL DEFAULT '';

-- Asked for again while it runs: it will run once more.
ALTER TABLE jobs ADD COLUMN again INTEGER NOT NULL DEFAULT 0;

-- What was to be deleted and what each place answered. It outlives the call: `file`, or the canonical URI of Twilio's copy.
CREATE TABLE audio_deletions (
  call_sid TEXT NOT NULL,
  target TEXT NOT NULL,
  business_id TEXT NOT NULL,
  reason TEXT NOT NULL CHECK (reason IN ('retention', 'call_deleted')),
  asked_at TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  answer TEXT NOT NULL DEFAULT '',
  answered_at TEXT,
  done_at TEXT,
  PRIMARY KEY (call_sid, target)
);

-- Late news of a deleted call must not bring it back.
CREATE TABLE deleted_calls (
  call_sid TEXT PRIMARY KEY,
  business_id TEXT NOT NULL,
  deleted_at TEXT NOT NULL
);

ALTER TABLE webhook_endpoints ADD COLUMN previous_secret TEXT NOT NULL DEFAULT '';
ALTER TABLE webhook_endpoints ADD COLUMN previous_secret_until TEXT;
ALTER TABLE webhook_endpoints ADD COLUMN paused INTEGER NOT NULL DEFAULT 0;
ALTER TABLE webhook_endpoints ADD COLUMN disabled_reason TEXT NOT NULL DEFAULT '';

-- A test event is about no call.
CREATE TABLE webhook_deliveries_new (
  id TEXT PRIMARY KEY,
  endpoint_id TEXT NOT NULL REFERENCES webhook_endpoints (id) ON DELETE CASCADE,
  business_id TEXT NOT NULL,
  call_sid TEXT REFERENCES call_logs (call_sid) ON DELETE CASCADE,
  event TEXT NOT NULL,
  body TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'failed')),
  attempts INTEGER NOT NULL DEFAULT 0,
  last_status INTEGER,
  last_error TEXT NOT NULL DEFAULT '',
  created_at TEXT NOT NULL,
  delivered_at TEXT,
  next_attempt_at TEXT
);
INSERT INTO webhook_deliveries_new
SELECT id, endpoint_id, business_id, call_sid, event, body, state, attempts, last_status, last_error, created_at, delivered_at, NULL
FROM webhook_deliveries;
DROP TABLE webhook_deliveries;
ALTER TABLE webhook_deliveries_new RENAME TO webhook_deliveries;
CREATE INDEX webhook_deliveries_by_call ON webhook_deliveries (call_sid);
CREATE INDEX webhook_deliveries_by_business ON webhook_deliveries (business_id, created_at DESC);
CREATE INDEX webhook_deliveries_by_endpoint ON webhook_deliveries (endpoint_id, state);

-- Each request that was sent and what came back.
CREATE TABLE webhook_attempts (
  delivery_id TEXT NOT NULL REFERENCES webhook_deliveries (id) ON DELETE CASCADE,
  attempt INTEGER NOT NULL,
  at TEXT NOT NULL,
  duration_ms BIGINT NOT NULL,
  url TEXT NOT NULL,
  address TEXT NOT NULL DEFAULT '',
  request_headers TEXT NOT NULL,
  status INTEGER,
  response_headers TEXT NOT NULL DEFAULT '',
  response_body TEXT NOT NULL DEFAULT '',
  error TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (delivery_id, attempt)
);
