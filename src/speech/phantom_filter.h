// SPDX-License-Identifier: Apache-2.0
// Tells text that a speech model made up from text that somebody said. Any thread.
#pragma once

#include <string>
#include <string_view>

namespace kolog::speech {

struct Evidence {
  std::string text;
  double no_speech_probability = 0;  // the model's own, 0 to 1
  double mean_log_probability = 0;   // of the text's tokens
};

/// True when the model itself doubts both that there was speech and what was said, when the text goes round
/// in a circle, or when all of it is a phrase that subtitles end with and the model is not sure of it. A
/// caller who says "thank you" clearly is left alone.
bool is_phantom(const Evidence& evidence);

/// One to six words that come again and again and make up most of the text.
bool goes_in_circles(std::string_view text);

}  // namespace kolog::speech
