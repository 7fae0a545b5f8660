// SPDX-License-Identifier: Apache-2.0
// What was understood of a call: the service asked for, the city, why the call was made and how it ended, how
// sure all of that is, and where in the call it was said.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/language.h"
#include "domain/transcript.h"

namespace kolog::domain {

struct Evidence {
  std::string text = {};                              // the words, as they stand in the transcript
  std::optional<std::size_t> segment = std::nullopt;  // index into Transcript::segments
  Speaker speaker = Speaker::unknown;
  // Of the first word and the last; none where the transcript has no times.
  std::optional<std::chrono::milliseconds> start = std::nullopt;
  std::optional<std::chrono::milliseconds> end = std::nullopt;

  bool operator==(const Evidence&) const = default;
};

struct ServiceFinding {
  std::string id;    // of the taxonomy
  std::string name;  // in the call's language
  double confidence = 0;
  Evidence evidence;
};

struct CityFinding {
  std::string name;  // the Hebrew name in everyday use
  double confidence = 0;
  Evidence evidence;
};

/// A fact of the call beside service and city: `phone`, `address`, or a field of the business's own.
struct FieldFinding {
  std::string value;
  double confidence = 0;
  Evidence evidence;

  bool operator==(const FieldFinding&) const = default;
};

/// Why somebody called.
enum class Intent { request, cancellation, complaint, thanks, wrong_number, solicitation, other };

/// What the call ended with.
enum class Outcome { none, appointment, callback, declined, cancelled };

enum class Urgency { normal, urgent };

/// As a language model heard it; rules never guess it.
enum class Sentiment { negative, neutral, positive };

std::string_view to_string(Intent intent);
std::optional<Intent> parse_intent(std::string_view text);
std::string_view to_string(Outcome outcome);
std::optional<Outcome> parse_outcome(std::string_view text);
std::string_view to_string(Urgency urgency);
std::optional<Urgency> parse_urgency(std::string_view text);
std::string_view to_string(Sentiment sentiment);
std::optional<Sentiment> parse_sentiment(std::string_view text);

/// Something that was promised: a visit, a call back.
struct FollowUp {
  std::string task;  // the promise, in the call's own words
  std::string due;   // local time, `2026-11-25T10:00` or `2026-11-25`; empty: no time was said
  Evidence evidence;

  bool operator==(const FollowUp&) const = default;
};

struct Insight {
  std::optional<Language> language = std::nullopt;
  std::optional<ServiceFinding> service = std::nullopt;
  std::optional<CityFinding> city = std::nullopt;
  std::string summary = {};  // in the call's language; empty until summarised
  std::map<std::string, FieldFinding> fields = {};
  std::optional<Intent> intent = std::nullopt;  // none: it cannot be told
  Outcome outcome = Outcome::none;
  Urgency urgency = Urgency::normal;
  std::optional<FollowUp> follow_up = std::nullopt;
  std::optional<Sentiment> sentiment = std::nullopt;
  std::string engine = {};  // `lexicon`, or the model that was asked and answered
};

/// The least of the findings' confidences, since the pair is right only where both are; nothing found: none.
std::optional<double> overall_confidence(const Insight& insight);

/// One service that a business offers.
struct Service {
  std::string id;
  std::string hebrew_name;
  std::string english_name;
  std::vector<std::string> keywords;       // in either language; a phrase is words with spaces
  std::vector<std::string> examples = {};  // what callers who want it say

  std::string_view name(std::optional<Language> language) const {
    return language == Language::english ? english_name : hebrew_name;
  }

  bool operator==(const Service&) const = default;
};

using Taxonomy = std::vector<Service>;

}  // namespace kolog::domain
