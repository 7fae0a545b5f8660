// SPDX-License-Identifier: Apache-2.0
#include "domain/recording.h"

#include <gtest/gtest.h>

namespace kolog::domain {
namespace {

using namespace std::chrono_literals;

Recording recording(std::string sid, std::optional<int> start, std::optional<int> seconds, int channels = 2,
                    RecordingStatus status = RecordingStatus::completed) {
  Recording made;
  made.recording_sid = std::move(sid);
  if (start) made.started_at = Timestamp{std::chrono::seconds{1'772'000'000 + *start}};
  if (seconds) made.duration = std::chrono::seconds{*seconds};
  made.channels = channels;
  made.status = status;
  return made;
}

TEST(PartsOfAudio, StandInTimeOrderHoweverTheyAreTold) {
  EXPECT_EQ(
      sids_of(parts_of_audio({recording("RE3", 60, 10), recording("RE1", 0, 30), recording("RE2", 31, 20)})),
      "RE1 RE2 RE3");
}

TEST(PartsOfAudio, LeaveOutWhatIsNotThere) {
  EXPECT_EQ(sids_of(parts_of_audio({recording("RE1", 0, 30, 2, RecordingStatus::in_progress),
                                    recording("RE2", 0, 30, 2, RecordingStatus::absent),
                                    recording("RE3", 40, 30, 2, RecordingStatus::processing),
                                    recording("RE4", 0, 30, 2, RecordingStatus::unknown)})),
            "RE3");
  EXPECT_TRUE(parts_of_audio({}).empty());
}

TEST(PartsOfAudio, OfTwoThatRecordedTheSameTheDualOneCounts) {
  EXPECT_EQ(sids_of(parts_of_audio({recording("RE1", 0, 30, 1), recording("RE2", 1, 29, 2)})), "RE2");
  EXPECT_EQ(sids_of(parts_of_audio({recording("RE1", 1, 29), recording("RE2", 0, 30)})), "RE2");
  EXPECT_EQ(sids_of(parts_of_audio({recording("RE2", 0, 30), recording("RE1", 0, 30)})), "RE1");
}

TEST(PartsOfAudio, PartsThatTouchWithinTheSecondAreBothKept) {
  EXPECT_EQ(sids_of(parts_of_audio({recording("RE1", 0, 10), recording("RE2", 9, 10)})), "RE1 RE2");
  EXPECT_EQ(sids_of(parts_of_audio({recording("RE1", 0, 3), recording("RE2", 2, 3)})), "RE1 RE2");
}

TEST(PartsOfAudio, OfUnknownTimesAllAreKept) {
  EXPECT_EQ(sids_of(parts_of_audio({recording("RE2", {}, 10), recording("RE1", {}, {})})), "RE1 RE2");
}

}  // namespace
}  // namespace kolog::domain
