// SPDX-License-Identifier: Apache-2.0
#include "speech/fallback_transcriber.h"

#include <functional>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/fake_clock.h"

namespace kolog::speech {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

class FakeTranscriber final : public Transcriber {
 public:
  using Work = std::function<Result<domain::Transcript>(const TranscriptionRequest&)>;
  FakeTranscriber(int& calls, const Work& work) : calls_(calls), work_(work) {}

  Result<domain::Transcript> transcribe(const TranscriptionRequest& request) override {
    ++calls_;
    return work_(request);
  }

 private:
  int& calls_;
  const Work& work_;
};

domain::Transcript transcript_with(std::string text) {
  domain::Transcript transcript;
  transcript.segments.emplace_back().text = std::move(text);
  return transcript;
}

class FallbackTranscriberTest : public ::testing::Test {
 protected:
  std::string text() {
    const auto transcript = transcriber.transcribe(request);
    return transcript ? transcript->segments.at(0).text : std::string(to_string(transcript.error().code));
  }
  void first_fails_with(ErrorCode code) {
    first = [code](const auto&) { return failure(code, "The speech server does not answer."); };
  }

  testing::FakeClock clock;
  FakeTranscriber::Work first = [](const auto&) { return transcript_with("first"); };
  FakeTranscriber::Work second = [](const auto&) { return transcript_with("second"); };
  int first_calls = 0;
  int second_calls = 0;
  int opened = 0;
  ErrorCode opening = ErrorCode::cancelled;  // cancelled: it opens
  FallbackTranscriber transcriber{std::make_unique<FakeTranscriber>(first_calls, first),
                                  [this]() -> Result<std::unique_ptr<Transcriber>> {
                                    ++opened;
                                    if (opening != ErrorCode::cancelled)
                                      return failure(opening, "There is no model.");
                                    return std::make_unique<FakeTranscriber>(second_calls, second);
                                  },
                                  clock,
                                  {.failures = 1, .pause = 30s, .longest = 60s}};
  TranscriptionRequest request;
};

TEST_F(FallbackTranscriberTest, TheSecondIsNotEvenOpenedWhileTheFirstWorks) {
  EXPECT_EQ(text(), "first");
  EXPECT_EQ(opened, 0);
}

TEST_F(FallbackTranscriberTest, WhatPassesIsTakenOverAndWhatIsForGoodIsReported) {
  for (const auto code : {ErrorCode::unavailable, ErrorCode::rate_limited, ErrorCode::internal}) {
    clock.advance(1h);
    first_fails_with(code);
    EXPECT_EQ(text(), "second") << to_string(code);
  }
  EXPECT_EQ(opened, 1);
  for (const auto code : {ErrorCode::refused, ErrorCode::payload_too_large, ErrorCode::cancelled}) {
    clock.advance(1h);
    first_fails_with(code);
    EXPECT_EQ(text(), to_string(code));
  }
}

TEST_F(FallbackTranscriberTest, ADeadEngineIsLeftAloneForAWhileAndTakenAgainWhenItAnswers) {
  first_fails_with(ErrorCode::unavailable);
  EXPECT_EQ(text(), "second");
  EXPECT_EQ(text(), "second");
  EXPECT_EQ(first_calls, 1);
  clock.advance(30s);
  EXPECT_EQ(text(), "second");
  EXPECT_EQ(first_calls, 2);
  clock.advance(59s);
  EXPECT_EQ(text(), "second");
  EXPECT_EQ(first_calls, 2) << "twice as long each time";
  clock.advance(1s);
  first = [](const auto&) { return transcript_with("first"); };
  EXPECT_EQ(text(), "first");
  EXPECT_EQ(text(), "first");
}

TEST_F(FallbackTranscriberTest, ProgressNeverGoesBack) {
  first = [](const TranscriptionRequest& r) -> Result<domain::Transcript> {
    for (const double share : {0.2, 0.6}) r.on_progress(share);
    return failure(ErrorCode::unavailable, "");
  };
  second = [](const TranscriptionRequest& r) {
    for (const double share : {0.3, 0.6, 0.9, 1.0}) r.on_progress(share);
    return transcript_with("second");
  };
  std::vector<double> shares;
  request.on_progress = [&](double share) { shares.push_back(share); };
  EXPECT_EQ(text(), "second");
  EXPECT_THAT(shares, ElementsAre(0.2, 0.6, 0.9, 1.0));
}

TEST_F(FallbackTranscriberTest, WhoeverStoppedDoesNotGetTheSecond) {
  std::stop_source stop;
  request.stop = stop.get_token();
  first = [&](const auto&) {
    stop.request_stop();
    return failure(ErrorCode::unavailable, "");
  };
  EXPECT_EQ(text(), "cancelled");
  EXPECT_EQ(second_calls, 0);
}

TEST_F(FallbackTranscriberTest, ASecondThatCannotBeOpenedLeavesTheFirstsErrorAndIsTriedAgain) {
  first_fails_with(ErrorCode::unavailable);
  opening = ErrorCode::not_found;
  EXPECT_EQ(text(), "unavailable");
  const auto held_off = transcriber.transcribe(request).error();
  EXPECT_EQ(held_off.code, ErrorCode::held_off);
  EXPECT_EQ(held_off.retry_after, 30s);
  opening = ErrorCode::cancelled;
  EXPECT_EQ(text(), "second");
}

}  // namespace
}  // namespace kolog::speech
