// SPDX-License-Identifier: Apache-2.0
#include "insight/phrase_index.h"

#include <algorithm>
#include <array>

#include "insight/common_words.h"

namespace kolog::insight {
namespace {

constexpr std::size_t kFewestLettersForMistakes = 5;
constexpr std::size_t kMostLetters = 28;
constexpr std::size_t kMostTokensJoined = 3;
constexpr std::size_t kFilterBits = std::size_t{1} << 18;
constexpr std::uint64_t kHashBase = 0x9E3779B97F4A7C15ULL;

/// Hashes of a word with each of its letters left out, and last of the whole word, in one pass: a polynomial
/// in kHashBase, so that what stands before and after the gap can be put together.
class NeighbourHashes {
 public:
  explicit NeighbourHashes(std::u16string_view letters) : count_(letters.size() + 1) {
    std::array<std::uint64_t, kMostLetters + 2> suffix{};
    std::array<std::uint64_t, kMostLetters + 2> power{};
    power[0] = 1;
    for (std::size_t i = letters.size(); i > 0; --i) {
      const auto after = letters.size() - i;
      suffix[i - 1] = suffix[i] + (letters[i - 1] + 1U) * power[after];
      power[after + 1] = power[after] * kHashBase;
    }
    std::uint64_t prefix = 0;
    for (std::size_t i = 0; i < letters.size(); ++i) {
      hashes_[i] = prefix * power[letters.size() - i - 1] + suffix[i + 1];
      prefix = prefix * kHashBase + letters[i] + 1U;
    }
    hashes_[letters.size()] = prefix;
  }

  const std::uint64_t* begin() const { return hashes_.data(); }
  const std::uint64_t* end() const { return hashes_.data() + count_; }

 private:
  std::size_t count_;
  std::array<std::uint64_t, kMostLetters + 2> hashes_{};
};

std::size_t filter_slot(std::uint64_t hash) {
  return (hash >> 23) % kFilterBits;
}

/// At most one letter put in, left out, exchanged, or two neighbours swapped.
bool within_one_mistake(std::u16string_view a, std::u16string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1) return false;
  std::size_t same = 0;
  while (same < a.size() && a[same] == b[same]) ++same;
  if (same == b.size()) return true;
  if (a.size() != b.size()) return a.substr(same) == b.substr(same + 1);
  if (a.substr(same + 1) == b.substr(same + 1)) return true;
  return same + 1 < a.size() && a[same] == b[same + 1] && a[same + 1] == b[same] &&
         a.substr(same + 2) == b.substr(same + 2);
}

/// English words lie closer together than Hebrew ones, and a short word's first letter is seldom misheard.
bool may_be_misspelt(std::u16string_view written, std::u16string_view spelling) {
  constexpr std::size_t kFewestLatinLetters = 7;
  constexpr std::size_t kFewestForAnotherFirstLetter = 6;
  const bool latin = spelling[0] < 0x80;
  if (written.size() < kFewestLettersForMistakes || (latin && spelling.size() < kFewestLatinLetters))
    return false;
  return written[0] == spelling[0] || (!latin && spelling.size() >= kFewestForAnotherFirstLetter);
}

bool is_latin(std::u16string_view text) {
  return !text.empty() && text[0] < 0x80;
}

}  // namespace

void PhraseIndex::add(std::string_view utf8_phrase, std::uint32_t phrase, Spelling spelling) {
  if (spelling == Spelling::pattern) {
    patterns_.add(utf8_phrase, phrase);
    return;
  }
  const auto words = folded_words(utf8_phrase);
  if (words.empty()) return;
  std::uint32_t node = 0;
  for (const auto& text : words) {
    const auto id = words_.try_emplace(text, static_cast<std::uint32_t>(words_.size())).first->second;
    const auto [step, added] = nodes_[node].next.try_emplace(id, static_cast<std::uint32_t>(nodes_.size()));
    node = step->second;
    if (added) nodes_.emplace_back();
  }
  auto& phrases = nodes_[node].phrases;
  if (std::ranges::find(phrases, phrase) == phrases.end()) phrases.push_back(phrase);
  if (spelling == Spelling::tolerant) add_tolerant(words, phrase);
}

void PhraseIndex::add_tolerant(const std::vector<std::u16string>& words, std::uint32_t phrase) {
  std::u16string joined;
  for (const auto& text : words) joined += text;
  if (joined.size() < kFewestLettersForMistakes || joined.size() > kMostLetters) return;
  if (joined.find(u'"') != joined.npos) return;
  if (filter_.empty()) filter_.resize(kFilterBits);
  const auto index = static_cast<std::uint32_t>(tolerant_.size());
  tolerant_.push_back({by_sound(joined), phrase});
  const auto& letters = tolerant_.back().letters;
  const auto remember = [&](std::uint64_t hash) {
    neighbours_.emplace(hash, index);
    filter_[filter_slot(hash)] = true;
  };
  for (const auto hash : NeighbourHashes(letters)) remember(hash);
}

