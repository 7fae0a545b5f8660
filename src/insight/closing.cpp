// SPDX-License-Identifier: Apache-2.0
#include "insight/closing.h"

#include <algorithm>

#include "insight/evidence.h"
#include "insight/phrase_list.h"

namespace kolog::insight {
namespace {

constexpr std::string_view kPromises =
    "אחזור|נחזור|יחזור|יחזרו|תחזור|תחזרו|תחזרי|חוזר|חוזרת|חוזרים|אתקשר|נתקשר|יתקשר|יתקשרו|תתקשר|תתקשרו|"
    "תתקשרי|מתקשר|מתקשרת|מתקשרים|אדבר|נדבר|אשלח|נשלח|ישלח|שולח|שולחת|אעדכן|נעדכן|יעדכן|מעדכן|מעדכנת|אבדוק|"
    "נבדוק|call you|call back|call you back|get back|ring you|ring back|call us|phone you|text you|send "
    "you|"
    "let you know|whatsapp|message you|email you|check and|be in touch";

const PhraseIndex& promises() {
  static const auto index = [] {
    PhraseIndex phrases;
    for_each_phrase(kPromises, [&](std::string_view phrase) { phrases.add(phrase, 0, Spelling::exact); });
    return phrases;
  }();
  return index;
}

bool is_promise(const CallContext& call, const Sentence& sentence) {
  std::vector<PhraseMatch> found;
  for (auto at = sentence.first; at < sentence.last; ++at) promises().find_at(call.tokens(), at, found);
  return !found.empty();
}

/// "Not tomorrow", "tomorrow? - No."
bool is_refused(const CallContext& call, const SpokenMoment& moment) {
  const PhraseMatch match{0, moment.first, moment.last - moment.first, {}, true, 0};
  return call.negated(match, static_cast<CueSet>(Cue::article)) || call.answer_to(match) == Answer::refused;
}

std::string due_of(const std::optional<std::chrono::year_month_day>& date,
                   const std::optional<std::chrono::minutes>& of_day) {
  if (!date) return {};
  return of_day ? format_local_time({*date, *of_day}) : format_date(*date);
}

domain::Evidence evidence_of_sentence(const CallContext& call, const Sentence& sentence) {
  const auto& first = call.tokens()[sentence.first];
  return evidence_at(call.transcript(),
                     {sentence.segment, first.begin, call.tokens()[sentence.last - 1].end});
}

domain::FollowUp promise(const CallContext& call, const Sentence& sentence, std::string due) {
  auto evidence = evidence_of_sentence(call, sentence);
  return {evidence.text, std::move(due), std::move(evidence)};
}

}  // namespace

domain::FollowUp ClosingReader::visit(const CallContext& call,
                                      const std::vector<SpokenMoment>& moments) const {
  std::optional<std::chrono::year_month_day> date;
  std::optional<std::chrono::minutes> of_day;
  const auto* sentence = &call.sentences().back();
  // What is said later is what both agreed on; an hour alone is of the day that was named before.
  for (const auto& moment : moments) {
    if (is_refused(call, moment)) continue;
    // "Forty minutes" is when somebody comes, where an agent says it and no day is named.
    const bool agent = call.sentence(moment.first).speaker != domain::Speaker::caller;
    if (moment.is_bare_duration && (date || !agent)) continue;
    if (moment.date) {
      const bool another = date && *date != *moment.date;
      date = moment.date;
      if (another || moment.of_day) of_day = moment.of_day;
    } else if (moment.of_day) {
      of_day = moment.of_day;
    }
    sentence = &call.sentence(moment.first);
  }
  return promise(call, *sentence, due_of(date, of_day));
}

domain::FollowUp ClosingReader::call_back(const CallContext& call,
                                          const std::vector<SpokenMoment>& moments) const {
  const Sentence* last = &call.sentences().back();
  for (const auto& sentence : call.sentences()) {
    if (is_promise(call, sentence)) last = &sentence;
  }
  std::optional<std::chrono::year_month_day> date;
  std::optional<std::chrono::minutes> of_day;
  for (const auto& moment : moments) {
    if (moment.first < last->first || moment.first >= last->last || is_refused(call, moment) ||
        moment.is_bare_duration) {
      continue;
    }
    if (moment.date) date = moment.date;
    if (moment.of_day) of_day = moment.of_day;
  }
  return promise(call, *last, due_of(date, of_day));
}

std::optional<domain::FollowUp> ClosingReader::follow_up(const CallContext& call, domain::Outcome outcome,
                                                         const std::optional<LocalTime>& now) const {
  if (call.sentences().empty()) return std::nullopt;
  const bool visits = outcome == domain::Outcome::appointment;
  if (!visits && outcome != domain::Outcome::callback) return std::nullopt;
  // Without the call's own time moments still say where the promise is, and not when it is due.
  constexpr LocalTime kAnyTime{std::chrono::year(2000) / 1 / 1, std::chrono::minutes(0)};
  const auto began = now.value_or(kAnyTime);
  auto moments = moments_.read(call, began);
  // An hour that was said and no day is today's.
  const bool dated = std::ranges::any_of(
      moments, [](const auto& moment) { return moment.date.has_value() && !moment.is_bare_duration; });
  if (dated) std::erase_if(moments, [](const auto& moment) { return moment.is_bare_duration; });
  if (!dated) {
    for (auto& moment : moments) moment.date = moment.date.value_or(began.date);
  }
  auto promised = visits ? visit(call, moments) : call_back(call, moments);
  if (!now) promised.due.clear();
  return promised;
}

}  // namespace kolog::insight
