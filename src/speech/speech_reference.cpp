// SPDX-License-Identifier: Apache-2.0
#include "speech/speech_reference.h"

#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include <boost/json.hpp>

#include "domain/transcript_json.h"

namespace kolog::speech {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

Result<SpeechReference> from_turns(const json::value& turns) {
  auto segments = domain::segments_from_json(turns);
  if (!segments) return segments.error();
  SpeechReference reference;
  reference.said.segments = std::move(*segments);
  return reference;
}

Result<SpeechReference> from_speakers(const json::value& value) {
  const auto* fields = value.if_object();
  if (fields == nullptr) {
    return failure(ErrorCode::invalid_request, "\"reference\" is not an object of caller and agent.");
  }
  SpeechReference reference;
  for (const auto speaker : {domain::Speaker::caller, domain::Speaker::agent}) {
    const auto* text = fields->if_contains(to_string(speaker));
    if (text == nullptr) continue;
    if (!text->is_string()) {
      return failure(ErrorCode::invalid_request, "What a speaker said in \"reference\" is not text.");
    }
    domain::Segment segment;
    segment.speaker = speaker;
    segment.text = std::string(text->as_string());
    reference.said.segments.push_back(std::move(segment));
  }
  if (reference.said.segments.empty()) {
    return failure(ErrorCode::invalid_request, "\"reference\" has neither caller nor agent.");
  }
  reference.in_order = reference.said.segments.size() == 1;
  return reference;
}

Result<SpeechReference> from_object(const json::object& object) {
  if (const auto* turns = object.if_contains("turns")) return from_turns(*turns);
  if (const auto* segments = object.if_contains("segments")) return from_turns(*segments);
  if (const auto* speakers = object.if_contains("reference")) return from_speakers(*speakers);
  return failure(ErrorCode::invalid_request,
                 "There are neither \"turns\", \"segments\" nor \"reference\" in it.");
}

Result<std::string> content_of(const fs::path& path, const ReferenceLimits& limits) {
  std::error_code error;
  const auto size = fs::file_size(path, error);
  if (!error && size > limits.bytes) {
    return failure(ErrorCode::payload_too_large, "The reference is too large: " + path.string());
  }
  std::ifstream in(path, std::ios::binary);
  std::string content{std::istreambuf_iterator<char>(in), {}};
  if (!in.is_open() || in.bad()) {
    return failure(ErrorCode::internal, "The reference cannot be read: " + path.string());
  }
  return content;
}

}  // namespace

Result<SpeechReference> reference_from_json(std::string_view text) {
  boost::system::error_code error;
  const auto value = json::parse(json::string_view(text.data(), text.size()), error);
  if (error) return failure(ErrorCode::invalid_request, "It is not JSON: " + error.message());
  const auto* object = value.if_object();
  if (object == nullptr) return failure(ErrorCode::invalid_request, "It is not a JSON object.");
  auto reference = from_object(*object);
  if (!reference) return reference;
  if (const auto* language = object->if_contains("language"); language != nullptr && language->is_string()) {
    reference->said.language = domain::parse_language(std::string(language->as_string()));
  }
  return reference;
}

SpeechReference reference_from_text(std::string_view text) {
  return {domain::parse_plain_text(text)};
}

Result<SpeechReference> find_reference(const fs::path& recording, const ReferenceLimits& limits) {
  auto as_json = recording;
  auto as_text = recording;
  as_json.replace_extension(".json");
  as_text.replace_extension(".txt");
  std::error_code ignored;
  if (fs::is_regular_file(as_json, ignored)) {
    const auto content = content_of(as_json, limits);
    if (!content) return content.error();
    auto reference = reference_from_json(*content);
    if (!reference) {
      auto error = reference.error();
      error.public_message = as_json.filename().string() + " is no reference. " + error.public_message;
      return error;
    }
    return reference;
  }
  if (!fs::is_regular_file(as_text, ignored)) {
    return failure(ErrorCode::not_found, "There is no reference beside it: neither " +
                                             as_json.filename().string() + " nor " +
                                             as_text.filename().string() + ".");
  }
  const auto content = content_of(as_text, limits);
  if (!content) return content.error();
  return reference_from_text(*content);
}

}  // namespace kolog::speech