std::uint32_t PhraseIndex::word(std::u16string_view text) const {
  const auto found = words_.find(text);
  return found == words_.end() ? kNoWord : found->second;
}

void PhraseIndex::find_at(std::span<const Token> tokens, std::size_t first,
                          std::vector<PhraseMatch>& found) const {
  std::vector<PatternMatch> patterns;
  for (const auto& prefix : tokens[first].readings) {
    find_exact(tokens, first, prefix, found);
    patterns.clear();
    patterns_.find_at(tokens, first, prefix.letters, patterns);
    for (const auto& match : patterns) {
      found.push_back({match.phrase, first, match.count, prefix, true, match.letters});
    }
  }
  if (tolerant_.empty()) return;
  for (const auto& prefix : tokens[first].readings) find_tolerant(tokens, first, prefix, found);
}

std::size_t PhraseIndex::longest_at(std::span<const Token> tokens, std::size_t first) const {
  std::uint32_t node = 0;
  std::size_t longest = 0;
  for (auto at = first; at < tokens.size(); ++at) {
    const auto next = nodes_[node].next.find(word(tokens[at].text));
    if (next == nodes_[node].next.end()) break;
    node = next->second;
    if (!nodes_[node].phrases.empty()) longest = at - first + 1;
    if (tokens[at].after == Boundary::sentence) break;
  }
  return longest;
}

void PhraseIndex::find_exact(std::span<const Token> tokens, std::size_t first, const Prefix& prefix,
                             std::vector<PhraseMatch>& found) const {
  std::uint32_t node = 0;
  std::size_t letters = 0;
  for (auto at = first; at < tokens.size(); ++at) {
    std::u16string_view text = tokens[at].text;
    if (at == first) text.remove_prefix(prefix.letters);
    const auto step = [&](std::u16string_view spelling) {
      const auto next = nodes_[node].next.find(word(spelling));
      return next == nodes_[node].next.end() ? std::uint32_t{0} : next->second;
    };
    auto next = step(text);
    // "the technician of the air conditioners", "plumbers": the article inside, the English plural.
    if (next == 0 && at > first && text.starts_with(u'ה')) next = step(text.substr(1));
    if (next == 0 && is_latin(text) && text.size() > 3 && text.ends_with(u's')) {
      next = step(text.substr(0, text.size() - 1));
    }
    if (next == 0) return;
    node = next;
    letters += text.size();
    for (const auto phrase : nodes_[node].phrases) {
      found.push_back({phrase, first, at - first + 1, prefix, true, letters});
    }
    if (tokens[at].after == Boundary::sentence) return;
  }
}

void PhraseIndex::find_tolerant(std::span<const Token> tokens, std::size_t first, const Prefix& prefix,
                                std::vector<PhraseMatch>& found) const {
  std::u16string joined;
  for (std::size_t count = 1; count <= kMostTokensJoined && first + count <= tokens.size(); ++count) {
    const auto& token = tokens[first + count - 1];
    std::u16string_view text = token.text;
    if (count == 1) text.remove_prefix(prefix.letters);
    joined += text;
    if (joined.size() > kMostLetters + 1) return;
    const bool common = count == 1 && (is_common_word(token.text) || is_common_word(joined));
    // One letter alone is no part of a misheard name, and a Latin stem has no prefixes.
    if (!common && joined.size() + 1 >= kFewestLettersForMistakes && (count == 1 || text.size() > 1)) {
      if (const auto* near = nearest(joined)) {
        found.push_back({near->phrase, first, count, prefix, false, joined.size()});
      }
    }
    if (token.after != Boundary::none) return;
  }
}

const PhraseIndex::TolerantPhrase* PhraseIndex::nearest(std::u16string_view spelling) const {
  const auto letters = by_sound(spelling);
  const TolerantPhrase* best = nullptr;
  for (const auto hash : NeighbourHashes(letters)) {
    if (!filter_[filter_slot(hash)]) continue;
    const auto [from, to] = neighbours_.equal_range(hash);
    for (auto it = from; it != to; ++it) {
      const auto& candidate = tolerant_[it->second];
      if (candidate.letters == letters) return &candidate;
      if (may_be_misspelt(letters, candidate.letters) && within_one_mistake(candidate.letters, letters)) {
        best = &candidate;
      }
    }
  }
  return best;
}

}  // namespace kolog::insight
