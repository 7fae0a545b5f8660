// SPDX-License-Identifier: Apache-2.0
// Where in a call something was said: the words, who said them and when. Pure; any thread.
#pragma once

#include <cstddef>

#include "domain/insight.h"
#include "domain/transcript.h"

namespace kolog::insight {

/// A part of one segment's text, in bytes.
struct TextSpan {
  std::size_t segment = 0;
  std::size_t begin = 0;
  std::size_t end = 0;  // one past the last

  bool operator==(const TextSpan&) const = default;
};

struct SpokenTime {
  std::chrono::milliseconds start{};
  std::chrono::milliseconds end{};
};

/// When the span's words were spoken: by the segment's words where they are its text, else the segment's own
/// time; none where the transcript has no times.
std::optional<SpokenTime> spoken_time(const domain::Transcript& transcript, const TextSpan& span);

domain::Evidence evidence_at(const domain::Transcript& transcript, const TextSpan& span);

}  // namespace kolog::insight
