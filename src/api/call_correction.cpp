// SPDX-License-Identifier: Apache-2.0
#include "api/call_correction.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "api/request_body.h"
#include "domain/field_value.h"
#include "domain/insight_settings_check.h"

namespace kolog::api {
namespace {

constexpr std::size_t kLongestTranscript = 200'000;  // bytes
constexpr std::size_t kLongestNotes = 20'000;
constexpr std::size_t kLongestCity = 100;
constexpr std::size_t kLongestWord = 64;
constexpr std::size_t kLongestValue = 1000;

Error wrong(std::string message) {
  return failure(ErrorCode::invalid_request, std::move(message));
}

Result<void> check_value(const std::string& id, const std::optional<std::string>& value,
                         const domain::InsightSettings& settings, const domain::Call& call) {
  const auto own = std::ranges::find(settings.fields, id, &domain::CustomField::id);
  const bool is_known = own != settings.fields.end() || domain::is_standard_field(id);
  const bool is_taken_back = !value && call.corrected_values.contains(id);
  if (!is_known && !is_taken_back) {
    return wrong(fmt::format("\"fields\": there is no field \"{}\"", id.substr(0, kLongestWord)));
  }
  if (own == settings.fields.end() || !value || value->empty()) return {};
  const auto mistake = domain::value_mistake(*own, *value);
  if (!mistake.empty()) return wrong(fmt::format("\"fields\": \"{}\" {}", id, mistake));
  return {};
}

}  // namespace

Result<CallChange> read_call_change(const http::Request& request) {
  const auto body =
      RequestBody::parse(request, {"transcript", "service", "city", "notes", "fields", "legal_hold"});
  if (!body) return body.error();
  CallChange change;
  auto& correction = change.correction;
  std::optional<Error> mistake;
  const auto take = [&](auto value, auto& target) {
    if (value) {
      target = *std::move(value);
    } else if (!mistake) {
      mistake = value.error();
    }
  };
  take(body->optional_text("transcript", kLongestTranscript), correction.final_transcript);
  take(body->optional_text("service", kLongestWord), correction.service);
  take(body->optional_text("city", kLongestCity), correction.city);
  take(body->optional_text("notes", kLongestNotes), correction.notes);
  take(body->texts_by_name("fields", kLongestValue), correction.fields);
  take(body->optional_flag("legal_hold"), change.legal_hold);
  if (mistake) return *mistake;
  if (!changes_understanding(correction) && !correction.notes && !change.legal_hold) {
    return wrong(
        "Say what to change: \"transcript\", \"service\", \"city\", \"fields\", \"notes\" or \"legal_hold\"");
  }
  return change;
}

Result<store::CallCorrection> checked_correction(store::CallCorrection correction,
                                                 const domain::InsightSettings& settings,
                                                 const domain::Call& call) {
  if (correction.service && !correction.service->empty()) {
    const auto& services = settings.services;
    const auto service = std::ranges::find(services, *correction.service, &domain::Service::id);
    if (service == services.end()) return wrong("\"service\" is none of /api/services");
    correction.service_name = service->name(call.language);
  }
  for (const auto& [id, value] : correction.fields) {
    if (const auto checked = check_value(id, value, settings, call); !checked) return checked.error();
  }
  return correction;
}

bool changes_understanding(const store::CallCorrection& correction) {
  return correction.final_transcript || correction.service || correction.city || !correction.fields.empty();
}

}  // namespace kolog::api
