// SPDX-License-Identifier: Apache-2.0
#include "insight/rule_conditions.h"

#include <algorithm>
#include <utility>

#include "insight/evidence.h"
#include "insight/local_time.h"
#include "insight/phrase_index.h"
#include "insight/rule_fields.h"

namespace kolog::insight {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kMostEvidence = 10;  // of one condition

struct Stretch {
  milliseconds start{};
  milliseconds end{};
};

/// When anybody speaks, by start; what has no time is left out.
std::vector<Stretch> spoken(const std::vector<domain::Segment>& segments) {
  std::vector<Stretch> stretches;
  for (const auto& segment : segments) {
    if (segment.end > segment.start) stretches.push_back({segment.start, segment.end});
  }
  std::ranges::sort(stretches, {}, &Stretch::start);
  return stretches;
}

bool is_between(std::chrono::minutes time, const domain::TimeCondition& condition) {
  return time >= condition.from && time < condition.to;
}

bool is_day(std::chrono::weekday day, const domain::TimeCondition& condition) {
  return condition.days.empty() ||
         std::ranges::find(condition.days, static_cast<int>(day.c_encoding())) != condition.days.end();
}

}  // namespace

RuleConditions::RuleConditions(const RuleInput& input) : input_(input), text_(tokenised(input.transcript)) {}

std::optional<Finding> RuleConditions::judge(const domain::Condition& condition) const {
  return std::visit([this](const auto& what) { return judge(what); }, condition.what);
}

std::optional<bool> RuleConditions::is_in_time(const domain::WordsCondition& words,
                                               const domain::Evidence& said) const {
  if (!words.within_first && !words.within_last) return true;
  if (!said.start || !said.end) return std::nullopt;
  if (words.within_first && *said.start > *words.within_first) return false;
  if (!words.within_last) return true;
  if (!input_.duration) return std::nullopt;
  return *said.end >= *input_.duration - *words.within_last;
}

std::optional<Finding> RuleConditions::judge(const domain::WordsCondition& words) const {
  PhraseIndex index;
  for (const auto& phrase : words.phrases) index.add(phrase, 0, Spelling::exact);
  Finding finding;
  bool told = true;
  std::vector<PhraseMatch> matches;
  for (std::size_t first = 0; first < text_.tokens.size(); ++first) {
    if (words.speaker != domain::Speaker::unknown && text_.sentence_of(first).speaker != words.speaker) {
      continue;
    }
    matches.clear();
    index.find_at(text_.tokens, first, matches);
    const auto longest = std::ranges::max_element(matches, {}, &PhraseMatch::count);
    if (longest == matches.end()) continue;
    const auto& begin = text_.tokens[first];
    const auto& end = text_.tokens[first + longest->count - 1];
    auto said = evidence_at(input_.transcript, {begin.segment, begin.begin, end.end});
    const auto in_time = is_in_time(words, said);
    if (!in_time) told = false;
    if (!in_time.value_or(false)) continue;
    finding.holds = true;
    if (finding.evidence.size() < kMostEvidence) finding.evidence.push_back(std::move(said));
    first += longest->count - 1;
  }
  if (!finding.holds && !told) return std::nullopt;
  return finding;
}

std::optional<Finding> RuleConditions::judge(const domain::FieldCondition& field) const {
  const auto value = field_value(input_.insight, field.field);
  Finding finding{compare(value, field), {}};
  if (finding.holds && value.evidence && !value.evidence->text.empty()) {
    finding.evidence.push_back(*value.evidence);
  }
  return finding;
}

std::optional<Finding> RuleConditions::judge(const domain::SilenceCondition& silence) const {
  const auto stretches = spoken(input_.heard);
  // A call in which nobody speaks is silent; one whose speech has no times says nothing of it.
  if (stretches.empty() && !input_.heard.empty()) return std::nullopt;
  if (!input_.duration && stretches.empty()) return std::nullopt;
  Finding finding;
  milliseconds quiet_since{0};
  const auto end_silence = [&](milliseconds at) {
    if (at - quiet_since > silence.longer_than) {
      finding.holds = true;
      if (finding.evidence.size() < kMostEvidence) {
        finding.evidence.push_back({"", std::nullopt, domain::Speaker::unknown, quiet_since, at});
      }
    }
    quiet_since = std::max(quiet_since, at);
  };
  for (const auto& [start, end] : stretches) {
    end_silence(start);
    quiet_since = std::max(quiet_since, end);
  }
  if (input_.duration) end_silence(*input_.duration);
  return finding;
}

std::optional<Finding> RuleConditions::judge(const domain::DurationCondition& duration) const {
  if (!input_.duration) return std::nullopt;
  if (!duration.longer_than && !duration.shorter_than) return std::nullopt;
  const bool holds = (!duration.longer_than || *input_.duration > *duration.longer_than) &&
                     (!duration.shorter_than || *input_.duration < *duration.shorter_than);
  return Finding{holds, {}};
}

std::optional<Finding> RuleConditions::judge(const domain::TimeCondition& time) const {
  if (!input_.started_at) return std::nullopt;
  const auto local = local_time(*input_.started_at, input_.time_zone);
  if (!local) return std::nullopt;
  const auto today = local->weekday();
  if (time.from < time.to) return Finding{is_between(local->of_day, time) && is_day(today, time), {}};
  // Over midnight: after it, the night belongs to the day on which it began.
  if (local->of_day >= time.from) return Finding{is_day(today, time), {}};
  return Finding{local->of_day < time.to && is_day(today - std::chrono::days{1}, time), {}};
}

}  // namespace kolog::insight
