// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include "app/commands.h"
#include "app/open_engine.h"
#include "app/recording_files.h"
#include "app/settings.h"
#include "app/terminal_progress.h"
#include "base/clock.h"
#include "base/log.h"
#include "domain/transcript_json.h"

namespace kolog::app {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::vector<std::string> inputs;
  std::string language;  // empty: as the settings say
  std::string model;
  std::string engine;
  std::string format = "txt";
  std::string output_dir;
  int threads = 0;
};

std::string rendered(const domain::Transcript& transcript, std::string_view format) {
  if (format == "json") return boost::json::serialize(domain::to_json(transcript)) + "\n";
  if (format == "srt") return domain::to_srt(transcript);
  if (format == "vtt") return domain::to_vtt(transcript);
  auto text = domain::plain_text(transcript);
  if (!text.empty() && text.back() != '\n') text += '\n';
  return text;
}

/// Transcribes file after file and writes where the options say.
class Run {
 public:
  Run(const Options& options, const Settings& settings, speech::Transcriber& transcriber, bool with_headings)
      : options_(options), settings_(settings), transcriber_(transcriber), with_headings_(with_headings) {}

  Result<void> transcribe(const fs::path& file, const std::string& label) {
    auto request = request_for(file);
    if (!request) return request.error();
    TerminalProgress progress(label);
    request->language = settings_.language;
    request->on_progress = [&progress](double share) { progress.update(share); };
    const auto transcript = transcriber_.transcribe(*request);
    if (!transcript) return transcript.error();
    return write(file, rendered(*transcript, options_.format));
  }

 private:
  Result<void> write(const fs::path& file, const std::string& text) {
    if (options_.output_dir.empty()) {
      if (with_headings_ && options_.format == "txt") std::cout << "==> " << file.string() << " <==\n";
      std::cout << text << std::flush;
      if (!std::cout) return failure(ErrorCode::internal, "Standard output cannot be written.");
      return {};
    }
    auto target = fs::path(options_.output_dir) / file.stem();
    // a.wav and a.mp3 in one run must not overwrite each other.
    if (!written_.insert(target).second) target = fs::path(options_.output_dir) / file.filename();
    target += "." + options_.format;
    std::ofstream out(target, std::ios::binary | std::ios::trunc);
    out << text << std::flush;
    if (!out) return failure(ErrorCode::internal, "Cannot write " + target.string());
    std::cerr << target.string() << "\n";
    return {};
  }

  const Options& options_;
  const Settings& settings_;
  speech::Transcriber& transcriber_;
  bool with_headings_;
  std::set<fs::path> written_;
};

Result<Settings> settings_for(const Options& options, const Invocation& invocation) {
  auto settings = load_settings(invocation.settings_file);
  if (!settings) return settings;
  if (!options.model.empty()) settings->model = options.model;
  if (!options.language.empty()) settings->language = domain::parse_language(options.language);
  if (!options.engine.empty()) settings->speech_engine = options.engine;
  if (const auto mistakes = speech_mistakes(*settings); !mistakes.empty())
    return failure(ErrorCode::invalid_request, mistakes.front());
  if (options.threads > 0) settings->speech_threads = options.threads;
  settings->workers = 1;
  // What a server logs of each call is no news to whoever waits for this one.
  if (settings->log_level == "info") log::set_level("warning");
  return settings;
}

Result<std::unique_ptr<speech::Transcriber>> open_speech(const Settings& settings, const Clock& clock) {
  const auto engine = find_speech_engine(settings);
  if (!engine) return engine.error();
  if (engine->is_demo) {
    std::cerr << "kolog: the demo model knows a few synthetic voices only. For people's calls: "
                 "kolog models pull "
              << speech::known_models().front().name << "\n";
  }
  return open_speech_engine(settings, *engine, clock);
}

int transcribe(const Options& options, const Invocation& invocation) {
  const auto found = find_recordings(options.inputs);
  const auto& files = found.files;
  bool failed = !found.complete;
  const bool cues = options.format == "srt" || options.format == "vtt";
  if (cues && files.size() > 1 && options.output_dir.empty()) {
    std::cerr << "kolog: several files as " << options.format << " need --output-dir\n";
    return kExitUsage;
  }
  if (files.empty()) return kExitFailed;
  const auto settings = settings_for(options, invocation);
  if (!settings) return report(settings.error());
  if (!options.output_dir.empty()) {
    std::error_code error;
    fs::create_directories(options.output_dir, error);
    if (error)
      return report(failure(ErrorCode::internal, "Cannot make " + options.output_dir, error.message()));
  }
  const SystemClock clock;
  const auto transcriber = open_speech(*settings, clock);
  if (!transcriber) return report(transcriber.error());
  Run run(options, *settings, **transcriber, files.size() > 1);
  for (std::size_t i = 0; i < files.size(); ++i) {
    const auto done = run.transcribe(files[i], progress_label(files[i], i, files.size()));
    if (done) continue;
    complain(files[i], done.error());
    failed = true;
  }
  return failed ? kExitFailed : kExitOk;
}

}  // namespace

void add_transcribe_command(CLI::App& program, Invocation& invocation) {
  auto* command = program.add_subcommand(
      "transcribe", "A recording to text. On two channels the first is taken for the caller's.");
  auto options = std::make_shared<Options>();
  command
      ->add_option("files", options->inputs,
                   "Recordings, or folders of them: WAV, MP3, FLAC, Ogg; with ffmpeg M4A, AMR, WebM")
      ->required()
      ->type_name("FILE");
  command->add_option("--language", options->language, "What is spoken (default: the settings')")
      ->check(CLI::IsMember({"he", "en", "auto"}));
  command->add_option("--model", options->model, "A model's name or file (default: the best installed)");
  command
      ->add_option("--engine", options->engine,
                   "Whisper in this program, or the server at KOLOG_SPEECH_URL (default: the settings')")
      ->check(CLI::IsMember({"whisper", "openai"}));
  command->add_option("--format", options->format, "How to write it")
      ->check(CLI::IsMember({"txt", "json", "srt", "vtt"}))
      ->capture_default_str();
  command->add_option("--output-dir", options->output_dir,
                      "Write a file for each recording here, not to standard output");
  command->add_option("--threads", options->threads, "Processor threads (default: all cores)")
      ->check(CLI::Range(1, 1024));
  command->callback([options, &invocation] { invocation.exit_status = transcribe(*options, invocation); });
}

}  // namespace kolog::app
