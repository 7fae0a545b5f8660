// SPDX-License-Identifier: Apache-2.0
#include "api/api_fixture.h"

namespace kolog::api {
namespace {

class WebhookEndpoints : public ApiTest {
 protected:
  WebhookEndpoints() : key_(key_of("biz_one")), other_key_(key_of("biz_two")) {}

  http::Response create(const std::string& body) {
    return send_json("POST", "/api/webhook-endpoints", key_, body);
  }
  std::string create_good() {
    const auto response = create(R"({"url":"https://example.com/hook","events":["call.processed"]})");
    EXPECT_EQ(response.status, 201) << text_of(response);
    return std::string(json_of(response).at("id").as_string());
  }

  http::Headers key_;
  http::Headers other_key_;
};

TEST_F(WebhookEndpoints, SecretIsShownOnceAndNeverListed) {
  const auto response =
      create(R"({"url":"https://example.com/hook","events":["call.failed","call.processed","call.failed"]})");
  ASSERT_EQ(response.status, 201) << text_of(response);
  const auto created = json_of(response);
  EXPECT_TRUE(created.at("secret").as_string().starts_with("whsec_"));
  EXPECT_EQ(boost::json::serialize(created.at("events")), R"(["call.processed","call.failed"])");
  EXPECT_EQ(created.at("enabled"), true);
  const auto list = send("GET", "/api/webhook-endpoints", key_);
  EXPECT_EQ(json_of(list).at("total"), 1);
  EXPECT_EQ(text_of(list).find("secret"), std::string::npos);
  EXPECT_EQ(text_of(list).find("whsec_"), std::string::npos);
}

TEST_F(WebhookEndpoints, AnotherBusinesssAreNeitherSeenNorDeleted) {
  const auto id = create_good();
  EXPECT_EQ(json_of(send("GET", "/api/webhook-endpoints", other_key_)).at("total"), 0);
  EXPECT_EQ(send("DELETE", "/api/webhook-endpoints/" + id, other_key_).status, 404);
  EXPECT_EQ(send("DELETE", "/api/webhook-endpoints/%27%20OR%201%3D1", key_).status, 404);
  EXPECT_EQ(json_of(send("GET", "/api/webhook-endpoints", key_)).at("total"), 1);
  EXPECT_EQ(send("DELETE", "/api/webhook-endpoints/" + id, key_).status, 204);
  EXPECT_EQ(send("DELETE", "/api/webhook-endpoints/" + id, key_).status, 404);
}

TEST_F(WebhookEndpoints, AddressesThatMustNotBeCalledAreRefused) {
  for (const auto* url :
       {"", "example.com", "ftp://example.com", "http://example.com/hook",
        "https://user:password@example.com/", "javascript:alert(1)", "file:///etc/passwd"}) {
    const auto body = boost::json::serialize(
        boost::json::object{{"url", url}, {"events", boost::json::array{"call.processed"}}});
    const auto response = create(body);
    EXPECT_EQ(response.status, 400) << url;
    EXPECT_EQ(code_of(response), "invalid_request") << url;
  }
}

TEST_F(WebhookEndpoints, EventsThatAreNoneAreRefused) {
  for (const auto* events : {"[]", R"(["call.deleted"])", R"(["call.processed","*"])", R"("call.processed")",
                             R"([1])", R"(["call.processed,call.failed"])", "null"}) {
    const auto response =
        create(std::string(R"({"url":"https://example.com/hook","events":)") + events + "}");
    EXPECT_EQ(response.status, 400) << events;
  }
}

TEST_F(WebhookEndpoints, AMemberMaySeeThemAndNotChangeThem) {
  const auto id = create_good();
  add_user("member@one.example", "biz_one", "member");
  const auto login = log_in("member@one.example");
  EXPECT_EQ(send("GET", "/api/webhook-endpoints", cookie_of(login)).status, 200);
  const std::string body = R"({"url":"https://attacker.example/","events":["call.processed"]})";
  EXPECT_EQ(send_json("POST", "/api/webhook-endpoints", cookie_and_csrf_of(login), body).status, 403);
  EXPECT_EQ(send("DELETE", "/api/webhook-endpoints/" + id, cookie_and_csrf_of(login)).status, 403);
}

TEST_F(WebhookEndpoints, ThereIsAnEndToTheirNumber) {
  for (int i = 0; i < 20; ++i) create_good();
  const auto response = create(R"({"url":"https://example.com/hook","events":["call.processed"]})");
  EXPECT_EQ(response.status, 409);
}

TEST_F(WebhookEndpoints, DeliveriesAreTheBusinesssOwnWithoutTheirBodies) {
  const auto id = create_good();
  add_call(call_for("biz_one", kCallSid));
  change([&](database::Session& session) {
    store::WebhookStore webhooks(session);
    for (const auto* name : {"msg_1", "msg_2"}) {
      store::Delivery delivery;
      delivery.id = name;
      delivery.endpoint_id = id;
      delivery.business_id = "biz_one";
      delivery.call_sid = kCallSid;
      delivery.event = "call.processed";
      delivery.body = "{\"transcript\":\"private\"}";
      delivery.created_at = clock_.now();
      webhooks.insert_delivery(delivery);
    }
    webhooks.record_attempt("msg_1", "pending", 500, "The receiver answered 500", std::nullopt);
  });
  const auto page = json_of(send("GET", "/api/webhook-deliveries?limit=1", key_));
  EXPECT_EQ(page.at("total"), 2);
  ASSERT_EQ(page.at("items").as_array().size(), 1U);
  const auto& item = page.at("items").at(0);
  EXPECT_EQ(item.at("id"), "msg_1");
  EXPECT_EQ(item.at("url"), "https://example.com/hook");
  EXPECT_EQ(item.at("attempts"), 1);
  EXPECT_EQ(item.at("last_status"), 500);
  EXPECT_EQ(item.at("call_sid").as_string(), kCallSid);
  EXPECT_EQ(boost::json::serialize(page).find("private"), std::string::npos);
  EXPECT_EQ(json_of(send("GET", "/api/webhook-deliveries", other_key_)).at("total"), 0);
  EXPECT_EQ(json_of(send("GET", "/api/calls/" + kCallSid, key_)).at("deliveries").as_array().size(), 2U);
}

}  // namespace
}  // namespace kolog::api
