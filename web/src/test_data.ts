// SPDX-License-Identifier: Apache-2.0
// Answers of the server's, for tests: each whole, so that a test names only what it is about.
import type {
  AudioDeletion,
  Call,
  DeliveryAttempt,
  DeliveryDetail,
  Evidence,
  Recording,
  Session,
  Understanding,
  WebhookEndpoint,
} from "./api/types.ts";

export const session: Session = {
  user: { id: "u", email: "dana@example.com", role: "owner" },
  business: { id: "b", name: "אור שיפוצים" },
  csrf: { header: "X-CSRF-Token", token: "t" },
  speech: { model: "large", demo: false },
};

export const memberSession: Session = { ...session, user: { ...session.user, role: "member" } };

export const endpoint: WebhookEndpoint = {
  id: "we_1",
  url: "https://hooks.example.com/kolog",
  events: ["call.processed", "call.failed"],
  enabled: true,
  paused: false,
  disabled_reason: null,
  previous_secret_until: null,
  created_at: "2026-02-28T09:30:00.000Z",
};

export const delivery: DeliveryDetail = {
  id: "msg_1",
  event: "call.processed",
  url: endpoint.url,
  state: "delivered",
  attempts: 1,
  last_status: 204,
  last_error: "",
  next_attempt_at: null,
  created_at: "2026-02-28T09:30:00.000Z",
  delivered_at: "2026-02-28T09:30:01.000Z",
  call_sid: "CA1",
  endpoint_id: endpoint.id,
  body: '{"type":"call.processed"}',
  attempt_log: [],
};

export const attempt: DeliveryAttempt = {
  number: 1,
  at: "2026-02-28T09:30:00.500Z",
  duration_ms: 34,
  url: endpoint.url,
  address: "203.0.113.7",
  request_headers: [{ name: "webhook-id", value: "msg_1" }],
  status: 204,
  response_headers: [{ name: "server", value: "hooks" }],
  response_body: "",
  error: "",
};

export const recording: Recording = {
  recording_sid: "RE1",
  url: "/api/calls/CA1/download",
  state: "available",
  duration: 30,
  channels: 2,
  content_type: "audio/mpeg",
  size: 1000,
  expires_at: "2999-01-01T00:00:00.000Z",
  deletions: [],
};

export const deletion: AudioDeletion = {
  target: "twilio",
  recording_sid: "RE1",
  answer: null,
  attempts: 0,
  asked_at: "2026-02-28T09:30:00.000Z",
  answered_at: null,
  done_at: null,
};

export const call: Call = {
  call_sid: "CA1",
  direction: "inbound",
  from_number: "+972541234567",
  to_number: "+97231234567",
  status: "processed",
  stage: "delivered",
  duration: 30,
  created_at: "2026-02-28T09:30:00.000Z",
  has_recording: true,
  language: "he",
  service: null,
  city: null,
  summary: "",
  progress: null,
  intent: null,
  outcome: "none",
  urgency: "normal",
  needs_review: false,
  tags: [],
  certainty: { service: "empty", city: "empty" },
  corrected: [],
  corrected_values: {},
  failure: null,
  parent_call_sid: null,
  notes: "",
  transcript_source: null,
  recording,
  transcript: null,
  final_transcript: "",
  insight: null,
  stages: [],
  deliveries: [],
  notice: null,
  legal_hold: false,
  legal_hold_at: null,
  redaction: { applied: false, pending: false, spans: 0, unredacted: false, masks: [] },
};

export const evidence: Evidence = { text: "יש לי נזילה", segment: 0, speaker: "caller", start: 3, end: 5 };

export const insight: NonNullable<Call["insight"]> = {
  language: "he",
  service: { id: "plumbing", name: "אינסטלציה", confidence: 0.6, evidence },
  city: { name: "חיפה", confidence: 0.9, evidence },
  summary: "",
  fields: {},
  intent: "request",
  outcome: "none",
  urgency: "normal",
  follow_up: null,
  sentiment: null,
  engine: "lexicon",
};

export const understanding: Understanding = {
  version: 3,
  services: [
    { id: "plumbing", name_he: "אינסטלציה", name_en: "plumbing", keywords: ["נזילה", "leak"], examples: [] },
    { id: "moving", name_he: "הובלות", name_en: "moving", keywords: ["הובלה"], examples: ["צריך להעביר דירה"] },
  ],
  fields: [
    { id: "floor", name_he: "קומה", name_en: "Floor", type: "number", description: "", choices: [] },
    { id: "size", name_he: "גודל", name_en: "Size", type: "choice", description: "", choices: ["קטן", "גדול"] },
  ],
  thresholds: { sure: 0.8, ask: 0.4 },
  redaction: { cards: false, ids: false, phones: false, audio: false },
  rules: [
    {
      id: "angry",
      name: "לקוח כועס",
      enabled: true,
      match: "all",
      conditions: [
        { type: "words", phrases: ["בושה"], speaker: "caller", within_first: null, within_last: null, not: false },
      ],
    },
  ],
  model: {
    available: true,
    name: "gpt-oss",
    enabled: true,
    daily_tokens: null,
    used_tokens_today: 1200,
    installation_daily_tokens: 200000,
  },
};
