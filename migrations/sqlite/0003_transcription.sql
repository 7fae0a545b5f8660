-- Windows of speech that a transcription under way has finished, so that it goes on where it stood. As private as
-- the transcript; gone when the transcription is done.
CREATE TABLE transcription_windows (
  call_sid TEXT NOT NULL REFERENCES call_logs (call_sid) ON DELETE CASCADE,
  window_key TEXT NOT NULL,
  segments TEXT NOT NULL,
  dropped TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (call_sid, window_key)
);

-- How far the stage is that is being worked on; no row: none is, or it does not say.
CREATE TABLE stage_progress (
  call_sid TEXT PRIMARY KEY REFERENCES call_logs (call_sid) ON DELETE CASCADE,
  stage TEXT NOT NULL,
  percent INTEGER NOT NULL CHECK (percent BETWEEN 0 AND 100)
);

-- What a model wrote and nobody is taken to have said. No part of the transcript.
CREATE TABLE dropped_segments (
  call_sid TEXT NOT NULL REFERENCES call_logs (call_sid) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  channel INTEGER NOT NULL,
  speaker TEXT NOT NULL,
  start_ms BIGINT NOT NULL,
  end_ms BIGINT NOT NULL,
  text TEXT NOT NULL,
  confidence DOUBLE PRECISION NOT NULL,
  words TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (call_sid, position)
);

-- An error's code, or `cancelled_by_person`; NULL where the call did not fail, or failed before this was kept.
ALTER TABLE call_logs ADD COLUMN failure_code TEXT;

-- `he`, `en` or `auto`; empty: what the installation says.
ALTER TABLE businesses ADD COLUMN language TEXT NOT NULL DEFAULT '';
