// SPDX-License-Identifier: Apache-2.0
// Arbitrary bytes as a transcript that is redacted: it must end, and its spans must lie within the text, in
// order and none over another.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "insight/redaction.h"

namespace {

using kolog::domain::RedactedSpan;

void require(bool holds) {
  if (!holds) std::abort();
}

void check_order(const std::vector<RedactedSpan>& spans, std::string_view text) {
  std::size_t last = 0;
  for (const auto& span : spans) {
    require(span.begin >= last && span.begin < span.end && span.end <= text.size());
    last = span.end;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr kolog::domain::RedactionPolicy kAll{.cards = true, .ids = true, .phones = true};
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto spans = kolog::insight::find_sensitive(text, kAll);
  check_order(spans, text);
  const auto masked = kolog::domain::masked(text, spans);
  if (spans.empty()) require(masked == text);

  const auto transcript = kolog::domain::parse_plain_text(text);
  const auto said = kolog::insight::find_sensitive(transcript, kAll);
  for (const auto& span : said) {
    require(span.segment < transcript.segments.size());
    require(span.begin < span.end && span.end <= transcript.segments[span.segment].text.size());
  }
  require(kolog::domain::redacted(transcript, said).segments.size() == transcript.segments.size());
  return 0;
}
