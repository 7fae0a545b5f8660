// SPDX-License-Identifier: Apache-2.0
// What machines and people say of a call: the columns in which a person wins.
#include <optional>
#include <string>

#include <boost/json.hpp>

#include "database/query.h"
#include "store/call_columns.h"
#include "store/call_store.h"

namespace kolog::store {

using database::Query;

namespace {

std::string text_of(const std::map<std::string, std::string>& values) {
  boost::json::object object;
  for (const auto& [id, value] : values) object[id] = value;
  return boost::json::serialize(object);
}

/// A person's values after a correction.
std::map<std::string, std::string> merged(const std::string& before,
                                          const std::map<std::string, std::optional<std::string>>& changes) {
  auto values = values_of(before);
  for (const auto& [id, value] : changes) {
    if (value) {
      values[id] = *value;
    } else {
      values.erase(id);
    }
  }
  return values;
}

}  // namespace

std::map<std::string, std::string> values_of(const std::string& text) {
  boost::system::error_code malformed;
  const auto parsed = boost::json::parse(text, malformed);
  std::map<std::string, std::string> values;
  const auto* object = malformed ? nullptr : parsed.if_object();
  if (object == nullptr) return values;
  for (const auto& [id, value] : *object) {
    if (value.is_string()) values[std::string(id)] = std::string(value.get_string());
  }
  return values;
}

std::vector<std::string> CallStore::corrected(std::string_view business_id, std::size_t most) {
  std::vector<std::string> calls;
  std::string call_sid;
  Query query(session_,
              "SELECT call_sid FROM call_logs WHERE business_id = :business AND (corrected_fields <> '' OR "
              "corrected_values <> '{}') ORDER BY created_at DESC, call_sid DESC LIMIT :most");
  query.with("business", business_id).with("most", most).into(call_sid);
  while (query.next()) calls.push_back(call_sid);
  return calls;
}

bool CallStore::correct(std::string_view business_id, std::string_view call_sid,
                        const CallCorrection& correction) {
  std::string corrected;
  std::string values;
  Query before(session_,
               "SELECT corrected_fields, corrected_values FROM call_logs WHERE business_id = :business AND "
               "call_sid = :call");
  if (!before.with("business", business_id).with("call", call_sid).into(corrected, values).next()) {
    return false;
  }
  const auto mark = [&](std::string_view field) {
    if (corrected.find(field) == std::string::npos) corrected.append(field).append(" ");
  };
  const auto save = [&](std::string_view column, const std::optional<std::string>& value) {
    Query(session_, "UPDATE call_logs SET " + std::string(column) + " = :value WHERE call_sid = :call")
        .with("value", value)
        .with("call", call_sid)
        .run();
  };
  if (correction.final_transcript) {
    save("final_transcript", correction.final_transcript);
    save("transcript_source", "person");
    mark("transcript");
  }
  if (correction.service) {
    save("extracted_service", or_null(*correction.service));
    save("service_name", or_null(correction.service_name));
    mark("service");
  }
  if (correction.city) {
    save("extracted_city", or_null(*correction.city));
    mark("city");
  }
  if (correction.notes) save("notes", correction.notes);
  save("corrected_fields", corrected);
  if (!correction.fields.empty()) save("corrected_values", text_of(merged(values, correction.fields)));
  settle_review(call_sid);
  return true;
}

void CallStore::save_extraction(std::string_view call_sid, const Extraction& extraction) {
  const auto intent =
      extraction.intent ? std::optional(std::string(to_string(*extraction.intent))) : std::nullopt;
  Query(session_,
        "UPDATE call_logs SET "
        "extracted_service = CASE WHEN corrected_fields LIKE '%service %' THEN extracted_service ELSE "
        ":service END, "
        "service_name = CASE WHEN corrected_fields LIKE '%service %' THEN service_name ELSE :name END, "
        "extracted_city = CASE WHEN corrected_fields LIKE '%city %' THEN extracted_city ELSE :city END, "
        "extraction_confidence = :confidence, service_certainty = :service_certainty, city_certainty = "
        ":city_certainty, intent = :intent, urgency = :urgency WHERE call_sid = :call")
      .with("service", or_null(extraction.service))
      .with("name", or_null(extraction.service_name))
      .with("city", or_null(extraction.city))
      .with("confidence", extraction.confidence)
      .with("service_certainty", to_string(extraction.service_certainty))
      .with("city_certainty", to_string(extraction.city_certainty))
      .with("intent", intent)
      .with("urgency", to_string(extraction.urgency))
      .with("call", call_sid)
      .run();
  settle_review(call_sid);
}

/// A person's look is wanted at what the machine is not sure of and nobody has corrected.
void CallStore::settle_review(std::string_view call_sid) {
  Query(session_,
        "UPDATE call_logs SET needs_review = CASE WHEN (service_certainty = 'ask' AND corrected_fields NOT "
        "LIKE '%service %') OR (city_certainty = 'ask' AND corrected_fields NOT LIKE '%city %') THEN 1 ELSE "
        "0 END WHERE call_sid = :call")
      .with("call", call_sid)
      .run();
}

}  // namespace kolog::store
