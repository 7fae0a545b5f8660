// SPDX-License-Identifier: Apache-2.0
#include "app/terminal_progress.h"

#include <gtest/gtest.h>

namespace kolog::app {
namespace {

using namespace std::chrono_literals;

TEST(ProgressLine, ShowsShareAndTimeLeft) {
  EXPECT_EQ(progress_line("[2/7] a.wav", 0.25, 90s, 60),
            "[2/7] a.wav [#####----------------]  25 %  about 2 min left");
}

TEST(ProgressLine, SaysNothingOfTimeThatIsNotKnown) {
  EXPECT_EQ(progress_line("a", 0, std::nullopt, 20), "a [---------]   0 %");
  EXPECT_EQ(progress_line("a", 0.5, std::nullopt, 20), "a [####-----]  50 %");
}

TEST(ProgressLine, LeavesOutTheLabelBeforeTheBar) {
  EXPECT_EQ(progress_line("a long recording's name.mp3", 0.5, std::nullopt, 20), "[#####------]  50 %");
  EXPECT_EQ(progress_line("a long recording's name.mp3", 0.5, 1min, 10), "50 %");
}

TEST(ProgressLine, NeverGrowsWiderThanTheTerminal) {
  for (std::size_t columns = 5; columns < 120; ++columns) {
    for (const double share : {-1.0, 0.0, 0.333, 1.0, 7.0}) {
      EXPECT_LT(progress_line("a long recording's name.mp3", share, 90min, columns).size(), columns + 1);
    }
  }
}

TEST(ProgressLine, IsFullOnlyAtTheEnd) {
  EXPECT_EQ(progress_line("a", 0.999, std::nullopt, 20), "a [########-]  99 %");
  EXPECT_EQ(progress_line("a", 1, std::nullopt, 20), "a [#########] 100 %");
}

}  // namespace
}  // namespace kolog::app
