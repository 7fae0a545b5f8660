-- Times are UTC text, `YYYY-MM-DD HH:MM:SS.mmm`, which sorts as time does and compares with datetime('now').
-- What only machines read (jobs, sessions, leases) is in milliseconds since 1970.

CREATE TABLE businesses (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  created_at TEXT NOT NULL
);

CREATE TABLE phone_numbers (
  number TEXT PRIMARY KEY,
  business_id TEXT NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
  flow TEXT NOT NULL CHECK (flow IN ('forward', 'voicemail', 'stream')),
  forward_to TEXT NOT NULL DEFAULT '',
  stream_url TEXT NOT NULL DEFAULT '',
  notice TEXT NOT NULL DEFAULT '',
  language TEXT NOT NULL DEFAULT ''
);
CREATE INDEX phone_numbers_by_business ON phone_numbers (business_id);

CREATE TABLE users (
  id TEXT PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  business_id TEXT REFERENCES businesses (id) ON DELETE CASCADE,
  role TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  created_at TEXT NOT NULL
);

CREATE TABLE sessions (
  token_hash TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  csrf_token TEXT NOT NULL,
  expires_ms BIGINT NOT NULL
);
CREATE INDEX sessions_by_expiry ON sessions (expires_ms);

CREATE TABLE api_keys (
  id TEXT PRIMARY KEY,
  business_id TEXT NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  key_hash TEXT NOT NULL UNIQUE,
  created_at TEXT NOT NULL
);

CREATE TABLE call_logs (
  call_sid TEXT PRIMARY KEY,
  business_id TEXT NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
  account_sid TEXT NOT NULL DEFAULT '',
  parent_call_sid TEXT,
  from_number TEXT NOT NULL DEFAULT '',
  to_number TEXT NOT NULL DEFAULT '',
  direction TEXT NOT NULL DEFAULT 'unknown',
  status TEXT NOT NULL DEFAULT '',
  duration INTEGER,
  recording_url TEXT,
  recording_sid TEXT,
  transcription TEXT,
  final_transcript TEXT,
  transcript_source TEXT,
  language TEXT,
  extracted_service TEXT,
  extracted_city TEXT,
  extraction_confidence DOUBLE PRECISION,
  summary TEXT,
  notes TEXT NOT NULL DEFAULT '',
  corrected_fields TEXT NOT NULL DEFAULT '',
  failure_stage TEXT,
  failure_reason TEXT,
  created_at TEXT NOT NULL,
  ended_at TEXT
);
CREATE INDEX call_logs_by_business ON call_logs (business_id, created_at DESC, call_sid DESC);
CREATE INDEX call_logs_by_parent ON call_logs (parent_call_sid);

CREATE TABLE call_stages (
  call_sid TEXT NOT NULL REFERENCES call_logs (call_sid) ON DELETE CASCADE,
  stage TEXT NOT NULL,
  reached_at TEXT NOT NULL,
  PRIMARY KEY (call_sid, stage)
);

-- Twilio's recordings of a call. The file in the store belongs to the call: `recordings/{call_sid}.mp3`.
CREATE TABLE recordings (
  recording_sid TEXT PRIMARY KEY,
  call_sid TEXT NOT NULL REFERENCES call_logs (call_sid) ON DELETE CASCADE,
  uri TEXT NOT NULL,
  status TEXT NOT NULL,
  duration INTEGER,
  channels INTEGER NOT NULL DEFAULT 0,
  source TEXT NOT NULL DEFAULT '',
  started_at TEXT,
  error_code INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX recordings_by_call ON recordings (call_sid);

-- The one audio file of a call, and who is fetching it at the moment.
CREATE TABLE audio_files (
  call_sid TEXT PRIMARY KEY REFERENCES call_logs (call_sid) ON DELETE CASCADE,
  content_type TEXT NOT NULL DEFAULT '',
  size BIGINT NOT NULL DEFAULT 0,
  channels INTEGER NOT NULL DEFAULT 0,
  duration_ms BIGINT NOT NULL DEFAULT 0,
  fetched_at TEXT,
  fetch_owner TEXT NOT NULL DEFAULT '',
  fetch_until_ms BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE transcript_segments (
  call_sid TEXT NOT NULL REFERENCES call_logs (call_sid) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  channel INTEGER NOT NULL,
  speaker TEXT NOT NULL,
  start_ms BIGINT NOT NULL,
  end_ms BIGINT NOT NULL,
  text TEXT NOT NULL,
  confidence DOUBLE PRECISION NOT NULL,
  words TEXT NOT NULL,
  PRIMARY KEY (call_sid, position)
);

CREATE TABLE insights (
  call_sid TEXT PRIMARY KEY REFERENCES call_logs (call_sid) ON DELETE CASCADE,
  insight TEXT NOT NULL
);

-- Work to be done: see docs/jobs.md.
CREATE TABLE jobs (
  name TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('ready', 'leased', 'done', 'dead')),
  attempts INTEGER NOT NULL DEFAULT 0,
  run_at_ms BIGINT NOT NULL,
  lease_owner TEXT NOT NULL DEFAULT '',
  lease_until_ms BIGINT NOT NULL DEFAULT 0,
  asked_at_ms BIGINT NOT NULL,
  last_error TEXT NOT NULL DEFAULT ''
);
CREATE INDEX jobs_to_claim ON jobs (kind, run_at_ms) WHERE state IN ('ready', 'leased');

CREATE TABLE webhook_endpoints (
  id TEXT PRIMARY KEY,
  business_id TEXT NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
  url TEXT NOT NULL,
  events TEXT NOT NULL,
  secret TEXT NOT NULL,
  enabled INTEGER NOT NULL DEFAULT 1,
  created_at TEXT NOT NULL
);
CREATE INDEX webhook_endpoints_by_business ON webhook_endpoints (business_id);

-- The outbox: one row is one webhook-id, its body fixed when it was written.
CREATE TABLE webhook_deliveries (
  id TEXT PRIMARY KEY,
  endpoint_id TEXT NOT NULL REFERENCES webhook_endpoints (id) ON DELETE CASCADE,
  business_id TEXT NOT NULL,
  call_sid TEXT NOT NULL REFERENCES call_logs (call_sid) ON DELETE CASCADE,
  event TEXT NOT NULL,
  body TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'failed')),
  attempts INTEGER NOT NULL DEFAULT 0,
  last_status INTEGER,
  last_error TEXT NOT NULL DEFAULT '',
  created_at TEXT NOT NULL,
  delivered_at TEXT
);
CREATE INDEX webhook_deliveries_by_call ON webhook_deliveries (call_sid);
CREATE INDEX webhook_deliveries_by_business ON webhook_deliveries (business_id, created_at DESC);
