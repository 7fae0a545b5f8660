// SPDX-License-Identifier: Apache-2.0
#include "api/openapi.h"

#include <algorithm>

#include "api/api_fixture.h"
#include "store/progress_store.h"

namespace kolog::api {
namespace {

namespace json = boost::json;

/// Compares answers with the document's schemas, as far as it uses JSON Schema's words.
class Schemas {
 public:
  Schemas() : document_(json::parse(openapi_document())) {}

  std::vector<std::string> violations(std::string_view name, const json::value& value) const {
    std::vector<std::string> found;
    check(named(name), value, std::string(name), found);
    return found;
  }

 private:
  const json::object& named(std::string_view name) const {
    return document_.at("components").at("schemas").at(name).as_object();
  }

  const json::object& resolved(const json::object& schema) const {
    const auto* reference = schema.if_contains("$ref");
    if (reference == nullptr) return schema;
    return named(reference->as_string().subview(std::string_view("#/components/schemas/").size()));
  }

  static bool has_type(const json::value& value, std::string_view type) {
    if (type == "string") return value.is_string();
    if (type == "integer") return value.is_int64() || value.is_uint64();
    if (type == "number") return value.is_number();
    if (type == "boolean") return value.is_bool();
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    return type == "null" && value.is_null();
  }

  static bool is_one_of(const json::value& value, const json::value& types) {
    if (types.is_string()) return has_type(value, types.get_string());
    return std::ranges::any_of(types.as_array(),
                               [&](const json::value& type) { return has_type(value, type.as_string()); });
  }

  void check(const json::object& given, const json::value& value, const std::string& where,
             std::vector<std::string>& found) const {
    const auto& schema = resolved(given);
    if (const auto* all = schema.if_contains("allOf")) {
      for (const auto& part : all->as_array()) check_members(resolved(part.as_object()), value, where, found);
      return;
    }
    if (const auto* choices = schema.if_contains("oneOf"))
      return check_choices(*choices, value, where, found);
    if (const auto* types = schema.if_contains("type"); types != nullptr && !is_one_of(value, *types)) {
      found.push_back(where + " has another type: " + json::serialize(value));
      return;
    }
    if (const auto* values = schema.if_contains("enum");
        values != nullptr && std::ranges::find(values->as_array(), value) == values->as_array().end()) {
      found.push_back(where + " has another value: " + json::serialize(value));
    }
    if (value.is_array()) {
      for (const auto& item : value.get_array())
        check(schema.at("items").as_object(), item, where + "[]", found);
    }
    if (!value.is_object() || !schema.contains("properties")) return;
    check_members(schema, value, where, found);
    for (const auto& member : value.get_object()) {
      if (!schema.at("properties").as_object().contains(member.key())) {
        found.push_back(where + "." + std::string(member.key()) + " is not documented");
      }
    }
  }

  void check_choices(const json::value& choices, const json::value& value, const std::string& where,
                     std::vector<std::string>& found) const {
    std::vector<std::string> of_first;  // the interesting one
    for (const auto& choice : choices.as_array()) {
      std::vector<std::string> of_this;
      check(choice.as_object(), value, where, of_this);
      if (of_this.empty()) return;
      if (of_first.empty()) of_first = std::move(of_this);
    }
    found.insert(found.end(), of_first.begin(), of_first.end());
  }

  void check_members(const json::object& schema, const json::value& value, const std::string& where,
                     std::vector<std::string>& found) const {
    for (const auto& name : schema.at("required").as_array()) {
      if (!value.as_object().contains(name.as_string())) {
        found.push_back(where + "." + std::string(name.as_string()) + " is missing");
      }
    }
    for (const auto& property : schema.at("properties").as_object()) {
      const auto* member = value.as_object().if_contains(property.key());
      if (member == nullptr) continue;
      check(property.value().as_object(), *member, where + "." + std::string(property.key()), found);
    }
  }

  json::value document_;
};

class OpenApi : public ApiTest {
 protected:
  OpenApi() : key_(key_of("biz_one")) { add_transcribed_call(); }

  std::vector<std::string> violations(std::string_view schema, const std::string& target) {
    return schemas_.violations(schema, json_of(send("GET", target, key_)));
  }

