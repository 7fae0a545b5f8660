// SPDX-License-Identifier: Apache-2.0
// Finds card numbers, Israeli ID numbers and telephone numbers in what people say and write, in Hebrew and
// English; docs/privacy.md has the rules. Any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/insight.h"
#include "domain/redaction.h"

namespace kolog::insight {

/// The stretches that the policy wants blacked out, with channels and times, in order. A number may go on
/// from one segment to the same speaker's next: it has a span in each. Dropped segments are searched as well.
std::vector<domain::RedactedSpan> find_sensitive(const domain::Transcript& transcript,
                                                 const domain::RedactionPolicy& policy);

/// The same in free text, one line after another, with `Caller:` and `Agent:` before a line welcome. Spans
/// count bytes of the whole text; their segment is 0.
std::vector<domain::RedactedSpan> find_sensitive(std::string_view text,
                                                 const domain::RedactionPolicy& policy);

std::string redacted_text(std::string_view text, const domain::RedactionPolicy& policy);

/// Every text in it that came out of the call.
domain::Insight redacted_insight(domain::Insight insight, const domain::RedactionPolicy& policy);

}  // namespace kolog::insight
