// SPDX-License-Identifier: Apache-2.0
// A business's own settings, corrections of fields, tags and the export, and who may have which.
#include "api/api_fixture.h"
#include "store/tag_store.h"

namespace kolog::api {
namespace {

namespace json = boost::json;

const std::string kPath = "/api/understanding";
const std::string kCall = "/api/calls/" + kCallSid;

class Understanding : public ApiTest {
 protected:
  Understanding() : key_(key_of("biz_one")) {
    add_user("owner@one.example", "biz_one");
    add_user("member@one.example", "biz_one", "member");
    add_user("owner@two.example", "biz_two");
    owner_ = log_in("owner@one.example");
  }

  http::Response set(const std::string& body) {
    return send_json("PATCH", kPath, cookie_and_csrf_of(owner_), body);
  }
  /// Sets parts at whatever version there is.
  void set_parts(const std::string& parts) {
    const auto version = document().at("version").as_int64();
    const auto response = set(R"({"version":)" + std::to_string(version) + "," + parts + "}");
    ASSERT_EQ(response.status, 200) << text_of(response);
  }
  json::object document() { return json_of(send("GET", kPath, cookie_of(owner_))); }
  http::Response correct(const std::string& body) {
    return send_json("PATCH", kCall, cookie_and_csrf_of(owner_), body);
  }
  void reach(domain::Stage stage) {
    change(
        [&](database::Session& session) { store::CallStore(session).reach(kCallSid, stage, clock_.now()); });
  }
  /// How many calls the list has under the filter.
  std::int64_t total(const std::string& filter) {
    return json_of(send("GET", "/api/calls?" + filter, key_)).at("total").as_int64();
  }