  using None = std::vector<std::string>;
  Schemas schemas_;
  http::Headers key_;
};

TEST_F(OpenApi, SchemasSayWhatIsAnsweredOfCalls) {
  const auto created = send_json("POST", "/api/webhook-endpoints", key_,
                                 R"({"url":"https://example.com/hook","events":["call.processed"]})");
  EXPECT_EQ(schemas_.violations("WebhookEndpointCreated", json_of(created)), None());
  change([&](database::Session& session) {
    store::Delivery delivery;
    delivery.id = "msg_1";
    delivery.endpoint_id = json_of(created).at("id").as_string();
    delivery.business_id = "biz_one";
    delivery.call_sid = kCallSid;
    delivery.event = "call.processed";
    delivery.created_at = clock_.now();
    store::WebhookStore(session).insert_delivery(delivery);
    store::DeliveryAttempt attempt;
    attempt.request_headers = attempt.response_headers = "Name: value\n";
    store::WebhookStore(session).record_attempt(delivery.id, store::kFailed, attempt);
    store::CallStore(session).fail(kCallSid, {"summarised", "The model did not answer", "refused"});
    store::ProgressStore(session).save(kCallSid, {domain::Stage::transcribed, 42});
    domain::Transcript transcript;
    transcript.segments.resize(1);
    transcript.dropped.resize(1);
    store::TranscriptStore(session).save(kCallSid, transcript);
  });
  EXPECT_EQ(violations("Call", "/api/calls/" + kCallSid), None());
  EXPECT_EQ(violations("CallPage", "/api/calls"), None());
  EXPECT_EQ(violations("CallPage", "/api/calls?search=nothing"), None());
  EXPECT_EQ(violations("TranscriptDocument", "/api/calls/" + kCallSid + "/transcript"), None());
  EXPECT_EQ(violations("ServicePage", "/api/services"), None());
  EXPECT_EQ(violations("Understanding", "/api/understanding"), None());
  EXPECT_EQ(violations("WebhookEndpointPage", "/api/webhook-endpoints"), None());
  EXPECT_EQ(violations("DeliveryPage", "/api/webhook-deliveries"), None());
  EXPECT_EQ(violations("DeliveryDetail", "/api/webhook-deliveries/msg_1"), None());
  const auto endpoint = "/api/webhook-endpoints/" + std::string(json_of(created).at("id").as_string());
  EXPECT_EQ(violations("WebhookEndpoint", endpoint), None());
  EXPECT_EQ(
      schemas_.violations("WebhookEndpointCreated", json_of(send("POST", endpoint + "/rotate-secret", key_))),
      None());
  const auto test = json_of(send("POST", endpoint + "/test", key_));
  EXPECT_EQ(schemas_.violations("QueuedDelivery", test), None());
  EXPECT_EQ(violations("Error", "/api/calls/" + kOtherCallSid), None());
  EXPECT_EQ(violations("Health", "/readyz"), None());
}

TEST_F(OpenApi, SchemasSayWhatIsAnsweredOfACallJustBegun) {
  auto call = call_for("biz_one", kOtherCallSid);
  call.duration.reset();
  add_call(call);
  EXPECT_EQ(violations("Call", "/api/calls/" + kOtherCallSid), None());
}

TEST_F(OpenApi, SchemasSayWhatIsAnsweredOfALogin) {
  for (const std::string business : {"biz_one", ""}) {
    const auto email = "owner@" + (business.empty() ? "nowhere" : business) + ".example";
    add_user(email, business);
    const auto me = send("GET", "/api/auth/me", cookie_of(log_in(email)));
    EXPECT_EQ(schemas_.violations("Me", json_of(me)), None());
  }
}

TEST_F(OpenApi, SchemasAreNotMetByEverything) {
  auto call = json_of(send("GET", "/api/calls/" + kCallSid, key_));
  call["recording"].as_object().erase("state");
  call["direction"] = "sideways";
  call["duration"] = "42";
  call["secret"] = true;
  EXPECT_EQ(schemas_.violations("Call", call).size(), 4U);
}

}  // namespace
}  // namespace kolog::api
