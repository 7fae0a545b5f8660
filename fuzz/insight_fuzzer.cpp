// SPDX-License-Identifier: Apache-2.0
// Arbitrary bytes as a transcript: understanding must end, and its evidence must be words of the transcript.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "insight/extractive_summariser.h"
#include "insight/lexicon_extractor.h"
#include "insight/taxonomy.h"

namespace {

void check(const kolog::domain::Transcript& transcript, const kolog::domain::Evidence& evidence) {
  const auto& text = transcript.segments.at(evidence.segment.value()).text;
  if (evidence.text.empty() || text.find(evidence.text) == text.npos) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static kolog::insight::LexiconExtractor extractor;
  static kolog::insight::ExtractiveSummariser summariser;
  const auto transcript =
      kolog::domain::parse_plain_text(std::string_view(reinterpret_cast<const char*>(data), size));
  const auto insight = extractor.extract({transcript, kolog::insight::default_settings()});
  if (!insight) std::abort();
  if (insight->service) check(transcript, insight->service->evidence);
  if (insight->city) check(transcript, insight->city->evidence);
  if (!summariser.summarise(transcript, *insight)) std::abort();
  return 0;
}