  http::Headers key_;
  Login owner_;
};

constexpr std::string_view kOneService =
    R"("services":[{"id":"roofs","name_he":"גגות","name_en":"roofs","keywords":["רעפים"],"examples":[]}])";

TEST_F(Understanding, IsTheInstallationsUntilABusinessSetsItsOwn) {
  const auto settings = document();
  EXPECT_EQ(settings.at("version"), 0);
  EXPECT_EQ(settings.at("services").as_array().size(), 2U);
  EXPECT_EQ(settings.at("thresholds").at("sure").as_double(), 0.8);
  EXPECT_EQ(settings.at("model"), json::parse(R"({"enabled":true,"daily_tokens":null,"available":false,
      "name":null,"used_tokens_today":0,"installation_daily_tokens":200000})"));
  const auto changed = set(R"({"version":0,)" + std::string(kOneService) + "}");
  ASSERT_EQ(changed.status, 200) << text_of(changed);
  EXPECT_EQ(json_of(changed).at("version"), 1);
  EXPECT_EQ(json_of(changed).at("services").at(0).at("keywords").at(0), "רעפים");
  EXPECT_EQ(json_of(changed), document());
  const auto services = json_of(send("GET", "/api/services", key_));
  EXPECT_EQ(json::serialize(services.at("items")), R"([{"id":"roofs","name_he":"גגות","name_en":"roofs"}])");
  set_parts(R"("services":null)");
  EXPECT_EQ(document().at("services").as_array().size(), 2U);
}

TEST_F(Understanding, TheSecondOfTwoChangesOfOneVersionIsRefused) {
  ASSERT_EQ(set(R"({"version":0,"thresholds":{"sure":0.9,"ask":0.1}})").status, 200);
  const auto late = set(R"({"version":0,"thresholds":{"sure":0.5,"ask":0.1}})");
  EXPECT_EQ(late.status, 409);
  EXPECT_EQ(code_of(late), "settings_changed");
  EXPECT_EQ(document().at("thresholds").at("sure").as_double(), 0.9);
}

TEST_F(Understanding, OnlyAnOwnersLoginMayChangeIt) {
  const std::string change = R"({"version":0,"rules":[]})";
  const auto member = log_in("member@one.example");
  EXPECT_EQ(send("GET", kPath, cookie_of(member)).status, 200);
  EXPECT_EQ(send("GET", kPath, key_).status, 200);
  EXPECT_EQ(send("GET", kPath).status, 401);
  EXPECT_EQ(send_json("PATCH", kPath, {}, change).status, 401);
  const auto by_member = send_json("PATCH", kPath, cookie_and_csrf_of(member), change);
  EXPECT_EQ(by_member.status, 403);
  EXPECT_EQ(code_of(by_member), "forbidden");
  EXPECT_EQ(send_json("PATCH", kPath, key_, change).status, 403) << "a key acts as an owner elsewhere";
  EXPECT_EQ(send_json("PATCH", kPath, cookie_of(owner_), change).status, 403) << "another site's page";
  EXPECT_EQ(document().at("version"), 0);
}

TEST_F(Understanding, AnotherBusinesssSettingsAreNeitherSeenNorChanged) {
  set_parts(std::string(kOneService));
  const auto stranger = log_in("owner@two.example");
  EXPECT_EQ(json_of(send("GET", kPath, cookie_of(stranger))).at("services").as_array().size(), 2U);
  const auto change =
      send_json("PATCH", kPath, cookie_and_csrf_of(stranger), R"({"version":0,"services":[]})");
  EXPECT_EQ(change.status, 200);
  EXPECT_EQ(document().at("services").as_array().size(), 1U);
  add_user("nobody@nowhere.example", "");
  EXPECT_EQ(code_of(send("GET", kPath, cookie_of(log_in("nobody@nowhere.example")))), "business_required");
}

TEST_F(Understanding, MistakesAreNamedAndChangeNothing) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {R"({})", "\"version\" must be"},
      {R"({"version":"0"})", "\"version\" must be"},
      {R"({"version":-1})", "\"version\" must be"},
      {R"({"version":0,"owner":"me"})", "Unknown key \"owner\""},
      {R"([1])", "must be a JSON object"},
      {R"({"version":0,"services":[{"id":"x y","name_he":"a"}]})", "Service 1: \"id\" must be"},
      {R"({"version":0,"model":{"enabled":true,"used_tokens_today":0}})",
       "unknown key \"used_tokens_today\""},
      {R"({"version":0,"rules":[{"id":"r","name":"R","conditions":[{"type":"field","field":"gone","operator":"is_set"}]}]})",
       "names no field that there is"},
      {R"({"version":0,"services":)" + std::string(500, '[') + "}", "must be a JSON object"},
      {R"({"version":0,"rules":[{"id":"r","name":")" + std::string(5000, 'x') + R"(","conditions":[]}]})",
       "is longer than 80 characters"},
  };
  for (const auto& [body, sentence] : cases) {
    const auto response = set(body);
    EXPECT_EQ(response.status, 400) << body;
    EXPECT_NE(std::string(json_of(response).at("error").as_string()).find(sentence), std::string::npos)
        << text_of(response);
    EXPECT_LT(text_of(response).size(), 1000U);
  }
  const auto form = send("PATCH", kPath, cookie_and_csrf_of(owner_), "version=0");
  EXPECT_EQ(form.status, 415);
  EXPECT_EQ(document().at("version"), 0);
}

TEST_F(Understanding, AFieldThatARuleGoesByCannotBeTakenAwayAlone) {
  set_parts(R"("fields":[{"id":"floor","name_he":"קומה","type":"number"}],
    "rules":[{"id":"high","name":"High","conditions":[{"type":"field","field":"floor","operator":"at_least","value":"3"}]}])");
  const auto response = set(R"({"version":1,"fields":[]})");
  EXPECT_EQ(response.status, 400);
  EXPECT_NE(text_of(response).find("Rule \\\"high\\\", condition 1"), std::string::npos) << text_of(response);
  EXPECT_EQ(set(R"({"version":1,"fields":[],"rules":[]})").status, 200);
}

TEST_F(Understanding, TextIsGivenBackAsItIsWhateverItLooksLike) {
  set_parts(R"("rules":[{"id":"r","name":"<script>alert(1)</script>","match":"any","conditions":[
      {"type":"words","phrases":["'; DROP TABLE call_logs; --"]}]}])");
  const auto response = send("GET", kPath, key_);
  EXPECT_EQ(json_of(response).at("rules").at(0).at("name"), "<script>alert(1)</script>");
  EXPECT_EQ(response.headers.get("Content-Type"), "application/json");
  EXPECT_EQ(response.headers.get("X-Content-Type-Options"), "nosniff");
}

