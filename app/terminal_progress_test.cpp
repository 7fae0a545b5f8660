// SPDX-License-Identifier: Apache-2.0
#include "app/terminal_progress.h"

#include <gtest/gtest.h>

namespace kolog::app {
namespace {

using std::chrono::milliseconds;

TEST(ProgressLine, ShowsShareAndTimeLeft) {
  EXPECT_EQ(progress_line("a.wav", 0.25, milliseconds{30'000}, 48),
            "a.wav [#####-----------------]  25 %  1:30 left");
}

TEST(ProgressLine, SaysNothingOfTimeBeforeThereIsSomethingToReckonFrom) {
  EXPECT_EQ(progress_line("a", 0, milliseconds{90'000}, 20), "a [---------]   0 %");
  EXPECT_EQ(progress_line("a", 0.5, milliseconds{10}, 20), "a [####-----]  50 %");
}

TEST(ProgressLine, NeverGrowsWiderThanTheTerminal) {
  for (std::size_t columns = 5; columns < 120; ++columns) {
    for (const double share : {-1.0, 0.0, 0.333, 1.0, 7.0}) {
      EXPECT_LT(progress_line("a long recording's name.mp3", share, milliseconds{5'000'000}, columns).size(),
                columns + 1);
    }
  }
}

TEST(ProgressLine, IsFullOnlyAtTheEnd) {
  EXPECT_EQ(progress_line("a", 0.999, milliseconds{0}, 20), "a [########-]  99 %");
  EXPECT_EQ(progress_line("a", 1, milliseconds{0}, 20), "a [#########] 100 %");
}

}  // namespace
}  // namespace kolog::app
