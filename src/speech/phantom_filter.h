// SPDX-License-Identifier: Apache-2.0
// Tells text that a speech model made up from text that somebody said. Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/transcript.h"

namespace kolog::speech {

struct Evidence {
  std::string text;
  double no_speech_probability = 0;  // the model's own, 0 to 1
  double mean_log_probability = 0;   // of the text's tokens
};

/// Why the text is not to be believed, if it is not: the model itself doubts that there was speech; it is
/// sure of next to nothing; the text goes round in a circle; or all of it is a phrase that models write over
/// silence, and the model is not sure of it. A caller who says "thank you" clearly is left alone.
std::optional<domain::DropReason> phantom_in(const Evidence& evidence);

/// One to six words that come again and again and make up most of the text, or a text that compresses as
/// speech does not.
bool goes_in_circles(std::string_view text);

}  // namespace kolog::speech
