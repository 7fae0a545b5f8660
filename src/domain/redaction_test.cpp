// SPDX-License-Identifier: Apache-2.0
#include "domain/redaction.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace kolog::domain {
namespace {

using namespace std::chrono_literals;

Transcript one_segment(std::string text, std::vector<Word> words = {}) {
  Transcript transcript;
  transcript.segments = {{0, Speaker::caller, 1s, 9s, std::move(text), 0.9, std::move(words)}};
  return transcript;
}

TEST(DomainRedaction, SpansBecomeOneMaskEach) {
  EXPECT_EQ(masked("a 12 b 34", {{0, 2, 4}, {0, 7, 9}}), "a ••• b •••");
  EXPECT_EQ(masked("abc", {{0, 1, 99}}), "a•••");
  EXPECT_EQ(masked("abc", {}), "abc");
}

TEST(DomainRedaction, WordsWithoutAPlaceInTheTextAreLeftOutRatherThanShown) {
  const auto transcript = one_segment("call 054 1234567", {{"call", 1s, 2s, 1}, {"0541234567", 2s, 3s, 1}});
  RedactedSpan span{0, 5, 16};
  locate(span, transcript);
  EXPECT_EQ(span.start, 1s) << "the whole segment's";
  EXPECT_EQ(span.stop, 9s);
  const auto hidden = redacted(transcript, {span});
  EXPECT_EQ(hidden.segments[0].text, "call •••");
  EXPECT_TRUE(hidden.segments[0].words.empty());
}

TEST(DomainRedaction, ASpanLastsFromTheWordBeforeToTheWordAfter) {
  auto transcript =
      one_segment("call 054 now", {{"call", 1s, 2s, 1}, {"054", 3s, 4s, 1}, {"now", 7s, 8s, 1}});
  RedactedSpan span{0, 5, 8};
  locate(span, transcript);
  EXPECT_EQ(span.start, 2s);
  EXPECT_EQ(span.stop, 7s);
  transcript = one_segment("054", {{"054", 3s, 4s, 1}});
  span = {0, 0, 3};
  locate(span, transcript);
  EXPECT_EQ(span.start, 1s) << "the segment's";
  EXPECT_EQ(span.stop, 9s);
}

TEST(DomainRedaction, AWordThatIsPartlyMaskedKeepsTheRest) {
  const auto hidden = redacted(one_segment("ל-054.", {{"ל-054.", 1s, 2s, 0.5}}), {{0, 3, 6}});
  EXPECT_EQ(hidden.segments[0].words, (std::vector<Word>{{"ל-•••.", 1s, 2s, 0.5}}));
}

TEST(DomainRedaction, ChannelsAreToldApartOnlyWhereBothSpeak) {
  auto transcript = one_segment("054");
  RedactedSpan span{0, 0, 3};
  locate(span, transcript);
  EXPECT_EQ(span.channel, std::nullopt);
  transcript.segments.push_back({1, Speaker::agent, 9s, 10s, "yes", 1, {}});
  locate(span, transcript);
  EXPECT_EQ(span.channel, 0);
}

TEST(DomainRedaction, SpansBeyondTheTranscriptChangeNothing) {
  const auto transcript = one_segment("054");
  EXPECT_EQ(redacted(transcript, {{7, 0, 3}}), transcript);
  RedactedSpan span{7, 0, 3};
  locate(span, transcript);
  EXPECT_EQ(span, (RedactedSpan{7, 0, 3}));
}

TEST(DomainRedaction, MasksThatWereLeftInPlaceArePutBack) {
  EXPECT_EQ(unmasked("call ••• or •••!", {"1", "2"}), "call 1 or 2!");
  EXPECT_EQ(unmasked("call •••", {"1", "2"}), std::nullopt);
  EXPECT_EQ(unmasked("call ••• or •••", {"1"}), std::nullopt);
  EXPECT_EQ(unmasked("none", {}), "none");
}

TEST(DomainRedaction, SpansAndPolicyAreReadBackFromTheirJson) {
  const std::vector<RedactedSpan> spans = {{3, 10, 25, SensitiveKind::id, 1, 1250ms, 3500ms}, {4, 0, 7}};
  EXPECT_EQ(spans_from_json(spans_json(spans)).value(), spans);
  for (const auto* text : {"{}", "null", "[1]", R"([{"segment":-1}])",
                           R"([{"segment":0,"begin":0,"end":1,"kind":"name","start":0,"stop":0}])"}) {
    EXPECT_FALSE(spans_from_json(boost::json::parse(text))) << text;
  }
  const RedactionPolicy policy{.cards = true, .audio = true};
  EXPECT_EQ(policy_from_json(policy_json(policy)), policy);
  EXPECT_EQ(policy_from_json(nullptr), RedactionPolicy{});
  EXPECT_EQ(policy_from_json(boost::json::parse(R"({"cards":1,"ids":"yes"})")), RedactionPolicy{});
}

}  // namespace
}  // namespace kolog::domain
