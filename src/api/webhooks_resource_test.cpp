// SPDX-License-Identifier: Apache-2.0
#include "api/api_fixture.h"
#include "store/job_store.h"
#include "webhooks/endpoint_secrets.h"
#include "workflow/stages.h"

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
  domain::WebhookEndpoint endpoint_named(std::string_view id) {
    domain::WebhookEndpoint endpoint;
    change([&](database::Session& session) {
      endpoint = store::WebhookStore(session).find_endpoint(id).value();
    });
    return endpoint;
  }
  bool has_job(const std::string& delivery) {
    bool open = false;
    change([&](database::Session& session) {
      open = store::JobStore(session).is_open(workflow::kDeliverJob, delivery);
    });
    return open;
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
  EXPECT_EQ(text_of(list).find("\"secret\""), std::string::npos);
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

TEST_F(WebhookEndpoints, SecretsAreSealedInTheDatabase) {
  const auto created = json_of(create(R"({"url":"https://example.com/hook","events":["call.processed"]})"));
  const auto endpoint = endpoint_named(created.at("id").as_string());
  EXPECT_TRUE(endpoint.secret.starts_with("v1."));
  EXPECT_EQ(webhooks::signing_secrets(secrets_, endpoint, clock_.now()).value().reveal(),
            created.at("secret").as_string());
}

TEST_F(WebhookEndpoints, ANewSecretIsShownOnceAndTheFormerSignsForAWhile) {
  const auto created = json_of(create(R"({"url":"https://example.com/hook","events":["call.processed"]})"));
  const auto path = "/api/webhook-endpoints/" + std::string(created.at("id").as_string());
  const auto response = send("POST", path + "/rotate-secret", key_);
  ASSERT_EQ(response.status, 200) << text_of(response);
  const auto rotated = json_of(response);
  EXPECT_TRUE(rotated.at("secret").as_string().starts_with("whsec_"));
  EXPECT_NE(rotated.at("secret"), created.at("secret"));
  EXPECT_EQ(rotated.at("previous_secret_until"), "2026-03-01T09:30:00.125Z");
  const auto signing =
      std::string(rotated.at("secret").as_string()) + " " + std::string(created.at("secret").as_string());
  EXPECT_EQ(webhooks::signing_secrets(secrets_, endpoint_named(created.at("id").as_string()), clock_.now())
                .value()
                .reveal(),
            signing);
  const auto shown = send("GET", path, key_);
  EXPECT_EQ(text_of(shown).find("whsec_"), std::string::npos);
  EXPECT_EQ(json_of(shown).at("previous_secret_until"), rotated.at("previous_secret_until"));
  clock_.advance(std::chrono::hours{24});
  EXPECT_TRUE(json_of(send("GET", path, key_)).at("previous_secret_until").is_null());
}

TEST_F(WebhookEndpoints, WhatIsNamedIsChangedAndTheRestStays) {
  const auto path = "/api/webhook-endpoints/" + create_good();
  const auto moved = send_json("PATCH", path, key_, R"({"url":"https://example.com/other"})");
  ASSERT_EQ(moved.status, 200) << text_of(moved);
  EXPECT_EQ(json_of(moved).at("url"), "https://example.com/other");
  EXPECT_EQ(boost::json::serialize(json_of(moved).at("events")), R"(["call.processed"])");
  const auto changed = json_of(send_json("PATCH", path, key_, R"({"events":["call.failed"],"paused":true})"));
  EXPECT_EQ(boost::json::serialize(changed.at("events")), R"(["call.failed"])");
  EXPECT_EQ(changed.at("paused"), true);
  EXPECT_EQ(changed.at("url"), "https://example.com/other");
  EXPECT_EQ(boost::json::serialize(json_of(send("GET", path, key_))), boost::json::serialize(changed));
}

TEST_F(WebhookEndpoints, ChangesThatAreNoneAreRefused) {
  const auto path = "/api/webhook-endpoints/" + create_good();
  for (const auto* body :
       {"{}", R"({"url":"http://10.0.0.1/"})", R"({"url":null})", R"({"events":[]})",
        R"({"events":["webhook.test"]})", R"({"paused":"yes"})", R"({"paused":null})", R"({"enabled":false})",
        R"({"enabled":1})", R"({"secret":"whsec_AAAA"})", R"({"business_id":"biz_two"})", "[]"}) {
    EXPECT_EQ(send_json("PATCH", path, key_, body).status, 400) << body;
  }
  EXPECT_EQ(json_of(send("GET", path, key_)).at("paused"), false);
}

TEST_F(WebhookEndpoints, OneThatAnswered410IsPutBackByAPerson) {
  const auto id = create_good();
  change([&](database::Session& session) {
    store::WebhookStore(session).disable_endpoint(id, "It answered 410 Gone", "");
  });
  const auto path = "/api/webhook-endpoints/" + id;
  const auto off = json_of(send("GET", path, key_));
  EXPECT_EQ(off.at("enabled"), false);
  EXPECT_EQ(off.at("disabled_reason"), "It answered 410 Gone");
  EXPECT_EQ(send("POST", path + "/test", key_).status, 409);
  EXPECT_EQ(json_of(send_json("PATCH", path, key_, R"({"paused":true})")).at("enabled"), false);
  const auto on = json_of(send_json("PATCH", path, key_, R"({"enabled":true,"paused":false})"));
  EXPECT_EQ(on.at("enabled"), true);
  EXPECT_TRUE(on.at("disabled_reason").is_null());
  EXPECT_EQ(send("POST", path + "/test", key_).status, 202);
}

TEST_F(WebhookEndpoints, ATestIsADeliveryAboutNoCall) {
  const auto id = create_good();
  const auto response = send("POST", "/api/webhook-endpoints/" + id + "/test", key_);
  ASSERT_EQ(response.status, 202) << text_of(response);
  const auto delivery_id = std::string(json_of(response).at("id").as_string());
  const auto delivery = json_of(send("GET", "/api/webhook-deliveries/" + delivery_id, key_));
  EXPECT_EQ(delivery.at("event"), "webhook.test");
  EXPECT_EQ(delivery.at("state"), "pending");
  EXPECT_TRUE(delivery.at("call_sid").is_null());
  EXPECT_EQ(delivery.at("next_attempt_at"), "2026-02-28T09:30:00.125Z");
  const auto body = boost::json::parse(delivery.at("body").as_string());
  EXPECT_EQ(body.at("type"), "webhook.test");
  EXPECT_EQ(body.at("timestamp"), "2026-02-28T09:30:00.125Z");
  EXPECT_EQ(body.at("data").at("endpoint_id").as_string(), id);
  EXPECT_TRUE(has_job(delivery_id));
}

TEST_F(WebhookEndpoints, APausedOnesDeliveriesWaitUntilItGoesOn) {
  const auto path = "/api/webhook-endpoints/" + create_good();
  ASSERT_EQ(send_json("PATCH", path, key_, R"({"paused":true})").status, 200);
  const auto id = std::string(json_of(send("POST", path + "/test", key_)).at("id").as_string());
  EXPECT_FALSE(has_job(id));
  EXPECT_TRUE(json_of(send("GET", "/api/webhook-deliveries/" + id, key_)).at("next_attempt_at").is_null());
  clock_.advance(std::chrono::minutes{5});
  ASSERT_EQ(send_json("PATCH", path, key_, R"({"paused":false})").status, 200);
  EXPECT_TRUE(has_job(id));
  EXPECT_EQ(json_of(send("GET", "/api/webhook-deliveries/" + id, key_)).at("next_attempt_at"),
            "2026-02-28T09:35:00.125Z");
}

TEST_F(WebhookEndpoints, AnotherBusinessGets404OnEachRouteAndChangesNothing) {
  const auto id = create_good();
  const auto path = "/api/webhook-endpoints/" + id;
  const auto delivery = std::string(json_of(send("POST", path + "/test", key_)).at("id").as_string());
  const auto before = text_of(send("GET", path, key_));
  for (const auto& [method, target] : std::vector<std::pair<std::string, std::string>>{
           {"GET", path},
           {"DELETE", path},
           {"POST", path + "/rotate-secret"},
           {"POST", path + "/test"},
           {"GET", "/api/webhook-deliveries/" + delivery},
           {"POST", "/api/webhook-deliveries/" + delivery + "/replay"}}) {
    const auto foreign = send(method, target, other_key_);
    EXPECT_EQ(foreign.status, 404) << method << " " << target;
    const auto unknown = std::string(target).replace(target.find('_') + 1, 4, "0000");
    EXPECT_EQ(text_of(foreign), text_of(send(method, unknown, other_key_))) << method << " " << unknown;
  }
  EXPECT_EQ(send_json("PATCH", path, other_key_, R"({"url":"https://attacker.example/"})").status, 404);
  EXPECT_EQ(json_of(send("GET", "/api/webhook-deliveries?endpoint_id=" + id, other_key_)).at("total"), 0);
  EXPECT_EQ(text_of(send("GET", path, key_)), before);
  EXPECT_EQ(json_of(send("GET", "/api/webhook-deliveries", key_)).at("total"), 1);
}

TEST_F(WebhookEndpoints, AMemberMayLookAndAStrangersPageMayNot) {
  const auto id = create_good();
  const auto path = "/api/webhook-endpoints/" + id;
  const auto delivery = std::string(json_of(send("POST", path + "/test", key_)).at("id").as_string());
  add_user("member@one.example", "biz_one", "member");
  add_user("owner@one.example", "biz_one");
  const auto member = log_in("member@one.example");
  const auto owner = log_in("owner@one.example");
  EXPECT_EQ(send("GET", path, cookie_of(member)).status, 200);
  EXPECT_EQ(send("GET", "/api/webhook-deliveries/" + delivery, cookie_of(member)).status, 200);
  for (const auto& [method, target] : std::vector<std::pair<std::string, std::string>>{
           {"PATCH", path},
           {"DELETE", path},
           {"POST", path + "/rotate-secret"},
           {"POST", path + "/test"},
           {"POST", "/api/webhook-deliveries/" + delivery + "/replay"}}) {
    const std::string body = R"({"paused":true})";
    EXPECT_EQ(send_json(method, target, cookie_and_csrf_of(member), body).status, 403) << target;
    EXPECT_EQ(send_json(method, target, cookie_of(owner), body).status, 403) << "without the CSRF header";
    EXPECT_EQ(send_json(method, target, {}, body).status, 401) << target;
  }
  EXPECT_EQ(json_of(send("GET", path, key_)).at("paused"), false);
}

class WebhookDeliveries : public WebhookEndpoints {
 protected:
  WebhookDeliveries() : endpoint_(create_good()) { add_call(call_for("biz_one", kCallSid)); }

  void add_delivery(const std::string& id, const std::string& call_sid = kCallSid) {
    change([&](database::Session& session) {
      store::Delivery delivery;
      delivery.id = id;
      delivery.endpoint_id = endpoint_;
      delivery.business_id = "biz_one";
      delivery.call_sid = call_sid;
      delivery.event = call_sid.empty() ? "webhook.test" : "call.processed";
      delivery.body = R"({"transcript":"private"})";
      delivery.created_at = clock_.now();
      store::WebhookStore(session).insert_delivery(delivery);
    });
  }
  void add_attempt(const std::string& id, std::string_view state, std::optional<int> status,
                   const std::string& error) {
    change([&](database::Session& session) {
      store::DeliveryAttempt attempt;
      attempt.at = clock_.now();
      attempt.duration = std::chrono::milliseconds{250};
      attempt.url = "https://example.com/hook";
      attempt.address = "93.184.215.14";
      attempt.request_headers = "Host: example.com\nwebhook-id: " + id + "\n";
      attempt.status = status;
      attempt.response_headers = "Server: x\nSet-Cookie: a: b\n";
      attempt.response_body = "oops";
      attempt.error = error;
      store::WebhookStore(session).record_attempt(id, state, attempt);
    });
  }
  boost::json::object list(const std::string& query = "") {
    return json_of(send("GET", "/api/webhook-deliveries" + query, key_));
  }
  static std::string ids_of(const boost::json::object& page) {
    std::string ids;
    for (const auto& item : page.at("items").as_array()) {
      ids += std::string(item.at("id").as_string()) + " ";
    }
    return ids;
  }

  std::string endpoint_;
};

TEST_F(WebhookDeliveries, AreListedWithoutTheirBodies) {
  add_delivery("msg_1");
  add_attempt("msg_1", "pending", 500, "The receiver answered 500");
  const auto page = list();
  EXPECT_EQ(page.at("total"), 1);
  const auto& item = page.at("items").at(0);
  EXPECT_EQ(item.at("id"), "msg_1");
  EXPECT_EQ(item.at("url"), "https://example.com/hook");
  EXPECT_EQ(item.at("attempts"), 1);
  EXPECT_EQ(item.at("last_status"), 500);
  EXPECT_EQ(item.at("last_error"), "The receiver answered 500");
  EXPECT_EQ(item.at("call_sid").as_string(), kCallSid);
  EXPECT_EQ(boost::json::serialize(page).find("private"), std::string::npos);
  EXPECT_EQ(json_of(send("GET", "/api/webhook-deliveries", other_key_)).at("total"), 0);
  EXPECT_EQ(json_of(send("GET", "/api/calls/" + kCallSid, key_)).at("deliveries").as_array().size(), 1U);
}

TEST_F(WebhookDeliveries, ArePagedThroughNewestFirstWithoutRepetition) {
  for (const auto* id : {"msg_a", "msg_b", "msg_c"}) add_delivery(id);  // at the same moment
  clock_.advance(std::chrono::seconds{1});
  add_delivery("msg_d");
  const auto first = list("?limit=2");
  EXPECT_EQ(ids_of(first), "msg_d msg_c ");
  EXPECT_EQ(first.at("total"), 4);
  clock_.advance(std::chrono::seconds{1});
  add_delivery("msg_e");
  const auto cursor = http::percent_encode(first.at("next_cursor").as_string());
  const auto second = list("?limit=2&cursor=" + cursor);
  EXPECT_EQ(ids_of(second), "msg_b msg_a ");
  EXPECT_TRUE(second.at("next_cursor").is_null());
}

TEST_F(WebhookDeliveries, AreFoundByEndpointStateEventAndCall) {
  add_delivery("msg_1");
  add_delivery("msg_2", "");
  add_attempt("msg_1", "delivered", 200, "");
  EXPECT_EQ(ids_of(list("?state=delivered")), "msg_1 ");
  EXPECT_EQ(ids_of(list("?state=pending")), "msg_2 ");
  EXPECT_EQ(ids_of(list("?event=webhook.test")), "msg_2 ");
  EXPECT_EQ(ids_of(list("?call_sid=" + kCallSid)), "msg_1 ");
  EXPECT_EQ(ids_of(list("?endpoint_id=" + endpoint_)), "msg_2 msg_1 ");
  EXPECT_EQ(ids_of(list("?endpoint_id=we_other")), "");
  EXPECT_EQ(ids_of(list("?endpoint_id=" + endpoint_ + "&state=failed")), "");
}

TEST_F(WebhookDeliveries, FiltersThatAreNoneAreRefused) {
  for (const auto* query : {"?state=lost", "?event=call.deleted", "?limit=0", "?limit=101",
                            "?cursor=nonsense", "?cursor=2026-02-28%2009:30:00.125~CA1", "?cursor=~msg_1",
                            "?endpoint=we_1", "?state=pending&state=failed"}) {
    EXPECT_EQ(send("GET", "/api/webhook-deliveries" + std::string(query), key_).status, 400) << query;
  }
}

TEST_F(WebhookDeliveries, OneIsShownWithItsBodyAndEachAttempt) {
  add_delivery("msg_1");
  add_attempt("msg_1", "pending", std::nullopt, "The endpoint did not answer");
  clock_.advance(std::chrono::seconds{5});
  add_attempt("msg_1", "delivered", 200, "");
  const auto delivery = json_of(send("GET", "/api/webhook-deliveries/msg_1", key_));
  EXPECT_EQ(delivery.at("state"), "delivered");
  EXPECT_EQ(delivery.at("attempts"), 2);
  EXPECT_EQ(delivery.at("body"), R"({"transcript":"private"})");
  const auto& log = delivery.at("attempt_log").as_array();
  ASSERT_EQ(log.size(), 2U);
  EXPECT_EQ(log[0].at("number"), 1);
  EXPECT_TRUE(log[0].at("status").is_null());
  EXPECT_EQ(log[0].at("error"), "The endpoint did not answer");
  EXPECT_EQ(log[1].at("number"), 2);
  EXPECT_EQ(log[1].at("at"), "2026-02-28T09:30:05.125Z");
  EXPECT_EQ(log[1].at("duration_ms"), 250);
  EXPECT_EQ(log[1].at("address"), "93.184.215.14");
  EXPECT_EQ(boost::json::serialize(log[1].at("request_headers")),
            R"([{"name":"Host","value":"example.com"},{"name":"webhook-id","value":"msg_1"}])");
  EXPECT_EQ(boost::json::serialize(log[1].at("response_headers")),
            R"([{"name":"Server","value":"x"},{"name":"Set-Cookie","value":"a: b"}])");
  EXPECT_EQ(log[1].at("response_body"), "oops");
}

TEST_F(WebhookDeliveries, WhatIsOverIsSentAgainUnderItsId) {
  for (const auto* state : {"delivered", "failed"}) {
    const auto id = std::string("msg_") + state;
    add_delivery(id);
    add_attempt(id, state, 200, "");
    const auto response = send("POST", "/api/webhook-deliveries/" + id + "/replay", key_);
    ASSERT_EQ(response.status, 202) << text_of(response);
    EXPECT_EQ(json_of(response).at("id").as_string(), id);
    EXPECT_EQ(json_of(response).at("state"), "pending");
    EXPECT_EQ(json_of(response).at("attempts"), 1) << "the log goes on";
    EXPECT_TRUE(has_job(id));
    EXPECT_EQ(send("POST", "/api/webhook-deliveries/" + id + "/replay", key_).status, 409) << "it waits";
  }
  EXPECT_EQ(list().at("total"), 2);
}

TEST_F(WebhookDeliveries, NothingIsSentAgainToAnEndpointThatIsOff) {
  add_delivery("msg_1");
  change([&](database::Session& session) {
    store::WebhookStore(session).disable_endpoint(endpoint_, "It answered 410 Gone", "Gone");
  });
  EXPECT_EQ(send("POST", "/api/webhook-deliveries/msg_1/replay", key_).status, 409);
  EXPECT_EQ(list().at("items").at(0).at("state"), "failed");
}

}  // namespace
}  // namespace kolog::api
