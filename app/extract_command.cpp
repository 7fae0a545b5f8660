// SPDX-License-Identifier: Apache-2.0
#include <iostream>
#include <memory>
#include <string>
#include <string_view>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <unicode/unistr.h>

#include "app/commands.h"
#include "app/input_text.h"
#include "app/open_insight.h"
#include "app/settings.h"
#include "base/log.h"
#include "base/result.h"
#include "domain/insight_json.h"
#include "domain/transcript_json.h"
#include "insight/taxonomy.h"

namespace kolog::app {
namespace {

/// Where the bytes cannot be text, why.
std::optional<Error> not_text(std::string_view bytes) {
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    return failure(ErrorCode::unsupported_media, "The transcript is UTF-16; save it as UTF-8");
  }
  if (bytes.find('\0') != bytes.npos) {
    return failure(ErrorCode::unsupported_media, "The input is binary, not a transcript");
  }
  // ICU puts U+FFFD wherever bytes are no UTF-8; a text that had it before has as many.
  constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
  const auto decoded =
      icu::UnicodeString::fromUTF8(icu::StringPiece(bytes.data(), static_cast<std::int32_t>(bytes.size())));
  std::size_t replaced = 0;
  for (std::int32_t i = 0; i < decoded.length(); ++i) replaced += decoded[i] == 0xFFFD ? 1 : 0;
  for (auto at = bytes.find(kReplacement); at != bytes.npos; at = bytes.find(kReplacement, at + 1))
    --replaced;
  if (replaced != 0) return failure(ErrorCode::unsupported_media, "The input is not UTF-8 text");
  return std::nullopt;
}

Result<domain::Transcript> parse_json(std::string_view text) {
  boost::system::error_code error;
  const auto value = boost::json::parse(text, error);
  if (error) return failure(ErrorCode::invalid_request, "Not valid JSON: " + error.message());
  // A call as the API gives it holds its transcript.
  if (const auto* object = value.if_object()) {
    if (const auto* inner = object->if_contains("transcript")) return domain::transcript_from_json(*inner);
  }
  return domain::transcript_from_json(value);
}

Result<domain::Transcript> parse_transcript(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (auto error = not_text(text)) return std::move(*error);
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == text.npos) return failure(ErrorCode::invalid_request, "The transcript is empty");
  const auto body = text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
  const bool json = body.starts_with('{') || body.starts_with('[') || body == "null";
  return json ? parse_json(body) : domain::parse_plain_text(body);
}

struct Options {
  std::string file = "-";
  std::string engine;  // empty: the settings'
};

Result<Settings> settings_for(const Options& options, const Invocation& invocation) {
  auto settings = load_settings(invocation.settings_file);
  if (!settings) return settings;
  if (!options.engine.empty()) settings->insight_engine = options.engine;
  if (const auto mistakes = insight_mistakes(*settings); !mistakes.empty())
    return failure(ErrorCode::invalid_request, mistakes.front());
  // What a server logs of each call is no news to whoever waits for this one.
  if (settings->log_level == "info") log::set_level("warning");
  return settings;
}

Result<domain::Insight> understand(const Options& options, const Invocation& invocation) {
  const auto text = read_input(options.file);
  if (!text) return text.error();
  const auto transcript = parse_transcript(*text);
  if (!transcript) return transcript.error();
  const auto settings = settings_for(options, invocation);
  if (!settings) return settings.error();
  const SystemClock clock;
  InsightEngine engine(*settings, clock, nullptr);
  auto insight = engine.extractor().extract({*transcript, insight::default_settings()});
  if (!insight) return insight;
  auto summary = engine.summariser().summarise(*transcript, *insight);
  if (!summary) return summary.error();
  insight->summary = std::move(*summary);
  return insight;
}

int extract(const Options& options, const Invocation& invocation) {
  const auto insight = understand(options, invocation);
  if (!insight) {
    std::cerr << "kolog extract: " << insight.error().public_message << "\n";
    return kExitFailed;
  }
  std::cout << boost::json::serialize(domain::to_json(*insight)) << std::endl;
  return std::cout ? kExitOk : kExitFailed;
}

}  // namespace

void add_extract_command(CLI::App& program, Invocation& invocation) {
  auto* command =
      program.add_subcommand("extract", "Service, city and summary of a transcript, as one JSON object");
  auto options = std::make_shared<Options>();
  command->add_option(
      "file", options->file,
      "Plain text (lines may begin with \"Caller:\" and \"Agent:\") or Kolog's JSON; - or nothing: "
      "standard input");
  command
      ->add_option("--engine", options->engine,
                   "Words and rules in this program, or the language model at KOLOG_LLM_URL (default: the "
                   "settings')")
      ->check(CLI::IsMember({"lexicon", "llm"}));
  command->callback([options, &invocation] { invocation.exit_status = extract(*options, invocation); });
}

}  // namespace kolog::app
