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
#include "base/result.h"
#include "domain/insight_json.h"
#include "domain/transcript_json.h"
#include "insight/extractive_summariser.h"
#include "insight/lexicon_extractor.h"
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

Result<domain::Insight> understand(const std::string& file) {
  const auto text = read_input(file);
  if (!text) return text.error();
  const auto transcript = parse_transcript(*text);
  if (!transcript) return transcript.error();
  insight::LexiconExtractor extractor;
  auto insight = extractor.extract({*transcript, insight::default_settings()});
  if (!insight) return insight;
  insight::ExtractiveSummariser summariser;
  auto summary = summariser.summarise(*transcript, *insight);
  if (!summary) return summary.error();
  insight->summary = std::move(*summary);
  return insight;
}

int extract(const std::string& file) {
  const auto insight = understand(file);
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
  auto file = std::make_shared<std::string>("-");
  command->add_option(
      "file", *file,
      "Plain text (lines may begin with \"Caller:\" and \"Agent:\") or Kolog's JSON; - or nothing: "
      "standard input");
  command->callback([file, &invocation] { invocation.exit_status = extract(*file); });
}

}  // namespace kolog::app
