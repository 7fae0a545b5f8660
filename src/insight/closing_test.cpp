// SPDX-License-Identifier: Apache-2.0
#include "insight/closing.h"

#include <gtest/gtest.h>

#include "insight/cues.h"

namespace kolog::insight {
namespace {

using domain::Outcome;

/// The call began on Tuesday, 24 November 2026, at 10:15.
std::optional<domain::FollowUp> follow_up(std::string_view text, Outcome outcome) {
  static const ClosingReader reader;
  static const CueLexicon cues;
  const auto transcript = domain::parse_plain_text(text);
  const auto words = tokenised(transcript);
  const CallContext call(transcript, words, cues.marked(words.tokens));
  return reader.follow_up(call, outcome, parse_local_time("2026-11-24T10:15").value());
}

TEST(Closing, AVisitIsDueWhenBothAgreedLast) {
  const auto visit =
      follow_up("נציג: מחר בתשע?\nלקוח: לא, מחר אני בעבודה.\nנציג: יום חמישי בארבע?\nלקוח: מצוין.",
                Outcome::appointment);
  ASSERT_TRUE(visit);
  EXPECT_EQ(visit->due, "2026-11-26T16:00");
  EXPECT_EQ(visit->task, "יום חמישי בארבע");
  EXPECT_EQ(visit->evidence.speaker, domain::Speaker::agent);
}

TEST(Closing, AnHourAloneBelongsToTheDayBeforeIt) {
  EXPECT_EQ(
      follow_up("Agent: Friday?\nCaller: Yes.\nAgent: At nine?\nCaller: Fine.", Outcome::appointment)->due,
      "2026-11-27T09:00");
}

TEST(Closing, MinutesAreCountedFromTheCall) {
  EXPECT_EQ(follow_up("נציג: ארבעים דקות אני אצלך.\nלקוח: מחכה.", Outcome::appointment)->due,
            "2026-11-24T10:55");
  EXPECT_EQ(
      follow_up("Caller: It leaks for ten minutes now.\nAgent: Tomorrow at ten.", Outcome::appointment)->due,
      "2026-11-25T10:00");
}

TEST(Closing, ACallBackIsDueAsItWasPromised) {
  const auto back =
      follow_up("לקוח: זה היה אתמול.\nנציג: אבדוק ואחזור אליך מחר בעשר.\nלקוח: תודה.", Outcome::callback);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->due, "2026-11-25T10:00");
  EXPECT_EQ(back->evidence.segment, 1U);
  EXPECT_EQ(follow_up("Caller: I was there on Monday.\nAgent: I'll call you back.", Outcome::callback)->due,
            "");
}

TEST(Closing, WithoutTheCallsTimeTheWordsOfThePromiseStand) {
  static const ClosingReader reader;
  static const CueLexicon cues;
  const auto transcript = domain::parse_plain_text("Agent: Tomorrow at ten?\nCaller: Fine. Bye.");
  const auto words = tokenised(transcript);
  const CallContext call(transcript, words, cues.marked(words.tokens));
  const auto visit = reader.follow_up(call, Outcome::appointment, std::nullopt);
  ASSERT_TRUE(visit);
  EXPECT_EQ(visit->task, "Tomorrow at ten");
  EXPECT_EQ(visit->due, "");
}

TEST(Closing, WhatWasNotPromisedIsNotDue) {
  EXPECT_FALSE(follow_up("לקוח: יקר לי, תודה.", Outcome::declined));
  EXPECT_FALSE(follow_up("Caller: Tomorrow at ten is fine for me.", Outcome::none));
}

}  // namespace
}  // namespace kolog::insight
