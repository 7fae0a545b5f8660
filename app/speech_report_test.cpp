// SPDX-License-Identifier: Apache-2.0
#include "app/speech_report.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kolog::app {
namespace {

using namespace std::chrono_literals;

SpeechReport example() {
  ScoredRecording two_sided;
  two_sided.file = "a.wav";
  two_sided.score.caller.emplace().words = {8, 1, 1, 1};
  two_sided.score.agent.emplace().words = {0, 0, 0, 2};
  two_sided.score.all.words = {8, 1, 1, 3};
  two_sided.score.all.characters = {50, 0, 0, 0};
  two_sided.score.all.word_times = {{10ms, 30ms, 20ms}, {}};
  two_sided.audio = 20s;
  two_sided.took = 4s;
  ScoredRecording mixed;
  mixed.file = "b.wav";
  mixed.score.all.words = {10, 0, 0, 0};
  mixed.audio = 10s;
  mixed.took = 1s;
  return {{{"small", {two_sided, mixed}}}, {{"c.wav", "", "There is no reference"}}};
}

TEST(SpeechReport, TableHasARowForEachSpeakerAndForAll) {
  EXPECT_EQ(
      to_table(example()),
      "MODEL  SPEAKER  CALLS  WORDS     WER  SUB  DEL  INS    CER  STARTS OFF  ENDS OFF  OF     SPEED\n"
      "small  caller       1     10  30.0 %    1    1    1    n/a           -         -  -\n"
      "small  agent        1      0     n/a    0    0    2    n/a           -         -  -\n"
      "small  all          2     20  25.0 %    1    1    3  0.0 %  20 / 30 ms         -  words   6.0x\n");
}

TEST(SpeechReport, JsonHasSumsRecordingsAndWhatFailed) {
  const auto json = to_json(example());
  const auto& model = json.at("models").at(0);
  EXPECT_EQ(model.at("model"), "small");
  EXPECT_DOUBLE_EQ(model.at("speed").as_double(), 6);
  EXPECT_DOUBLE_EQ(model.at("speakers").at("all").at("words").at("error_rate").as_double(), 0.25);
  EXPECT_TRUE(model.at("speakers").at("agent").at("words").at("error_rate").is_null());
  EXPECT_DOUBLE_EQ(model.at("speakers").at("all").at("word_time_errors").at("start").at("median").as_double(),
                   0.02);
  EXPECT_TRUE(model.at("speakers").at("all").at("turn_time_errors").at("start").at("median").is_null());
  EXPECT_EQ(model.at("recordings").at(1).at("file"), "b.wav");
  EXPECT_FALSE(model.at("recordings").at(1).at("speakers").as_object().contains("caller"));
  EXPECT_EQ(json.at("failed").at(0).at("file"), "c.wav");
}

}  // namespace
}  // namespace kolog::app
