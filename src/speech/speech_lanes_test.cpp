// SPDX-License-Identifier: Apache-2.0
#include "speech/speech_lanes.h"

#include <atomic>
#include <future>
#include <latch>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kolog::speech {
namespace {

TEST(SpeechLanes, EveryPieceOfWorkIsDoneOnce) {
  SpeechLanes lanes(3);
  std::vector<std::atomic<int>> done(100);
  lanes.run(done.size(), [&](std::size_t lane, std::size_t index) {
    EXPECT_LT(lane, 3U);
    ++done[index];
    return true;
  });
  for (const auto& count : done) EXPECT_EQ(count, 1);
}

TEST(SpeechLanes, NothingToDoIsDoneAtOnce) {
  SpeechLanes(1).run(0, [](std::size_t, std::size_t) { return true; });
}

TEST(SpeechLanes, WhatHasNotBegunIsTakenBack) {
  SpeechLanes lanes(1);
  int done = 0;
  lanes.run(10, [&](std::size_t, std::size_t index) {
    ++done;
    return index < 3;
  });
  EXPECT_EQ(done, 4);
}

TEST(SpeechLanes, ShortCallDoesNotWaitForTheEndOfALongOne) {
  SpeechLanes lanes(1);
  std::string order;
  std::latch begun(1);
  std::promise<void> short_call_waits;
  auto waits = short_call_waits.get_future().share();
  auto beside = std::async(std::launch::async, [&] {
    lanes.run(6, [&](std::size_t, std::size_t index) {
      if (index == 0) {
        begun.count_down();
        waits.wait();
      }
      order += 'L';
      return true;
    });
  });
  begun.wait();
  auto soon = std::async(std::launch::async, [&] {
    lanes.run(2, [&](std::size_t, std::size_t) {
      order += 's';
      return true;
    });
  });
  // The lane is let go once the short call can only be waiting for it.
  while (lanes.waiting() < 2) std::this_thread::yield();
  short_call_waits.set_value();
  soon.wait();
  beside.wait();
  EXPECT_EQ(order, "LLsLsLLL");
}

}  // namespace
}  // namespace kolog::speech
