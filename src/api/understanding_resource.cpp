// SPDX-License-Identifier: Apache-2.0
#include "api/understanding_resource.h"

#include <boost/json.hpp>

#include "api/json_response.h"
#include "api/request_body.h"
#include "domain/insight_settings_check.h"
#include "domain/insight_settings_json.h"
#include "store/insight_settings_store.h"

namespace kolog::api {
namespace {

namespace json = boost::json;
using Answer = RouteTable::Answer;

http::Response document(const Context& context, database::Session& session, const Principal& principal) {
  store::InsightSettingsStore store(session);
  const auto stored = store.find(principal.business_id);
  json::object body{{"version", stored.version}};
  for (auto& [part, value] : domain::to_json(with_defaults(stored.parts, context.insight_defaults))) {
    body[part] = std::move(value);
  }
  const auto& installed = context.settings;
  auto& model = body["model"].as_object();
  model["available"] = !installed.language_model.empty();
  model["name"] = text_or_null(installed.language_model);
  model["used_tokens_today"] = store.tokens_used(principal.business_id, context.clock.now());
  model["installation_daily_tokens"] = installed.language_model_daily_tokens;
  return json_response(200, body);
}

Answer get_understanding(Context& context, const Principal& principal, const http::Request&) {
  return context.database.read(
      [&](database::Session& session) -> Answer { return document(context, session, principal); });
}

Result<long long> version_of(const RequestBody& body) {
  const auto* version = body.object().if_contains("version");
  if (version == nullptr || !version->is_int64() || version->get_int64() < 0) {
    return failure(ErrorCode::invalid_request, "\"version\" must be the version that is to be changed");
  }
  return version->get_int64();
}

Answer change_understanding(Context& context, const Principal& principal, const http::Request& request) {
  const auto owner = require_owner_in_person(principal);
  if (!owner) return owner.error();
  const auto body = RequestBody::parse(
      request, {"version", "services", "fields", "thresholds", "redaction", "rules", "model"});
  if (!body) return body.error();
  const auto version = version_of(*body);
  if (!version) return version.error();
  return context.database.transact([&](database::Session& session) -> Answer {
    store::InsightSettingsStore store(session);
    const auto parts = domain::changed(store.find(principal.business_id).parts, body->object());
    if (!parts) return parts.error();
    const auto checked =
        domain::check(with_defaults(*parts, context.insight_defaults), context.settings.insight_limits);
    if (!checked) return checked.error();
    const auto saved = store.save(principal.business_id, *parts, *version, context.clock.now());
    if (!saved) return saved.error();
    return document(context, session, principal);
  });
}

}  // namespace

void add_understanding_routes(RouteTable& routes) {
  routes.add_for_business("GET", "/api/understanding", get_understanding);
  routes.add_for_business("PATCH", "/api/understanding", change_understanding);
}

}  // namespace kolog::api