TEST_F(Understanding, CallsAreSortedByTheBusinesssOwnServicesAndARemovedOneKeepsItsName) {
  add_transcribed_call();
  EXPECT_EQ(correct(R"({"service":"roofs"})").status, 400);
  set_parts(std::string(kOneService));
  EXPECT_EQ(json_of(send("GET", kCall, key_)).at("service").at("name"), "אינסטלציה");
  EXPECT_EQ(correct(R"({"service":"plumbing"})").status, 400);
  EXPECT_EQ(json_of(correct(R"({"service":"roofs"})")).at("service").at("name"), "גגות");
  set_parts(R"("services":[{"id":"roofs","name_he":"כיסוי גגות"}])");
  EXPECT_EQ(json_of(send("GET", kCall, key_)).at("service").at("name"), "כיסוי גגות");
  set_parts(R"("services":null)");
  EXPECT_EQ(json_of(send("GET", kCall, key_)).at("service").at("name"), "גגות");
}

TEST_F(Understanding, CertaintyAndReviewFollowWhatAPersonSays) {
  add_transcribed_call();
  change([&](database::Session& session) {
    store::CallStore(session).save_extraction(kCallSid, {.service = "plumbing",
                                                         .service_certainty = domain::Certainty::ask,
                                                         .city_certainty = domain::Certainty::empty});
  });
  auto call = json_of(send("GET", kCall, key_));
  EXPECT_EQ(json::serialize(call.at("certainty")), R"({"service":"ask","city":"empty"})");
  EXPECT_EQ(call.at("needs_review"), true);
  EXPECT_TRUE(call.at("corrected").as_array().empty());
  EXPECT_EQ(total("needs_review=true"), 1);
  call = json_of(correct(R"({"service":"electrical","fields":{"price":"1500"}})"));
  EXPECT_EQ(json::serialize(call.at("certainty")), R"({"service":"person","city":"empty"})");
  EXPECT_EQ(call.at("needs_review"), false);
  EXPECT_EQ(json::serialize(call.at("corrected")), R"(["service","price"])");
  EXPECT_EQ(json::serialize(call.at("corrected_values")), R"({"price":"1500"})");
  EXPECT_EQ(total("needs_review=true"), 0);
  EXPECT_EQ(total("needs_review=false"), 1);
}

TEST_F(Understanding, FieldsAreCorrectedByTheirKindAndTakenBack) {
  add_transcribed_call();
  set_parts(R"("fields":[{"id":"floor","name_he":"קומה","type":"number"},
    {"id":"visit","name_he":"ביקור","type":"date"},{"id":"pet","name_he":"חיה","type":"yes_no"},
    {"id":"heat","name_he":"חימום","type":"choice","choices":["gas","oil"]}])");
  const auto status = [&](const std::string& fields) {
    return correct(R"({"fields":)" + fields + "}").status;
  };
  EXPECT_EQ(status(R"({"floor":"3.5","visit":"2026-02-28","pet":"yes","heat":"oil","address":"הרצל 7"})"),
            200);
  for (const auto* wrong : {R"({"floor":"third"})", R"({"floor":"1e999"})", R"({"visit":"2026-02-30"})",
                            R"({"visit":"tomorrow"})", R"({"pet":"maybe"})", R"({"heat":"wood"})",
                            R"({"unknown":"x"})", R"({"unknown":null})", R"({"floor":3})", R"({"":"x"})",
                            R"([])", R"("floor")", R"({"floor":"a\u0000b"})", R"({})"}) {
    EXPECT_EQ(status(wrong), 400) << wrong;
  }
  EXPECT_EQ(status(R"({"address":")" + std::string(1001, 'x') + R"("})"), 400);
  EXPECT_EQ(status(R"({"floor":null,"visit":"","address":null})"), 200);
  EXPECT_EQ(json::serialize(json_of(send("GET", kCall, key_)).at("corrected_values")),
            R"({"heat":"oil","pet":"yes","visit":""})");
  set_parts(R"("fields":null)");
  EXPECT_EQ(status(R"({"pet":"no"})"), 400) << "the field is gone";
  EXPECT_EQ(status(R"({"pet":null})"), 200) << "what was said of it may be taken back";
}

