// SPDX-License-Identifier: Apache-2.0
#include "insight/evidence.h"

#include <gtest/gtest.h>

namespace kolog::insight {
namespace {

using namespace std::chrono_literals;

domain::Transcript spoken() {
  domain::Segment segment;
  segment.speaker = domain::Speaker::caller;
  segment.start = 2s;
  segment.end = 5s;
  segment.text = "אני גר בתל אביב, כן";
  segment.words = {{"אני", 2000ms, 2200ms, 0.9},
                   {"גר", 2300ms, 2500ms, 0.9},
                   {"בתל", 2600ms, 2900ms, 0.9},
                   {"אביב,", 3000ms, 3400ms, 0.9},
                   {"כן", 4800ms, 5000ms, 0.9}};
  domain::Transcript transcript;
  transcript.segments = {segment};
  return transcript;
}

TextSpan span_of(const domain::Transcript& transcript, std::string_view words) {
  const auto begin = transcript.segments[0].text.find(words);
  return {0, begin, begin + words.size()};
}

TEST(Evidence, SaysWhatWasSaidByWhomAndWhen) {
  const auto transcript = spoken();
  const auto evidence = evidence_at(transcript, span_of(transcript, "תל אביב"));
  EXPECT_EQ(evidence.text, "תל אביב");
  EXPECT_EQ(evidence.segment, 0U);
  EXPECT_EQ(evidence.speaker, domain::Speaker::caller);
  EXPECT_EQ(evidence.start, 2600ms);
  EXPECT_EQ(evidence.end, 3400ms);
}

TEST(Evidence, WithoutWordsTheSegmentSaysWhen) {
  auto transcript = spoken();
  transcript.segments[0].words.clear();
  const auto evidence = evidence_at(transcript, span_of(transcript, "גר"));
  EXPECT_EQ(evidence.start, 2s);
  EXPECT_EQ(evidence.end, 5s);
}

TEST(Evidence, ATextWithoutTimesHasNone) {
  auto transcript = spoken();
  transcript.segments[0].words.clear();
  transcript.segments[0].start = transcript.segments[0].end = 0ms;
  EXPECT_FALSE(evidence_at(transcript, span_of(transcript, "גר")).start);
}

}  // namespace
}  // namespace kolog::insight
