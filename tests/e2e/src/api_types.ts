// SPDX-License-Identifier: Apache-2.0
// The API's answers, as far as the tests look at them.

export interface ErrorBody {
  success: false;
  error: string;
  code: string;
}

export interface Me {
  user: { id: string; email: string; role: string };
  business: { id: string; name: string } | null;
  csrf: { header: string; token: string };
  speech: { model: string; demo: boolean };
}

export type Certainty = "sure" | "ask" | "empty" | "person";

export interface Evidence {
  text: string;
  segment: number | null;
  speaker: "unknown" | "caller" | "agent";
  start: number | null;
  end: number | null;
}

export interface Tag {
  rule_id: string;
  name: string;
  evidence: Evidence[];
  tagged_at: string;
}

export interface ServiceSettings {
  id: string;
  name_he: string;
  name_en: string;
  keywords: string[];
  examples: string[];
}

/** What a business sets about how its calls are understood. */
export interface Understanding {
  version: number;
  services: ServiceSettings[];
  fields: object[];
  thresholds: { sure: number; ask: number };
  rules: object[];
}

export interface CallItem {
  call_sid: string;
  direction: string;
  from_number: string;
  to_number: string;
  status: string;
  stage: string;
  duration: number | null;
  created_at: string;
  has_recording: boolean;
  language: "he" | "en" | null;
  service: { id: string; name: string; confidence: number | null } | null;
  city: { name: string; confidence: number | null } | null;
  summary: string;
  intent: string | null;
  outcome: string;
  urgency: string;
  needs_review: boolean;
  tags: Tag[];
  certainty: { service: Certainty; city: Certainty };
  corrected: string[];
  progress: { stage: string; percent: number } | null;
  failure: { stage: string; reason: string; code: string | null } | null;
}

export interface Segment {
  channel: number;
  speaker: "caller" | "agent" | "unknown";
  start: number;
  end: number;
  text: string;
  confidence: number;
  words: { text: string; start: number; end: number; confidence: number }[];
}

export interface DeliveryItem {
  id: string;
  event: string;
  url: string;
  state: "pending" | "delivered" | "failed";
  attempts: number;
  last_status: number | null;
  last_error?: string;
  endpoint_id?: string;
  call_sid?: string | null;
  next_attempt_at: string | null;
  created_at: string;
  delivered_at: string | null;
}

export interface HeaderField {
  name: string;
  value: string;
}

export interface DeliveryDetail extends DeliveryItem {
  body: string;
  attempt_log: {
    number: number;
    at: string;
    duration_ms: number;
    url: string;
    address: string | null;
    request_headers: HeaderField[];
    status: number | null;
    response_headers: HeaderField[];
    response_body: string;
    error: string;
  }[];
}

export interface AudioDeletion {
  target: "file" | "twilio";
  recording_sid: string | null;
  answer: string | null;
  attempts: number;
  asked_at: string;
  answered_at: string | null;
  done_at: string | null;
}

export interface Call extends CallItem {
  parent_call_sid: string | null;
  corrected_values: Record<string, string>;
  notes: string;
  legal_hold: boolean;
  legal_hold_at: string | null;
  notice: { language: "he" | "en"; words: string; announced_at: string } | null;
  transcript_source: "offline" | "realtime" | "person" | null;
  recording: {
    recording_sid: string;
    url: string;
    state: "pending" | "available" | "deleting" | "expired" | "absent";
    duration: number | null;
    channels: number | null;
    content_type: string | null;
    size: number | null;
    deletions: AudioDeletion[];
  } | null;
  transcript: { language: string | null; duration: number; segments: Segment[]; dropped: (Segment & { reason: string })[] } | null;
  final_transcript: string;
  stages: { stage: string; at: string }[];
  deliveries: DeliveryItem[];
}

export interface Page<T> {
  items: T[];
  total: number;
  next_cursor: string | null;
}

export interface WebhookEndpoint {
  id: string;
  url: string;
  events: string[];
  enabled: boolean;
  paused: boolean;
  disabled_reason: string | null;
  previous_secret_until: string | null;
  secret?: string;
}
