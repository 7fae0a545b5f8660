-- What a business has set about how its calls are understood: JSON; a part that is not in it is the installation's default.
CREATE TABLE insight_settings (
  business_id TEXT PRIMARY KEY REFERENCES businesses (id) ON DELETE CASCADE,
  settings TEXT NOT NULL,
  version INTEGER NOT NULL,
  updated_at TEXT NOT NULL
);

-- What the business's rules say of a call. The name is the rule's on the day the call was tagged.
CREATE TABLE call_tags (
  call_sid TEXT NOT NULL REFERENCES call_logs (call_sid) ON DELETE CASCADE,
  rule_id TEXT NOT NULL,
  name TEXT NOT NULL,
  evidence TEXT NOT NULL,
  tagged_at TEXT NOT NULL,
  PRIMARY KEY (call_sid, rule_id)
);

-- Which words of a call are blacked out: JSON. The transcript itself stays whole, for its owner.
CREATE TABLE redactions (
  call_sid TEXT PRIMARY KEY REFERENCES call_logs (call_sid) ON DELETE CASCADE,
  policy TEXT NOT NULL,
  spans TEXT NOT NULL,
  -- What people typed, before it was masked: JSON, by the column of call_logs that it belongs in.
  originals TEXT NOT NULL DEFAULT '{}',
  -- The recordings that the call's audio was made of when they were found, as in audio_files.
  recording_sids TEXT NOT NULL DEFAULT '',
  -- The recording with a tone over those words, beside the recording itself; 0: there is none.
  audio_size BIGINT NOT NULL DEFAULT 0,
  audio_content_type TEXT NOT NULL DEFAULT '',
  redacted_at TEXT NOT NULL
);

-- What a language model was asked for, by day (UTC).
CREATE TABLE model_usage (
  business_id TEXT NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
  day TEXT NOT NULL,
  requests BIGINT NOT NULL DEFAULT 0,
  input_tokens BIGINT NOT NULL DEFAULT 0,
  output_tokens BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (business_id, day)
);

ALTER TABLE call_logs ADD COLUMN intent TEXT;
ALTER TABLE call_logs ADD COLUMN urgency TEXT;
-- 1: a person should look at service or city, of which the machine is not sure.
ALTER TABLE call_logs ADD COLUMN needs_review INTEGER NOT NULL DEFAULT 0;
-- What a person typed into fields beside service and city: JSON, by the field's id.
ALTER TABLE call_logs ADD COLUMN corrected_values TEXT NOT NULL DEFAULT '{}';
-- `sure`, `ask` or `empty`: what the machine's answer came to under the business's thresholds.
ALTER TABLE call_logs ADD COLUMN service_certainty TEXT;
ALTER TABLE call_logs ADD COLUMN city_certainty TEXT;
-- As the business called it then: it may rename the service, or drop it.
ALTER TABLE call_logs ADD COLUMN service_name TEXT;
CREATE INDEX call_tags_by_rule ON call_tags (rule_id, call_sid);
