// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>

#include "app/aligned_table.h"
#include "app/evaluate.h"
#include "app/open_speech.h"
#include "app/recording_files.h"
#include "app/settings.h"
#include "app/terminal_progress.h"
#include "base/log.h"
#include "speech/everything_is_speech.h"
#include "speech/phantom_tally.h"

namespace kolog::app {
namespace {

namespace json = boost::json;
using speech::Phantom;

struct Options {
  std::vector<std::string> inputs;
  std::string model;
  std::string language;  // empty: as the settings say
  std::string format = "text";
  int threads = 0;
  std::size_t top = 50;
};

std::string reasons_of(const Phantom& phantom) {
  std::string text;
  for (const auto& [reason, count] : phantom.reasons) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", to_string(reason), count);
  }
  return text.empty() ? "-" : text;
}

std::string table_of(const std::vector<Phantom>& phantoms) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& phantom : phantoms) {
    rows.push_back({std::to_string(phantom.count), std::to_string(phantom.dropped),
                    fmt::format("{:.2f}", phantom.mean_log_probability), reasons_of(phantom), phantom.text});
  }
  return aligned_table({{"COUNT"}, {"DROPPED"}, {"LOG PROB"}, {"WHY", Side::left}, {"TEXT", Side::left}},
                       rows);
}

json::object json_of(const std::string& model, const std::vector<Phantom>& phantoms) {
  json::array array;
  for (const auto& phantom : phantoms) {
    json::object reasons;
    for (const auto& [reason, count] : phantom.reasons) reasons[to_string(reason)] = count;
    array.push_back({{"text", phantom.text},
                     {"count", phantom.count},
                     {"dropped", phantom.dropped},
                     {"log_probability", phantom.mean_log_probability},
                     {"reasons", std::move(reasons)}});
  }
  return {{"model", model}, {"phantoms", std::move(array)}};
}

Result<void> tally_one(const std::filesystem::path& file, const std::string& label, const Settings& settings,
                       speech::Transcriber& transcriber, speech::PhantomTally& tally) {
  auto request = request_for(file);
  if (!request) return request.error();
  TerminalProgress progress(label);
  request->language = settings.language;
  request->on_progress = [&progress](double share) { progress.update(share); };
  const auto transcript = transcriber.transcribe(*request);
  if (!transcript) return transcript.error();
  tally.add(*transcript);
  return {};
}

int print(const Options& options, const std::string& model, const speech::PhantomTally& tally) {
  auto phantoms = tally.by_frequency();
  phantoms.resize(std::min(phantoms.size(), options.top));
  if (options.format == "json") {
    std::cout << json::serialize(json_of(model, phantoms)) << "\n";
  } else if (phantoms.empty()) {
    std::cerr << "kolog: " << model << " made up nothing\n";
  } else {
    std::cout << table_of(phantoms);
  }
  return std::cout ? kExitOk : kExitFailed;
}

int harvest(const Options& options, const Invocation& invocation) {
  const auto found = find_recordings(options.inputs);
  if (found.files.empty()) return kExitFailed;
  auto settings = load_settings(invocation.settings_file);
  if (!settings) return report(settings.error());
  if (!options.model.empty()) settings->model = options.model;
  if (!options.language.empty()) settings->language = domain::parse_language(options.language);
  if (options.threads > 0) settings->speech_threads = options.threads;
  if (settings->log_level == "info") log::set_level("warning");
  const auto model = find_speech_model(*settings);
  if (!model) return report(model.error());
  const auto transcriber =
      open_transcriber(*settings, *model, std::make_unique<speech::EverythingIsSpeech>());
  if (!transcriber) return report(transcriber.error());
  speech::PhantomTally tally;
  bool complete = found.complete;
  for (std::size_t i = 0; i < found.files.size(); ++i) {
    const auto label = progress_label(found.files[i], i, found.files.size());
    const auto done = tally_one(found.files[i], label, *settings, **transcriber, tally);
    if (done) continue;
    complain(found.files[i], done.error());
    complete = false;
  }
  const auto status = print(options, model->name, tally);
  return complete ? status : kExitFailed;
}

}  // namespace

void add_evaluate_phantoms(CLI::App& evaluate_command, Invocation& invocation) {
  auto* command = evaluate_command.add_subcommand(
      "phantoms", "What a model makes up in recordings in which nobody speaks, by how often it does");
  auto options = std::make_shared<Options>();
  command
      ->add_option("files", options->inputs,
                   "Recordings without speech (noise, music, ringing), or folders of them")
      ->required()
      ->type_name("FILE");
  command->add_option("--model", options->model, "A model's name or file (default: the best installed)");
  command
      ->add_option("--language", options->language,
                   "What the model is told is spoken (default: the settings')")
      ->check(CLI::IsMember({"he", "en", "auto"}));
  command->add_option("--threads", options->threads, "Processor threads (default: all cores)")
      ->check(CLI::Range(1, 1024));
  command->add_option("--top", options->top, "No more sentences than these")->capture_default_str();
  command->add_option("--format", options->format, "For people or for programs")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command->callback([options, &invocation] { invocation.exit_status = harvest(*options, invocation); });
}

}  // namespace kolog::app
