// SPDX-License-Identifier: Apache-2.0
// Which stretches of a call are blacked out, and the call's text with them blacked out. Values alone; what
// is sensitive, insight/redaction.h finds.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/fwd.hpp>

#include "base/result.h"
#include "domain/insight_settings.h"
#include "domain/transcript.h"

namespace kolog::domain {

enum class SensitiveKind { card, id, phone };

std::string_view to_string(SensitiveKind kind);
std::optional<SensitiveKind> parse_sensitive_kind(std::string_view text);

/// What stands for a stretch that is blacked out, in every language, as one word. What it was, its span says.
inline constexpr std::string_view kMask = "•••";

struct RedactedSpan {
  /// Index into Transcript::segments; those of Transcript::dropped are counted on after them.
  std::size_t segment = 0;
  std::size_t begin = 0;  // bytes of the segment's text
  std::size_t end = 0;
  SensitiveKind kind = SensitiveKind::phone;
  std::optional<int> channel = std::nullopt;  // of the recording; none: it may be heard on any
  std::chrono::milliseconds start{};          // of the recording; both 0: the segment has no times
  std::chrono::milliseconds stop{};

  bool operator==(const RedactedSpan&) const = default;
};

/// Of a transcript's segments and dropped segments the one that spans call by `index`; none beyond them.
const Segment* segment_of(const Transcript& transcript, std::size_t index);

/// Puts channel and times into a span: from the end of the word before it to the beginning of the word after
/// it; the whole segment's where the words' places in the text cannot be told.
void locate(RedactedSpan& span, const Transcript& transcript);

/// The text with `kMask` for each span. Spans are in order and do not overlap; their segment does not count.
std::string masked(std::string_view text, const std::vector<RedactedSpan>& spans);

/// The transcript with `kMask` for each span, in texts and words. Words whose places in a text with spans
/// cannot be told are left out.
Transcript redacted(Transcript transcript, const std::vector<RedactedSpan>& spans);

/// The text that was masked at each mask, put back; none where the text has not as many masks.
std::optional<std::string> unmasked(std::string_view text, const std::vector<std::string>& pieces);

/// `[{"segment","begin","end","kind","channel":N|null,"start","stop"}]`, times in seconds.
boost::json::array spans_json(const std::vector<RedactedSpan>& spans);
/// Reads what `spans_json` writes; `internal` for anything else.
Result<std::vector<RedactedSpan>> spans_from_json(const boost::json::value& value);

/// `{"cards","ids","phones","audio"}`. What is missing or no boolean counts as off.
boost::json::object policy_json(const RedactionPolicy& policy);
RedactionPolicy policy_from_json(const boost::json::value& value);

}  // namespace kolog::domain
