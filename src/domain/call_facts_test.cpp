// SPDX-License-Identifier: Apache-2.0
#include "domain/call_facts.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace kolog::domain {
namespace {

using namespace std::chrono_literals;

constexpr Timestamp kNow{1'772'000'000'000ms};

auto row_of(const Call& call) {
  return std::tie(call.account_sid, call.parent_call_sid, call.from_number, call.to_number, call.direction,
                  call.status, call.duration, call.ended_at);
}

CallNews status_news(std::string status) {
  CallNews news;
  news.status = std::move(status);
  return news;
}

Call after(const std::vector<CallNews>& told) {
  Call call;
  for (const auto& news : told) merge(call, news, kNow);
  return call;
}

/// What Twilio may tell of one call: any part of its facts, each true or not told.
rc::Gen<CallNews> news_of_one_call(const std::string& end) {
  return rc::gen::map(
      rc::gen::tuple(rc::gen::inRange(0, 64),
                     rc::gen::element<std::string>("", "queued", "initiated", "ringing", "in-progress", end),
                     rc::gen::inRange(-1, 90)),
      [](const std::tuple<int, std::string, int>& drawn) {
        const auto& [told, status, duration] = drawn;
        CallNews news;
        if (told & 1) news.account_sid = "AC1";
        if (told & 2) news.parent_call_sid = "CA2";
        if (told & 4) news.from_number = "+97231234567";
        if (told & 8) news.to_number = "+97237654321";
        if (told & 16) news.direction = Direction::inbound;
        if (told & 32) news.duration = std::chrono::seconds{duration};
        news.status = status;
        return news;
      });
}

TEST(CallFacts, AnyOrderAndRepetitionOfTheNewsEndsInTheSameRow) {
  EXPECT_TRUE(rc::check("the order of the news does not matter", [] {
    const auto end = *rc::gen::element<std::string>("completed", "busy", "no-answer", "failed", "canceled");
    const auto told = *rc::gen::container<std::vector<CallNews>>(news_of_one_call(end));
    auto shuffled = told;
    const auto repeated = *rc::gen::inRange<std::size_t>(0, told.size() + 1);
    shuffled.insert(shuffled.end(), told.begin(), told.begin() + static_cast<std::ptrdiff_t>(repeated));
    const auto keys = *rc::gen::container<std::vector<int>>(shuffled.size(), rc::gen::inRange(0, 1000));
    std::vector<std::size_t> order(shuffled.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return keys[a] < keys[b]; });
    std::vector<CallNews> reordered;
    for (const auto i : order) reordered.push_back(shuffled[i]);
    RC_ASSERT((row_of(after(told)) == row_of(after(reordered))));
  }));
}

TEST(CallFacts, NothingKnownIsEverLostByMoreNews) {
  EXPECT_TRUE(rc::check("known values stay", [] {
    auto call = after(*rc::gen::container<std::vector<CallNews>>(news_of_one_call("completed")));
    const auto before = call;
    merge(call, *news_of_one_call("completed"), kNow + 1h);
    RC_ASSERT((before.account_sid.empty() || call.account_sid == before.account_sid));
    RC_ASSERT((before.direction == Direction::unknown || call.direction == before.direction));
    RC_ASSERT((call.duration >= before.duration));
    RC_ASSERT((!before.ended_at || call.ended_at == before.ended_at));
    RC_ASSERT((!is_ended(before.status) || call.status == before.status));
  }));
}

TEST(CallFacts, EmptyNewsChangesNothing) {
  Call call;
  call.status = "in-progress";
  call.from_number = "+97231234567";
  call.direction = Direction::inbound;
  call.duration = 12s;
  const auto before = call;
  merge(call, {}, kNow);
  EXPECT_EQ(row_of(call), row_of(before));
}

TEST(CallFacts, AKnownDirectionAndNumberStay) {
  Call call;
  call.direction = Direction::inbound;
  call.from_number = "+97231234567";
  CallNews news;
  news.direction = Direction::outbound;
  news.from_number = "+15550000000";
  merge(call, news, kNow);
  EXPECT_EQ(call.direction, Direction::inbound);
  EXPECT_EQ(call.from_number, "+97231234567");
}

TEST(CallFacts, ADurationOfMinusOneIsNoDurationAndAShorterOneIsOld) {
  Call call;
  CallNews news;
  news.duration = -1s;
  merge(call, news, kNow);
  EXPECT_FALSE(call.duration);
  news.duration = 0s;
  merge(call, news, kNow);
  EXPECT_EQ(call.duration, 0s);
  news.duration = 42s;
  merge(call, news, kNow);
  news.duration = 7s;
  merge(call, news, kNow);
  EXPECT_EQ(call.duration, 42s);
}

TEST(CallFacts, TheStatusGoesForwardOnly) {
  EXPECT_EQ(after({status_news("completed"), status_news("ringing")}).status, "completed");
  EXPECT_EQ(after({status_news("in-progress"), status_news("queued")}).status, "in-progress");
  EXPECT_EQ(after({status_news("ringing"), status_news("no-answer")}).status, "no-answer");
}

TEST(CallFacts, TwiliosWordsDoNotReplaceOurs) {
  for (const auto ours : {kStatusProcessing, kStatusProcessed, kStatusNoRecording, kStatusFailed}) {
    for (const auto* theirs : {"ringing", "in-progress", "completed", "busy"}) {
      Call call;
      call.status = ours;
      merge(call, status_news(theirs), kNow);
      EXPECT_EQ(call.status, ours) << theirs;
    }
  }
}

TEST(CallFacts, AWordThatIsNotKnownYetReplacesNothing) {
  EXPECT_EQ(after({status_news("on-hold")}).status, "on-hold");
  EXPECT_EQ(after({status_news("ringing"), status_news("on-hold")}).status, "ringing");
  EXPECT_EQ(after({status_news("on-hold"), status_news("completed")}).status, "completed");
}

TEST(CallFacts, ACallEndsOnce) {
  Call call;
  merge(call, status_news("in-progress"), kNow);
  EXPECT_FALSE(call.ended_at);
  merge(call, status_news("completed"), kNow + 5s);
  merge(call, status_news("completed"), kNow + 60s);
  EXPECT_EQ(call.ended_at, kNow + 5s);
}

TEST(CallFacts, OnlyAnAnsweredCallCanHaveBeenRecorded) {
  EXPECT_TRUE(may_have_recording("completed"));
  for (const auto* status : {"", "ringing", "busy", "no-answer", "failed", "canceled"})
    EXPECT_FALSE(may_have_recording(status)) << status;
  for (const auto* status : {"completed", "busy", "no-answer", "failed", "canceled"})
    EXPECT_TRUE(is_ended(status)) << status;
  for (const auto* status : {"", "queued", "in-progress", "processing", "Completed"})
    EXPECT_FALSE(is_ended(status)) << status;
}

}  // namespace
}  // namespace kolog::domain
