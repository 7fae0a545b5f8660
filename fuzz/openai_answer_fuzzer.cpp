// SPDX-License-Identifier: Apache-2.0
// Whatever a speech server answers, each time is within the audio that was sent, each text is whole, and an
// error's sentence is short.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "http/url.h"
#include "speech/openai_answer.h"

namespace {

constexpr std::chrono::milliseconds kDuration{28'000};

void check(bool holds) {
  if (!holds) std::abort();
}

void check_span(std::chrono::milliseconds start, std::chrono::milliseconds end) {
  check(start.count() >= 0 && start <= end && end <= kDuration);
}

void check(double share) {
  check(share >= 0 && share <= 1);
}

void check(const kolog::speech::OpenAiAnswer::Piece& piece) {
  const auto& segment = piece.segment;
  check_span(segment.start, segment.end);
  check(segment.confidence);
  check(piece.no_speech_probability);
  check(piece.mean_log_probability <= 0);
  check(!segment.text.empty() && kolog::http::is_utf8(segment.text));
  for (const auto& word : segment.words) {
    check_span(word.start, word.end);
    check(word.confidence);
    check(!word.text.empty() && kolog::http::is_utf8(word.text));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto answer = kolog::speech::parse_openai_answer(text, kDuration)) {
    for (const auto& piece : answer->pieces) check(piece);
  }
  constexpr std::size_t kLongest = 50;
  const auto message = kolog::speech::openai_error_message(text, kLongest);
  check(message.size() <= kLongest && kolog::http::is_utf8(message));
  (void)kolog::speech::language_of_letters(text);
  return 0;
}
