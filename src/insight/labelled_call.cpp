// SPDX-License-Identifier: Apache-2.0
#include "insight/labelled_call.h"

#include <utility>

#include <boost/json.hpp>

#include "insight/local_time.h"

namespace kolog::insight {
namespace {

namespace json = boost::json;

Error wrong(std::string_view what) {
  return failure(ErrorCode::invalid_request, std::string(what));
}

/// Text or null, under a key that must be there.
Result<std::optional<std::string>> required_label(const json::object& call, std::string_view key) {
  const auto* value = call.if_contains(key);
  if (value == nullptr) return wrong("\"" + std::string(key) + "\" is missing; null means none");
  if (value->is_null()) return std::optional<std::string>();
  if (!value->is_string()) return wrong("\"" + std::string(key) + "\" must be text or null");
  return std::optional<std::string>(std::string(value->as_string()));
}

template <class Parse>
auto optional_word(const json::object& call, std::string_view key, Parse parse)
    -> Result<decltype(parse(std::string_view{}))> {
  const auto* value = call.if_contains(key);
  if (value == nullptr) return decltype(parse(std::string_view{})){};
  auto word = value->is_string() ? parse(std::string_view(value->get_string())) : std::nullopt;
  if (!word) return wrong("\"" + std::string(key) + "\" is none of its words");
  return word;
}

Result<void> read_due(const json::object& call, LabelledCall& labelled) {
  const auto* value = call.if_contains("follow_up");
  if (value == nullptr) return {};
  if (value->is_null()) {
    labelled.due.emplace();
    return {};
  }
  const auto* follow_up = value->if_object();
  if (follow_up == nullptr) return wrong("\"follow_up\" must be an object or null");
  const auto due = required_label(*follow_up, "due");
  if (!due) return due.error();
  labelled.due.emplace(due->value_or(""));
  return {};
}

Result<void> read_fields(const json::object& call, LabelledCall& labelled) {
  const auto* value = call.if_contains("fields");
  if (value == nullptr) return {};
  const auto* object = value->if_object();
  if (object == nullptr) return wrong("\"fields\" must be an object");
  labelled.fields.emplace();
  for (const auto& [name, field] : *object) {
    if (!field.is_string()) return wrong("every one of \"fields\" must be text");
    labelled.fields->emplace(name, std::string(field.get_string()));
  }
  return {};
}

Result<void> read_start(const json::object& call, std::string_view time_zone, LabelledCall& labelled) {
  const auto* value = call.if_contains("started_at");
  if (value == nullptr) return {};
  if (!value->is_string()) return wrong("\"started_at\" must be text");
  const auto local = parse_local_time(std::string_view(value->get_string()));
  if (!local) return local.error();
  const auto time = timestamp_of(*local, time_zone);
  if (!time) return time.error();
  labelled.started_at = *time;
  return {};
}

Result<LabelledCall> read_call(const json::value& value, std::string_view time_zone) {
  const auto* call = value.if_object();
  if (call == nullptr) return wrong("not a JSON object");
  LabelledCall labelled;
  if (const auto* id = call->if_contains("id"); id != nullptr && id->is_string()) {
    labelled.id = std::string(id->get_string());
  }
  const auto* text = call->if_contains("text");
  if (text == nullptr || !text->is_string()) return wrong("\"text\" is missing");
  labelled.transcript = domain::parse_plain_text(std::string_view(text->get_string()));
  auto service = required_label(*call, "service");
  if (!service) return service.error();
  labelled.service = *std::move(service);
  auto city = required_label(*call, "city");
  if (!city) return city.error();
  labelled.city = *std::move(city);
  const auto intent = optional_word(*call, "intent", domain::parse_intent);
  if (!intent) return intent.error();
  labelled.intent = *intent;
  const auto outcome = optional_word(*call, "outcome", domain::parse_outcome);
  if (!outcome) return outcome.error();
  labelled.outcome = *outcome;
  if (const auto* urgent = call->if_contains("urgent"); urgent != nullptr && urgent->is_bool()) {
    labelled.urgency = urgent->get_bool() ? domain::Urgency::urgent : domain::Urgency::normal;
  }
  if (const auto* hard = call->if_contains("hard"); hard != nullptr && hard->is_array()) {
    for (const auto& trap : hard->get_array()) {
      if (trap.is_string()) labelled.hard.emplace_back(trap.get_string());
    }
  }
  if (auto read = read_start(*call, time_zone, labelled); !read) return read.error();
  if (auto read = read_due(*call, labelled); !read) return read.error();
  if (auto read = read_fields(*call, labelled); !read) return read.error();
  return labelled;
}

}  // namespace

Result<std::vector<LabelledCall>> read_labelled_calls(std::string_view lines, std::string_view time_zone) {
  std::vector<LabelledCall> calls;
  for (int number = 1; !lines.empty(); ++number) {
    const auto end = lines.find('\n');
    const auto line = lines.substr(0, end);
    lines.remove_prefix(end == lines.npos ? lines.size() : end + 1);
    if (line.find_first_not_of(" \t\r") == line.npos) continue;
    boost::system::error_code malformed;
    const auto value = json::parse(line, malformed);
    auto call = malformed ? Result<LabelledCall>(wrong("not JSON")) : read_call(value, time_zone);
    if (!call) {
      return failure(ErrorCode::invalid_request,
                     "Line " + std::to_string(number) + ": " + call.error().public_message);
    }
    if (call->id.empty()) call->id = std::to_string(number);
    calls.push_back(*std::move(call));
  }
  return calls;
}

}  // namespace kolog::insight
