// SPDX-License-Identifier: Apache-2.0
// Whether a summary that a language model wrote says anything that the call did not. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/insight.h"
#include "domain/transcript.h"
#include "insight/mentions.h"

namespace kolog::insight {

inline constexpr std::size_t kMostSummaryWords = 150;

/// Why the summary cannot be taken, in words for a log and without any of the summary's own; none: it can. It
/// is in the call's language and at most 150 words long; every number, telephone number, place, quotation,
/// word in the other script and word that is written or introduced as a name is found in the transcript, and
/// so is a good part of all its words.
std::optional<std::string> wrong_with_summary(std::string_view summary, const domain::Transcript& transcript,
                                              std::optional<domain::Language> language,
                                              const PlaceLexicon& places);

}  // namespace kolog::insight
