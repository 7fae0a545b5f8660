// SPDX-License-Identifier: Apache-2.0
// Arbitrary bytes as a reference: whatever is read from them is without a fault when it is compared with
// itself.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "speech/speech_reference.h"
#include "speech/speech_score.h"

namespace {

void check(const kolog::speech::SpeechReference& reference) {
  const auto score = kolog::speech::score(reference, reference.said);
  if (!score && reference.in_order) std::abort();
  if (!score) return;
  if (score->all.words.errors() != 0 || score->all.characters.errors() != 0) std::abort();
  for (const auto* times : {&score->all.word_times, &score->all.turn_times}) {
    for (const auto error : times->starts) {
      if (error.count() != 0) std::abort();
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check(kolog::speech::reference_from_text(text));
  if (const auto reference = kolog::speech::reference_from_json(text)) check(*reference);
  return 0;
}
