// SPDX-License-Identifier: Apache-2.0
#include "speech/word_errors.h"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <unordered_map>

namespace kolog::speech {
namespace {

using Symbol = std::uint32_t;
using Symbols = std::span<const Symbol>;

enum class Direction { forward, backward };

/// The distances of all of `a` to every beginning (backward: every end) of `b`.
std::vector<std::size_t> last_row(Symbols a, Symbols b, Direction direction) {
  const auto at = [direction](Symbols symbols, std::size_t i) {
    return direction == Direction::forward ? symbols[i] : symbols[symbols.size() - 1 - i];
  };
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 0; i < a.size(); ++i) {
    auto diagonal = row[0];
    row[0] = i + 1;
    const auto symbol = at(a, i);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const auto replaced = diagonal + (symbol == at(b, j) ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min(replaced, std::min(diagonal, row[j]) + 1);
    }
  }
  return row;
}

/// Aligns stretch after stretch; `a0` and `b0` are where the stretches begin.
class Aligner {
 public:
  Alignment take() { return std::move(result_); }

  void align(Symbols a, std::size_t a0, Symbols b, std::size_t b0) {
    while (!a.empty() && !b.empty() && a.front() == b.front()) {
      keep(a0++, b0++);
      a = a.subspan(1);
      b = b.subspan(1);
    }
    std::size_t same = 0;
    while (same < std::min(a.size(), b.size()) && a[a.size() - 1 - same] == b[b.size() - 1 - same]) ++same;
    middle(a.first(a.size() - same), a0, b.first(b.size() - same), b0);
    for (std::size_t i = 0; i < same; ++i) keep(a0 + a.size() - same + i, b0 + b.size() - same + i);
  }

 private:
  void keep(std::size_t a, std::size_t b) {
    ++result_.counts.correct;
    result_.correct.emplace_back(a, b);
  }

  void middle(Symbols a, std::size_t a0, Symbols b, std::size_t b0) {
    if (a.empty() || b.empty()) {
      result_.counts.deletions += a.size();
      result_.counts.insertions += b.size();
    } else if (a.size() == 1) {
      single(a.front(), a0, b, b0);
    } else {
      halve(a, a0, b, b0);
    }
  }

  void single(Symbol symbol, std::size_t a0, Symbols b, std::size_t b0) {
    const auto found = std::find(b.begin(), b.end(), symbol);
    if (found == b.end()) {
      ++result_.counts.substitutions;
    } else {
      keep(a0, b0 + static_cast<std::size_t>(found - b.begin()));
    }
    result_.counts.insertions += b.size() - 1;
  }

  void halve(Symbols a, std::size_t a0, Symbols b, std::size_t b0) {
    const auto half = a.size() / 2;
    const auto before = last_row(a.first(half), b, Direction::forward);
    const auto after = last_row(a.subspan(half), b, Direction::backward);
    std::size_t cut = 0;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      if (before[j] + after[b.size() - j] < before[cut] + after[b.size() - cut]) cut = j;
    }
    align(a.first(half), a0, b.first(cut), b0);
    align(a.subspan(half), a0 + half, b.subspan(cut), b0 + cut);
  }

  Alignment result_;
};

Alignment align_symbols(Symbols reference, Symbols hypothesis) {
  Aligner aligner;
  aligner.align(reference, 0, hypothesis, 0);
  return aligner.take();
}

/// Code points of UTF-8; what is not well-formed still counts, byte by byte.
std::vector<Symbol> characters_of(std::span<const std::string> words) {
  std::vector<Symbol> characters;
  for (const auto& word : words) {
    for (const char c : word) {
      const auto byte = static_cast<unsigned char>(c);
      if ((byte & 0xC0U) == 0x80U && !characters.empty()) {
        characters.back() = characters.back() << 8U | byte;
      } else {
        characters.push_back(byte);
      }
    }
  }
  return characters;
}

}  // namespace

std::optional<double> ErrorCounts::rate() const {
  if (reference() == 0) return std::nullopt;
  return static_cast<double>(errors()) / static_cast<double>(reference());
}

ErrorCounts& ErrorCounts::operator+=(const ErrorCounts& other) {
  correct += other.correct;
  substitutions += other.substitutions;
  deletions += other.deletions;
  insertions += other.insertions;
  return *this;
}

Alignment align(std::span<const std::string> reference, std::span<const std::string> hypothesis) {
  std::unordered_map<std::string_view, Symbol> numbers;
  const auto numbered = [&numbers](std::span<const std::string> words) {
    std::vector<Symbol> symbols;
    symbols.reserve(words.size());
    for (const auto& word : words) {
      symbols.push_back(numbers.emplace(word, static_cast<Symbol>(numbers.size())).first->second);
    }
    return symbols;
  };
  const auto said = numbered(reference);
  return align_symbols(said, numbered(hypothesis));
}

ErrorCounts character_errors(std::span<const std::string> reference,
                             std::span<const std::string> hypothesis) {
  return align_symbols(characters_of(reference), characters_of(hypothesis)).counts;
}

}  // namespace kolog::speech
