// SPDX-License-Identifier: Apache-2.0
#include "workflow/corrected_insight.h"

#include <algorithm>

namespace kolog::workflow {
namespace {

bool is_corrected(const domain::Call& call, std::string_view field) {
  return std::ranges::find(call.corrected, field) != call.corrected.end();
}

}  // namespace

domain::Insight with_corrections(domain::Insight insight, const domain::Call& call) {
  if (call.extracted_service.empty()) insight.service.reset();
  if (call.extracted_city.empty()) insight.city.reset();
  if (is_corrected(call, "service") && !call.extracted_service.empty()) {
    auto& service = insight.service;
    if (!service || service->id != call.extracted_service) service.emplace();
    service->id = call.extracted_service;
    service->name = call.service_name.empty() ? call.extracted_service : call.service_name;
    service->confidence = 1;
  }
  if (is_corrected(call, "city") && !call.extracted_city.empty()) {
    auto& city = insight.city;
    if (!city || city->name != call.extracted_city) city.emplace();
    city->name = call.extracted_city;
    city->confidence = 1;
  }
  for (const auto& [id, value] : call.corrected_values) {
    auto& field = insight.fields[id];
    if (field.value != value) field = {};
    field.value = value;
    field.confidence = 1;
    if (value.empty()) insight.fields.erase(id);
  }
  return insight;
}

}  // namespace kolog::workflow
