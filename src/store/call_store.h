// SPDX-License-Identifier: Apache-2.0
// The table `call_logs` and each call's stages. Every reading for a person names the business; what a worker
// reads does not.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "database/database.h"
#include "domain/call.h"
#include "domain/insight.h"
#include "domain/insight_settings.h"

namespace kolog::store {

struct CallFilter {
  std::string search;  // in transcript, summary, notes, numbers and call_sid
  std::string status;
  std::string service;
  std::string city;
  std::string tag;  // a rule's id
  std::string intent;
  std::string urgency;
  std::optional<bool> needs_review;
  std::optional<domain::Direction> direction;
  std::optional<Timestamp> from;  // created_at at or after
  std::optional<Timestamp> to;    // created_at before
  std::optional<bool> has_recording;
  int limit = 50;
  std::string cursor;  // from CallPage::next_cursor; empty: from the newest
};

struct CallPage {
  std::vector<domain::Call> calls;  // newest first
  long long total = 0;              // over all pages
  std::string next_cursor;          // empty: this was the last page
};

struct StageReached {
  domain::Stage stage;
  Timestamp at;
};

/// A person's corrections; what is none stays as it is.
struct CallCorrection {
  std::optional<std::string> final_transcript = std::nullopt;
  std::optional<std::string> service = std::nullopt;  // empty: none was asked for
  std::string service_name = {};                      // of that service
  std::optional<std::string> city = std::nullopt;
  std::optional<std::string> notes = std::nullopt;
  /// By the field's id. Empty: there is none; none: the machine's value counts again.
  std::map<std::string, std::optional<std::string>> fields = {};
};

/// What the machine understood, as the business wants it saved: empty where it is less sure than that asks.
struct Extraction {
  std::string service = {};
  std::string service_name = {};
  domain::Certainty service_certainty = domain::Certainty::empty;
  std::string city = {};
  domain::Certainty city_certainty = domain::Certainty::empty;
  std::optional<double> confidence = std::nullopt;
  std::optional<domain::Intent> intent = std::nullopt;
  domain::Urgency urgency = domain::Urgency::normal;
};

/// Why a call failed, and at which stage.
struct CallFailure {
  std::string stage;
  std::string reason;     // a sentence
  std::string code = {};  // an error's, or `domain::kCancelledByPerson`
};

/// Columns that hold what was said or typed, each in one piece.
enum class TextColumn { transcription, final_transcript, notes, corrected_values };

/// The column's own name.
std::string_view to_string(TextColumn column);

class CallStore {
 public:
  explicit CallStore(database::Session& session) : session_(session) {}

  std::optional<domain::Call> find(std::string_view business_id, std::string_view call_sid);
  CallPage list(std::string_view business_id, const CallFilter& filter);
  std::vector<StageReached> stages(std::string_view call_sid);

  /// Calls of which a person corrected transcript, service, city or a field, newest first.
  std::vector<std::string> corrected(std::string_view business_id, std::size_t most);

  /// False where the business has no such call. What a person corrected, machines no longer overwrite.
  bool correct(std::string_view business_id, std::string_view call_sid, const CallCorrection& correction);

  /// For webhooks and workers, which act for whatever business the call belongs to.
  std::optional<domain::Call> find_any(std::string_view call_sid);

  /// False if the call is there already.
  bool insert(const domain::Call& call);

  /// Saves what Twilio told: numbers, direction, parent, account, status, duration, end, recording.
  void save_facts(const domain::Call& call);

  /// Keeps what the caller was told of being recorded. The first notice stays, whatever is said later.
  void save_notice(std::string_view call_sid, const domain::RecordingNotice& notice);

  /// Saves the offline transcript's texts; `transcription` only where nothing was understood during the call.
  void save_transcript(std::string_view call_sid, std::string_view text,
                       std::optional<domain::Language> language);
  void save_extraction(std::string_view call_sid, const Extraction& extraction);
  /// One text by itself, whoever it is by: nothing is marked as corrected, or as a machine's.
  std::string text(std::string_view call_sid, TextColumn column);
  void replace_text(std::string_view call_sid, TextColumn column, std::string_view text);
  void save_summary(std::string_view call_sid, std::string_view summary);
  void set_status(std::string_view call_sid, std::string_view status);

  /// Puts the call under a legal hold, or lets it go. False where the business has no such call.
  bool set_legal_hold(std::string_view business_id, std::string_view call_sid,
                      std::optional<Timestamp> since);
  /// The file and every copy at Twilio are gone.
  void set_audio_expired(std::string_view call_sid, Timestamp at);
  /// Removes the call and everything that belongs to its row alone. False where the business has no such
  /// call.
  bool remove(std::string_view business_id, std::string_view call_sid);

  /// Status `failed`, and why.
  void fail(std::string_view call_sid, const CallFailure& failure);
  /// Takes a failure back, for a run from an earlier stage.
  void clear_failure(std::string_view call_sid);

  /// Idempotent: the first time counts.
  void reach(std::string_view call_sid, domain::Stage stage, Timestamp at);
  /// Forgets this stage and all later ones.
  void unreach(std::string_view call_sid, domain::Stage from);

 private:
  void settle_review(std::string_view call_sid);

  database::Session& session_;
};

}  // namespace kolog::store
