// SPDX-License-Identifier: Apache-2.0
// Finds phrases in tokens: exactly, behind Hebrew prefixes, and with the small mistakes that a recogniser
// makes. Built once; then any thread may look things up.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "insight/phrase_patterns.h"
#include "insight/tokens.h"

namespace kolog::insight {

/// Whether mistakes are forgiven: at most one letter in phrases of five letters and more, or letters that
/// sound alike. A pattern is exact and may have brackets, see phrase_patterns.h.
enum class Spelling { exact, tolerant, pattern };

struct PhraseMatch {
  std::uint32_t phrase = 0;  // what `add` was given
  std::size_t first = 0;     // token
  std::size_t count = 0;     // of tokens
  Prefix prefix;
  bool exact = true;
  std::size_t letters = 0;
};

class PhraseIndex {
 public:
  void add(std::string_view utf8_phrase, std::uint32_t phrase, Spelling spelling);

  /// Everything that begins at the token and does not leave its segment or sentence, longest and exact ones
  /// not yet preferred.
  void find_at(std::span<const Token> tokens, std::size_t first, std::vector<PhraseMatch>& found) const;

  /// How many tokens the longest phrase takes from here, exactly as written; 0: none.
  std::size_t longest_at(std::span<const Token> tokens, std::size_t first) const;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::u16string_view text) const { return std::hash<std::u16string_view>{}(text); }
  };
  struct Node {
    std::unordered_map<std::uint32_t, std::uint32_t> next;  // by word
    std::vector<std::uint32_t> phrases;                     // that end here
  };
  struct TolerantPhrase {
    std::u16string letters;  // by sound, without spaces
    std::uint32_t phrase = 0;
  };

  static constexpr std::uint32_t kNoWord = 0xFFFFFFFF;

  std::uint32_t word(std::u16string_view text) const;
  void add_tolerant(const std::vector<std::u16string>& words, std::uint32_t phrase);
  void find_exact(std::span<const Token> tokens, std::size_t first, const Prefix& prefix,
                  std::vector<PhraseMatch>& found) const;
  void find_tolerant(std::span<const Token> tokens, std::size_t first, const Prefix& prefix,
                     std::vector<PhraseMatch>& found) const;
  const TolerantPhrase* nearest(std::u16string_view spelling) const;

  std::unordered_map<std::u16string, std::uint32_t, Hash, std::equal_to<>> words_;
  std::vector<Node> nodes_ = std::vector<Node>(1);
  PhrasePatterns patterns_;
  std::vector<TolerantPhrase> tolerant_;
  std::unordered_multimap<std::uint64_t, std::uint32_t>
      neighbours_;            // hash with one letter left out, or none
  std::vector<bool> filter_;  // which hashes may be in neighbours_, so that most look-ups end here
};

}  // namespace kolog::insight
