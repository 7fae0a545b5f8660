// SPDX-License-Identifier: Apache-2.0
// The parts of transcribing that a command line cannot time: one step after another, several recordings at
// once, and what a transcript is worth against a reference. Prints one JSON object; bench/speech/speech.ts
// calls it.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <thread>
#include <vector>

#include <boost/json.hpp>

#include "app/open_speech.h"
#include "app/recording_files.h"
#include "audio/decode.h"
#include "base/log.h"
#include "speech/cross_talk.h"
#include "speech/speech_edges.h"
#include "speech/speech_reference.h"
#include "speech/speech_score.h"
#include "speech/window_plan.h"

namespace {

namespace json = boost::json;
namespace fs = std::filesystem;
using namespace kolog;

template <class Value>
Value must(Result<Value> result, std::string_view what) {
  if (result) return *std::move(result);
  std::cerr << what << ": " << result.error().public_message << " " << result.error().detail << "\n";
  std::exit(1);
}

app::Settings settings_of(const std::string& model, const std::string& language, int threads) {
  app::Settings settings;
  settings.model = model;
  settings.language = domain::parse_language(language);
  settings.speech_threads = threads;
  return settings;
}

std::unique_ptr<speech::Transcriber> open(const app::Settings& settings) {
  const auto model = must(app::find_speech_model(settings), "model");
  return must(app::open_transcriber(settings, model), "model");
}

double cpu_seconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

/// Processor seconds of each step before and after the model, for one recording.
json::object parts(const std::string& file, const app::Settings& settings) {
  const auto model = must(app::find_speech_model(settings), "model");
  const auto handling = must(speech::handling_beside(model.path, model.handling), "model");
  const auto voice_activity = app::open_voice_activity();
  json::object seconds;
  auto before = cpu_seconds();
  const auto lap = [&](std::string_view step) {
    const auto now = cpu_seconds();
    seconds[step] = now - before;
    before = now;
  };
  const auto clip = must(audio::decode_at(file, audio::kSpeechRate), file);
  lap("decode and resample");
  std::vector<std::vector<speech::Stretch>> found;
  for (const auto& channel : clip.channels) found.push_back(voice_activity->find(channel, clip.sample_rate));
  lap("voice activity");
  found = speech::without_cross_talk(clip, std::move(found));
  lap("cross-talk");
  const auto plan = speech::plan_windows(std::move(found), handling);
  std::size_t placed = 0;
  for (const auto& window : plan.windows) {
    placed += speech::samples_of(window, clip).size();
    domain::Segment segment;
    for (int i = 0; i < 40; ++i) {
      const auto time = std::chrono::milliseconds{i * 100};
      segment.words.push_back({"word", time, time + std::chrono::milliseconds{100}, 1.0});
    }
    auto segments = speech::place(segment, window);
    std::vector<domain::Segment*> pointers;
    for (auto& part : segments) pointers.push_back(&part);
    for (const auto& piece : window.pieces) {
      speech::align_with_sound(pointers, clip.channels[window.channel], piece.samples);
    }
  }
  lap("packing and mapping");
  return {{"cpu_seconds", std::move(seconds)}, {"windows", plan.windows.size()}, {"samples", placed}};
}

/// As many recordings at once as there are files, one loaded model.
json::object at_once(const std::vector<std::string>& files, const app::Settings& settings) {
  const auto transcriber = open(settings);
  const auto begin = std::chrono::steady_clock::now();
  std::vector<domain::Transcript> transcripts(files.size());
  {
    std::vector<std::jthread> workers;
    for (std::size_t i = 0; i < files.size(); ++i) {
      workers.emplace_back([&, i] {
        auto request = must(app::request_for(files[i]), files[i]);
        request.language = settings.language;
        transcripts[i] = must(transcriber->transcribe(request), files[i]);
      });
    }
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  speech::CallScore score;
  for (std::size_t i = 0; i < files.size(); ++i) {
    score += must(speech::score(must(speech::find_reference(files[i]), files[i]), transcripts[i]), files[i]);
  }
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return {{"seconds", took.count()},
          {"peak_kilobytes", usage.ru_maxrss},
          {"errors", score.all.words.errors()},
          {"words", score.all.words.reference()}};
}

/// What another program wrote of each channel, against the same reference and by the same rules.
json::object worth(const fs::path& recording, const std::string& caller, const std::string& agent) {
  const auto reference = must(speech::find_reference(recording), recording.string());
  domain::Transcript heard;
  int channel = 0;
  for (const auto& file : {caller, agent}) {
    std::ifstream in(file, std::ios::binary);
    domain::Segment segment;
    segment.channel = channel;
    segment.speaker = channel == 0 ? domain::Speaker::caller : domain::Speaker::agent;
    segment.text = std::string(std::istreambuf_iterator<char>(in), {});
    heard.segments.push_back(std::move(segment));
    ++channel;
  }
  const auto score = must(speech::score(reference, heard), recording.string());
  return {{"errors", score.all.words.errors()}, {"words", score.all.words.reference()}};
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  log::set_level("error");
  if (arguments.size() == 4 && arguments[0] == "worth") {
    std::cout << worth(arguments[1], arguments[2], arguments[3]) << "\n";
    return 0;
  }
  if (arguments.size() >= 5 && (arguments[0] == "parts" || arguments[0] == "at-once")) {
    const auto settings = settings_of(arguments[1], arguments[2], std::stoi(arguments[3]));
    const std::vector<std::string> files(arguments.begin() + 4, arguments.end());
    std::cout << (arguments[0] == "parts" ? parts(files.front(), settings) : at_once(files, settings))
              << "\n";
    return 0;
  }
  std::cerr << "usage: parts|at-once MODEL LANGUAGE THREADS FILE…, or worth RECORDING CALLER.txt AGENT.txt\n";
  return 2;
}
