// SPDX-License-Identifier: Apache-2.0
#include "insight/call_context.h"

namespace kolog::insight {

CallContext::CallContext(const domain::Transcript& transcript, const TokenisedTranscript& text,
                         std::vector<CueSet> cues)
    : transcript_(transcript), text_(text), cues_(std::move(cues)), first_caller_token_(text.tokens.size()) {
  std::size_t turns = 0;
  auto before = domain::Speaker::agent;
  for (const auto& sentence : text.sentences) {
    const bool agent = sentence.speaker == domain::Speaker::agent;
    if (!agent) first_caller_token_ = std::min(first_caller_token_, sentence.first);
    if (!agent && before == domain::Speaker::agent) ++turns;
    before = sentence.speaker;
    caller_turns_.push_back(turns == 0 ? 0 : turns - 1);
  }
}

bool CallContext::cue_between(std::size_t first, std::size_t last, Cue cue) const {
  for (auto at = first; at < last; ++at) {
    if (cue_at(at, cue)) return true;
  }
  return false;
}

bool CallContext::cue_before(const PhraseMatch& match, Cue cue, std::size_t distance) const {
  const auto& own = sentence(match.first);
  return cue_between(std::max(own.first, match.first - std::min(match.first, distance)), match.first, cue);
}

bool CallContext::cue_after(const PhraseMatch& match, Cue cue, std::size_t distance) const {
  const auto end = match.first + match.count;
  return cue_between(end, std::min(sentence(match.first).last, end + distance), cue);
}

bool CallContext::negated(const PhraseMatch& match, CueSet transparent) const {
  constexpr std::size_t kReach = 5;
  const auto& own = sentence(match.first);
  for (std::size_t back = 1; back <= kReach && match.first >= own.first + back; ++back) {
    const auto at = match.first - back;
    if (tokens()[at].after != Boundary::none) return false;
    if (cue_at(at, Cue::negation)) return true;
    if ((cues_[at] & transparent) == 0) return false;
  }
  return false;
}

Answer CallContext::answer_to(const PhraseMatch& match) const {
  const auto asked = tokens()[match.first].sentence;
  if (asked + 1 >= sentences().size()) return Answer::none;
  constexpr std::size_t kRestOfTurn = 4;
  const auto& question = sentences()[asked];
  auto next = asked + 1;
  // The rest of the asker's own turn: "So a plumber in Holon. Right?"
  while (next < sentences().size() && next - asked <= kRestOfTurn &&
         sentences()[next].segment == question.segment && question.speaker != domain::Speaker::unknown) {
    ++next;
  }
  if (next == sentences().size()) return Answer::none;
  const auto& reply = sentences()[next];
  const bool other_side = question.speaker == domain::Speaker::unknown || reply.speaker != question.speaker;
  if (!other_side) return Answer::none;
  if (cue_at(reply.first, Cue::agreement)) return Answer::agreed;
  if (cue_at(reply.first, Cue::refusal)) return Answer::refused;
  return Answer::none;
}

bool CallContext::answers_where_to(const PhraseMatch& match) const {
  constexpr std::size_t kSentencesBack = 2;
  const auto own = tokens()[match.first].sentence;
  for (std::size_t back = 1; back <= kSentencesBack && back <= own; ++back) {
    const auto& asked = sentences()[own - back];
    for (auto at = asked.first; at < asked.last; ++at) {
      const auto& text = tokens()[at].text;
      if (text == u"לאנ" || text == u"לאיפה") return true;
      if (text == u"where" && at + 1 < asked.last && tokens()[at + 1].text == u"to") return true;
    }
  }
  return false;
}

double CallContext::recognition(const PhraseMatch& match) const {
  const auto confidence = transcript_.segments[tokens()[match.first].segment].confidence;
  // Zero means that nobody measured it.
  return confidence > 0 && confidence < 1 ? 0.7 + 0.3 * confidence : 1.0;
}

}  // namespace kolog::insight
