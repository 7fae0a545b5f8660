// SPDX-License-Identifier: Apache-2.0
// Many phrases written as one: "(sink/toilet) (/is) (clogged/blocked)". Built once; then any thread may look
// things up. Nothing is multiplied out, so that a pattern costs what it is long, not what it can say.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "insight/tokens.h"

namespace kolog::insight {

struct PatternMatch {
  std::uint32_t phrase = 0;  // what `add` was given
  std::size_t count = 0;     // of tokens
  std::size_t letters = 0;
};

/// Between brackets stand alternatives with slashes between them, an empty one where the words may be left
/// out; brackets do not nest. A Hebrew prefix alone (ב, ל, מ, ש, כש, מה) belongs to the word after it; ה
/// alone may be there or not. Signs for what is said everywhere: `@` to me, to us…, `&` mine, ours…, `$` the,
/// my, a…,
/// `%` is, are, keeps…
class PhrasePatterns {
 public:
  void add(std::string_view utf8_pattern, std::uint32_t phrase);

  /// Everything that begins at the token behind so many letters of it, within its sentence.
  void find_at(std::span<const Token> tokens, std::size_t first, std::size_t letters_skipped,
               std::vector<PatternMatch>& found) const;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::u16string_view text) const { return std::hash<std::u16string_view>{}(text); }
  };
  struct Node {
    std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> next;  // by word
    std::vector<std::uint32_t> phrases;                                  // that end here
  };
  /// Where the next words go on from, behind a prefix that waits for its word.
  struct OpenEnd {
    std::uint32_t node = 0;
    std::u16string prefix;

    bool operator==(const OpenEnd&) const = default;
  };

  std::uint32_t new_node();
  void connect(std::uint32_t from, const std::u16string& word, std::uint32_t to);
  void append(const std::vector<OpenEnd>& from, std::string_view alternative, std::uint32_t joint,
              std::vector<OpenEnd>& ends);
  void step(const std::vector<std::uint32_t>& from, std::u16string_view word,
            std::vector<std::uint32_t>& to) const;

  std::unordered_map<std::u16string, std::uint32_t, Hash, std::equal_to<>> words_;
  std::vector<Node> nodes_ = std::vector<Node>(1);
};

}  // namespace kolog::insight
