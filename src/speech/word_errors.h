// SPDX-License-Identifier: Apache-2.0
// How far what was recognised is from what was said: the fewest words (or characters) that must be replaced,
// left out and put in, and which word answers to which. Any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace kolog::speech {

struct ErrorCounts {
  std::size_t correct = 0;
  std::size_t substitutions = 0;
  std::size_t deletions = 0;   // said, and not recognised
  std::size_t insertions = 0;  // recognised, and not said

  std::size_t reference() const { return correct + substitutions + deletions; }
  std::size_t hypothesis() const { return correct + substitutions + insertions; }
  std::size_t errors() const { return substitutions + deletions + insertions; }
  /// Errors for each thing said; more than 1 when much was made up. None where nothing was said.
  std::optional<double> rate() const;

  ErrorCounts& operator+=(const ErrorCounts& other);
  bool operator==(const ErrorCounts&) const = default;
};

struct Alignment {
  ErrorCounts counts;
  /// Indices of the correct ones, in the reference and in the hypothesis.
  std::vector<std::pair<std::size_t, std::size_t>> correct;
};

/// Takes time by the product of the lengths, and memory by their sum (Hirschberg, 1975).
Alignment align(std::span<const std::string> reference, std::span<const std::string> hypothesis);

/// The same over the words' characters (code points), without the spaces between words.
ErrorCounts character_errors(std::span<const std::string> reference, std::span<const std::string> hypothesis);

}  // namespace kolog::speech
