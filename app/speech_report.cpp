// SPDX-License-Identifier: Apache-2.0
#include "app/speech_report.h"

#include <optional>
#include <utility>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "app/aligned_table.h"

namespace kolog::app {
namespace {

namespace json = boost::json;
using speech::CallScore;
using speech::ErrorCounts;
using speech::percentile;
using speech::SpeechScore;
using std::chrono::milliseconds;

constexpr double kMedian = 0.5;
constexpr double kTail = 0.95;

struct Sum {
  CallScore score;
  milliseconds audio{};
  std::chrono::duration<double> took{};
  std::size_t callers = 0;  // recordings in which a speaker was compared alone
  std::size_t agents = 0;
};

Sum sum_of(const ScoredModel& model) {
  Sum sum;
  for (const auto& recording : model.recordings) {
    sum.score += recording.score;
    sum.audio += recording.audio;
    sum.took += recording.took;
    sum.callers += recording.score.caller ? 1 : 0;
    sum.agents += recording.score.agent ? 1 : 0;
  }
  return sum;
}

/// How many times faster than the recordings play.
std::optional<double> speed_of(milliseconds audio, std::chrono::duration<double> took) {
  if (took.count() <= 0) return std::nullopt;
  return std::chrono::duration<double>(audio) / took;
}

std::string percentage(const ErrorCounts& counts) {
  const auto rate = counts.rate();
  return rate ? fmt::format("{:.1f} %", *rate * 100) : "n/a";
}

std::string times(const std::vector<milliseconds>& errors) {
  if (errors.empty()) return "-";
  return fmt::format("{} / {} ms", percentile(errors, kMedian)->count(), percentile(errors, kTail)->count());
}

bool has_times(const speech::TimeErrors& errors) {
  return !errors.starts.empty() || !errors.ends.empty();
}

std::vector<std::string> row(const std::string& model, const std::string& speaker, std::size_t recordings,
                             const SpeechScore& score) {
  const bool words = has_times(score.word_times);
  const auto& errors = words ? score.word_times : score.turn_times;
  return {model,
          speaker,
          std::to_string(recordings),
          std::to_string(score.words.reference()),
          percentage(score.words),
          std::to_string(score.words.substitutions),
          std::to_string(score.words.deletions),
          std::to_string(score.words.insertions),
          percentage(score.characters),
          times(errors.starts),
          times(errors.ends),
          words               ? "words"
          : has_times(errors) ? "turns"
                              : "-"};
}

json::value or_null(const std::optional<double>& value) {
  return value ? json::value(*value) : json::value();
}

json::object counts_json(const ErrorCounts& counts) {
  return {{"reference", counts.reference()},       {"correct", counts.correct},
          {"substitutions", counts.substitutions}, {"deletions", counts.deletions},
          {"insertions", counts.insertions},       {"error_rate", or_null(counts.rate())}};
}

json::object errors_json(const std::vector<milliseconds>& errors) {
  const auto seconds = [&](double share) {
    const auto value = percentile(errors, share);
    return value ? json::value(std::chrono::duration<double>(*value).count()) : json::value();
  };
  return {{"count", errors.size()}, {"median", seconds(kMedian)}, {"p95", seconds(kTail)}};
}

json::object times_json(const speech::TimeErrors& errors) {
  return {{"start", errors_json(errors.starts)}, {"end", errors_json(errors.ends)}};
}

json::object score_json(const SpeechScore& score) {
  return {{"words", counts_json(score.words)},
          {"characters", counts_json(score.characters)},
          {"word_time_errors", times_json(score.word_times)},
          {"turn_time_errors", times_json(score.turn_times)}};
}

json::object speakers_json(const CallScore& score) {
  json::object speakers{{"all", score_json(score.all)}};
  if (score.caller) speakers["caller"] = score_json(*score.caller);
  if (score.agent) speakers["agent"] = score_json(*score.agent);
  return speakers;
}

json::object duration_json(milliseconds audio, std::chrono::duration<double> took) {
  return {{"audio_seconds", std::chrono::duration<double>(audio).count()},
          {"wall_seconds", took.count()},
          {"speed", or_null(speed_of(audio, took))}};
}

json::object model_json(const ScoredModel& model) {
  const auto sum = sum_of(model);
  auto object = duration_json(sum.audio, sum.took);
  object["model"] = model.name;
  object["speakers"] = speakers_json(sum.score);
  json::array recordings;
  for (const auto& recording : model.recordings) {
    auto entry = duration_json(recording.audio, recording.took);
    entry["file"] = recording.file.string();
    entry["speakers"] = speakers_json(recording.score);
    recordings.push_back(std::move(entry));
  }
  object["recordings"] = std::move(recordings);
  return object;
}

}  // namespace

std::string to_table(const SpeechReport& report) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& model : report.models) {
    const auto sum = sum_of(model);
    if (sum.score.caller) rows.push_back(row(model.name, "caller", sum.callers, *sum.score.caller));
    if (sum.score.agent) rows.push_back(row(model.name, "agent", sum.agents, *sum.score.agent));
    auto all = row(model.name, "all", model.recordings.size(), sum.score.all);
    const auto speed = speed_of(sum.audio, sum.took);
    all.push_back(speed ? fmt::format("{:.1f}x", *speed) : "-");
    rows.push_back(std::move(all));
  }
  return aligned_table({{"MODEL", Side::left},
                        {"SPEAKER", Side::left},
                        {"CALLS"},
                        {"WORDS"},
                        {"WER"},
                        {"SUB"},
                        {"DEL"},
                        {"INS"},
                        {"CER"},
                        {"STARTS OFF"},
                        {"ENDS OFF"},
                        {"OF", Side::left},
                        {"SPEED"}},
                       rows);
}

json::object to_json(const SpeechReport& report) {
  json::array models;
  for (const auto& model : report.models) models.push_back(model_json(model));
  json::array failed;
  for (const auto& recording : report.failed) {
    failed.push_back({{"file", recording.file.string()},
                      {"model", recording.model.empty() ? json::value() : json::value(recording.model)},
                      {"error", recording.why}});
  }
  return {{"models", std::move(models)}, {"failed", std::move(failed)}};
}

}  // namespace kolog::app
