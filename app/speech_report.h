// SPDX-License-Identifier: Apache-2.0
// What `kolog evaluate speech` found, as a table for people and as JSON for programs. Any thread.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include <boost/json/value.hpp>

#include "speech/speech_score.h"

namespace kolog::app {

struct ScoredRecording {
  std::filesystem::path file;
  speech::CallScore score;
  std::chrono::milliseconds audio{};
  std::chrono::duration<double> took{};  // to transcribe it; decoding and loading the model not counted
};

struct ScoredModel {
  std::string name;
  std::vector<ScoredRecording> recordings;
};

struct Unscored {
  std::filesystem::path file;
  std::string model;  // empty: none was tried
  std::string why;
};

struct SpeechReport {
  std::vector<ScoredModel> models;
  std::vector<Unscored> failed;
};

std::string to_table(const SpeechReport& report);
boost::json::object to_json(const SpeechReport& report);

}  // namespace kolog::app
