// SPDX-License-Identifier: Apache-2.0
// What was said in a recording, as a person wrote it down beside it: read from the forms that people have.
// Any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "domain/transcript.h"

namespace kolog::speech {

struct SpeechReference {
  /// Turns as segments, with times as far as they are known: all zero where they are not.
  domain::Transcript said;
  /// False when each one's words are known and not who spoke when, so that the two cannot be put into one
  /// text.
  bool in_order = true;
};

/// JSON: `{"turns":[{"speaker","start","end","text","words"?}]}`, Kolog's own transcript (`segments`), or
/// `{"reference":{"caller":"…","agent":"…"}}` without times; `language` beside each. Times in seconds.
Result<SpeechReference> reference_from_json(std::string_view json);

/// Plain text, `Caller:` and `Agent:` welcome.
SpeechReference reference_from_text(std::string_view text);

struct ReferenceLimits {
  std::uint64_t bytes = 64ULL << 20;
};

/// Beside the recording: its name with `.json` or, where there is none, `.txt` for an ending. `not_found`
/// names both.
Result<SpeechReference> find_reference(const std::filesystem::path& recording,
                                       const ReferenceLimits& limits = {});

}  // namespace kolog::speech
