// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>

#include "app/evaluate.h"
#include "app/open_speech.h"
#include "app/recording_files.h"
#include "app/settings.h"
#include "app/speech_report.h"
#include "app/terminal_progress.h"
#include "base/log.h"
#include "speech/speech_reference.h"

namespace kolog::app {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::vector<std::string> inputs;
  std::vector<std::string> models;
  std::string language;  // empty: the reference's own, or as the settings say
  std::string format = "text";
  int threads = 0;
};

struct Task {
  fs::path file;
  speech::SpeechReference reference;
};

class Evaluation {
 public:
  Evaluation(const Options& options, const Settings& settings) : options_(options), settings_(settings) {}

  /// Everything that can be done; what cannot is told and stands in the report.
  void run(const std::vector<fs::path>& files) {
    for (const auto& file : files) {
      auto reference = speech::find_reference(file);
      if (reference) {
        tasks_.push_back({file, std::move(*reference)});
      } else {
        fail(file, "", reference.error());
      }
    }
    if (tasks_.empty()) return;
    if (options_.models.empty()) run_model(settings_.model);
    for (const auto& model : options_.models) run_model(model);
  }

  const SpeechReport& report() const { return report_; }
  bool complete() const { return complete_; }

 private:
  void fail(const fs::path& file, const std::string& model, const Error& error) {
    complain(file, error);
    report_.failed.push_back({file, model, error.public_message});
    complete_ = false;
  }

  void run_model(const std::string& wanted) {
    auto settings = settings_;
    settings.model = wanted;
    const auto model = find_speech_model(settings);
    auto transcriber = model ? open_transcriber(settings, *model)
                             : Result<std::unique_ptr<speech::Transcriber>>(model.error());
    if (!transcriber) {
      app::report(transcriber.error());
      complete_ = false;
      return;
    }
    auto& scored = report_.models.emplace_back();
    scored.name = model->name;
    for (std::size_t i = 0; i < tasks_.size(); ++i) {
      auto recording = score(tasks_[i], **transcriber,
                             model->name + " " + progress_label(tasks_[i].file, i, tasks_.size()));
      if (recording) {
        scored.recordings.push_back(std::move(*recording));
      } else {
        fail(tasks_[i].file, model->name, recording.error());
      }
    }
  }

  Result<ScoredRecording> score(const Task& task, speech::Transcriber& transcriber,
                                const std::string& label) {
    auto request = request_for(task.file);
    if (!request) return request.error();
    request->language = language_of(task);
    TerminalProgress progress(label);
    request->on_progress = [&progress](double share) { progress.update(share); };
    const auto started = std::chrono::steady_clock::now();
    const auto transcript = transcriber.transcribe(*request);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
    if (!transcript) return transcript.error();
    auto score = speech::score(task.reference, *transcript);
    if (!score) return score.error();
    return ScoredRecording{task.file, std::move(*score), request->clip.duration(), took};
  }

  std::optional<domain::Language> language_of(const Task& task) const {
    if (!options_.language.empty()) return domain::parse_language(options_.language);
    return task.reference.said.language ? task.reference.said.language : settings_.language;
  }

  const Options& options_;
  const Settings& settings_;
  std::vector<Task> tasks_;
  SpeechReport report_;
  bool complete_ = true;
};

int evaluate(const Options& options, const Invocation& invocation) {
  const auto found = find_recordings(options.inputs);
  if (found.files.empty()) return kExitFailed;
  auto settings = load_settings(invocation.settings_file);
  if (!settings) return report(settings.error());
  if (options.threads > 0) settings->speech_threads = options.threads;
  settings->workers = 1;
  if (settings->log_level == "info") log::set_level("warning");
  Evaluation evaluation(options, *settings);
  evaluation.run(found.files);
  if (options.format == "json") {
    std::cout << boost::json::serialize(to_json(evaluation.report())) << "\n";
  } else if (!evaluation.report().models.empty()) {
    std::cout << to_table(evaluation.report());
  }
  return std::cout && found.complete && evaluation.complete() ? kExitOk : kExitFailed;
}

}  // namespace

void add_evaluate_speech(CLI::App& evaluate_command, Invocation& invocation) {
  auto* command = evaluate_command.add_subcommand(
      "speech",
      "Word and character error rates, and how far times are off, of recordings with a reference beside "
      "them: "
      "X.json or X.txt beside X.wav. On two channels the first is taken for the caller's.");
  auto options = std::make_shared<Options>();
  command->add_option("files", options->inputs, "Recordings, or folders of them")
      ->required()
      ->type_name("FILE");
  command
      ->add_option("--model", options->models,
                   "A model's name or file (default: the best installed); may be repeated")
      ->take_all()
      ->expected(1)
      ->allow_extra_args(false);
  command
      ->add_option("--language", options->language,
                   "What is spoken (default: the reference's, or the settings')")
      ->check(CLI::IsMember({"he", "en", "auto"}));
  command->add_option("--threads", options->threads, "Processor threads (default: all cores)")
      ->check(CLI::Range(1, 1024));
  command->add_option("--format", options->format, "For people or for programs")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command->callback([options, &invocation] { invocation.exit_status = evaluate(*options, invocation); });
}

}  // namespace kolog::app