TEST_F(Understanding, TagsFollowACorrectionOnceTheCallIsUnderstood) {
  add_transcribed_call();
  set_parts(R"("rules":[{"id":"leak","name":"<b>נזילה</b>","match":"all","conditions":[
      {"type":"words","phrases":["נזילה"],"speaker":"caller"},
      {"type":"field","field":"service","operator":"is","value":"electrical"}]}])");
  EXPECT_TRUE(json_of(correct(R"({"service":"electrical"})")).at("tags").as_array().empty())
      << "the run that is under way will tag it";
  reach(domain::Stage::summarised);
  EXPECT_TRUE(json_of(correct(R"({"notes":"x"})")).at("tags").as_array().empty());
  const auto call = json_of(correct(R"({"service":"electrical"})"));
  ASSERT_EQ(call.at("tags").as_array().size(), 1U);
  EXPECT_EQ(call.at("tags").at(0).at("rule_id"), "leak");
  EXPECT_EQ(call.at("tags").at(0).at("name"), "<b>נזילה</b>");
  EXPECT_EQ(call.at("tags").at(0).at("evidence").at(0).at("text"), "נזילה");
  EXPECT_EQ(call.at("tags").at(0).at("evidence").at(0).at("start").as_double(), 1.25);
  EXPECT_EQ(total("tag=leak"), 1);
  EXPECT_EQ(total("tag=other"), 0);
  EXPECT_TRUE(json_of(correct(R"({"service":"plumbing"})")).at("tags").as_array().empty());
  EXPECT_EQ(total("tag=leak"), 0);
}

TEST_F(Understanding, FiltersAreCheckedAndKeepToTheBusiness) {
  add_transcribed_call();
  change([&](database::Session& session) {
    store::CallStore(session).save_extraction(
        kCallSid, {.intent = domain::Intent::cancellation, .urgency = domain::Urgency::urgent});
    store::TagStore(session).replace(kCallSid, {{"leak", "Leak", {}, clock_.now()}});
  });
  EXPECT_EQ(total("intent=cancellation&urgency=urgent&tag=leak"), 1);
  EXPECT_EQ(total("intent=request"), 0);
  for (const auto* wrong : {"intent=cancel", "urgency=very", "needs_review=maybe", "tag=a&tag=b"}) {
    EXPECT_EQ(send("GET", "/api/calls?" + std::string(wrong), key_).status, 400) << wrong;
  }
  EXPECT_EQ(json_of(send("GET", "/api/calls?tag=leak", key_of("biz_two"))).at("total"), 0);
}

TEST_F(Understanding, CorrectionsGoToTheOwnerAloneAsOneLabelledCallALine) {
  add_transcribed_call();
  EXPECT_EQ(text_of(send("GET", "/api/corrections", cookie_of(owner_))), "");
  ASSERT_EQ(correct(R"({"city":"חיפה","fields":{"price":"100"}})").status, 200);
  const auto response = send("GET", "/api/corrections", cookie_of(owner_));
  EXPECT_EQ(response.headers.get("Content-Type"), "application/x-ndjson");
  const auto& text = text_of(response);
  EXPECT_EQ(std::ranges::count(text, '\n'), 1);
  EXPECT_EQ(json::parse(text), json::parse(R"({"id":")" + kCallSid + R"(","text":"לקוח: יש לי נזילה",
    "service":"plumbing","city":"חיפה","fields":{"price":"100"},"started_at":"2026-02-28T11:30",
    "answered":{"service":"plumbing","city":"תל אביב"}})"));
  EXPECT_EQ(send("GET", "/api/corrections", key_).status, 403);
  EXPECT_EQ(send("GET", "/api/corrections", cookie_of(log_in("member@one.example"))).status, 403);
  EXPECT_EQ(send("GET", "/api/corrections").status, 401);
  EXPECT_EQ(text_of(send("GET", "/api/corrections", cookie_of(log_in("owner@two.example")))), "");
}

TEST_F(Understanding, EndpointsMaySubscribeToTags) {
  const auto made = send_json("POST", "/api/webhook-endpoints", key_,
                              R"({"url":"https://example.com/hook","events":["call.tagged"]})");
  EXPECT_EQ(made.status, 201) << text_of(made);
  EXPECT_EQ(json::serialize(json_of(made).at("events")), R"(["call.tagged"])");
  EXPECT_EQ(send_json("POST", "/api/webhook-endpoints", key_,
                      R"({"url":"https://example.com/hook","events":["call.tagged","call.deleted"]})")
                .status,
            400);
}

}  // namespace
}  // namespace kolog::api
