// SPDX-License-Identifier: Apache-2.0
#include "insight/llm_place.h"

#include <algorithm>
#include <vector>

namespace kolog::insight {
namespace {

constexpr CueSet kTransparent = static_cast<CueSet>(Cue::article) | static_cast<CueSet>(Cue::preposition) |
                                static_cast<CueSet>(Cue::residence);

bool stands_as_place(const CallContext& call, const PhraseMatch& match, NameKind kind) {
  if (call.preceded_by(match, Cue::street) || call.preceded_by(match, Cue::institution)) return false;
  if (call.negated(match, kTransparent)) return false;
  if (kind == NameKind::distinctive || kind == NameKind::exact) return true;
  if (match.prefix.in || match.prefix.to || match.prefix.from) return true;
  for (const auto cue : {Cue::preposition, Cue::settlement, Cue::residence, Cue::origin, Cue::destination}) {
    if (call.preceded_by(match, cue)) return true;
  }
  constexpr std::size_t kMoreThanTheName = 1;
  const auto& sentence = call.sentence(match.first);
  const bool alone = sentence.last - sentence.first <= match.count + kMoreThanTheName;
  return kind == NameKind::common_word && alone && !call.preceded_by(match, Cue::person);
}

}  // namespace

std::optional<std::size_t> resolved_place(const PlaceLexicon& places, std::string_view name) {
  domain::Transcript alone;
  alone.segments.emplace_back().text = std::string(name);
  const auto mentions = places.find(tokenised(alone).tokens);
  if (mentions.empty()) return std::nullopt;
  const auto place = mentions.front().place;
  const bool one = std::ranges::all_of(mentions, [&](const auto& mention) { return mention.place == place; });
  return one ? std::optional(place) : std::nullopt;
}

bool names_place(const PlaceLexicon& places, const CallContext& call, const PhraseMatch& words,
                 std::size_t place) {
  const auto begin = call.tokens().begin() + static_cast<std::ptrdiff_t>(words.first);
  const std::vector<Token> quoted(begin, begin + static_cast<std::ptrdiff_t>(words.count));
  return std::ranges::any_of(places.find(quoted), [&](const PlaceMention& mention) {
    if (mention.place != place) return false;
    auto match = mention.match;
    match.first += words.first;
    return stands_as_place(call, match, mention.kind);
  });
}

}  // namespace kolog::insight
