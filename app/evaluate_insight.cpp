// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include "app/evaluate.h"
#include "app/input_text.h"
#include "app/insight_report.h"
#include "app/settings.h"
#include "insight/labelled_call.h"
#include "insight/lexicon_extractor.h"
#include "insight/recogniser_damage.h"
#include "insight/taxonomy.h"

namespace kolog::app {
namespace {

/// Labelled calls are written down in Israel's time.
constexpr std::string_view kTimeZone = "Asia/Jerusalem";

struct Options {
  std::vector<std::string> files;
  double word_errors = 0;
  unsigned seed = 1;
  std::string format = "text";
  bool mistakes = false;
};

/// The same call is damaged alike whatever stands before it in its file.
std::uint32_t seed_of(const std::string& id, unsigned seed) {
  std::uint32_t hash = 2166136261U ^ seed;  // FNV-1a
  for (const char c : id) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return hash;
}

Result<void> evaluate_file(const std::string& file, const Options& options, insight::Extractor& extractor,
                           InsightReport& report) {
  const auto text = read_input(file);
  if (!text) return text.error();
  const auto calls = insight::read_labelled_calls(*text, kTimeZone);
  if (!calls) return failure(calls.error().code, file + ": " + calls.error().public_message);
  for (const auto& call : *calls) {
    const auto transcript = options.word_errors > 0 ? insight::damaged(call.transcript, options.word_errors,
                                                                       seed_of(call.id, options.seed))
                                                    : call.transcript;
    const auto started = std::chrono::steady_clock::now();
    const auto insight = extractor.extract({.transcript = transcript,
                                            .settings = insight::default_settings(),
                                            .started_at = call.started_at,
                                            .time_zone = std::string(kTimeZone)});
    if (!insight) return failure(insight.error().code, call.id + ": " + insight.error().public_message);
    report.times.push_back(std::chrono::steady_clock::now() - started);
    report.score.add(call, *insight);
  }
  if (calls->empty()) return failure(ErrorCode::invalid_request, file + " holds no calls");
  return {};
}

int evaluate(const Options& options) {
  insight::LexiconExtractor extractor;
  InsightReport report;
  for (const auto& file : options.files) {
    if (const auto done = evaluate_file(file, options, extractor, report); !done) {
      std::cerr << "kolog evaluate insight: " << done.error().public_message << "\n";
      return kExitFailed;
    }
  }
  if (options.format == "json") {
    std::cout << boost::json::serialize(to_json(report)) << "\n";
  } else {
    std::cout << to_table(report, options.mistakes);
  }
  return std::cout ? kExitOk : kExitFailed;
}

}  // namespace

void add_evaluate_insight(CLI::App& evaluate_command, Invocation& invocation) {
  auto* command = evaluate_command.add_subcommand(
      "insight",
      "Accuracy, precision and recall of service, city and the rest on labelled calls, and whether the "
      "confidence means what it says. The files hold one call a line, as JSON: what `kolog admin "
      "export-corrections` prints.");
  auto options = std::make_shared<Options>();
  command->add_option("files", options->files, "Labelled calls; - is standard input")
      ->required()
      ->type_name("FILE");
  command
      ->add_option("--word-errors", options->word_errors,
                   "Damage so many of a hundred words first, as a speech recogniser does")
      ->check(CLI::Range(0.0, 100.0));
  command->add_option("--seed", options->seed, "Of the damage");
  command->add_option("--format", options->format, "text or json")->check(CLI::IsMember({"text", "json"}));
  command->add_flag("--mistakes", options->mistakes, "List every wrong answer");
  command->callback([options, &invocation] { invocation.exit_status = evaluate(*options); });
}

}  // namespace kolog::app
