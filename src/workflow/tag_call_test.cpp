// SPDX-License-Identifier: Apache-2.0
// What a business has set, from the extraction to the webhook that tells of a tag.
#include "workflow/tag_call.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "store/call_store.h"
#include "store/insight_settings_store.h"
#include "store/job_store.h"
#include "store/tag_store.h"
#include "store/transcript_store.h"
#include "store/webhook_store.h"
#include "support/test_database.h"
#include "workflow/corrected_insight.h"
#include "workflow/export_corrections.h"
#include "workflow/judge_insight.h"
#include "workflow/understand_call.h"

namespace kolog::workflow {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using database::Session;
using domain::Certainty;
using store::CallStore;
using testing::call_sid;
using testing::kBusiness;

const std::string kCall = call_sid(1);
constexpr auto kZone = "Asia/Jerusalem";

class SetExtractor final : public insight::Extractor {
 public:
  Result<domain::Insight> extract(const insight::ExtractionInput& input) override {
    settings = input.settings;
    time_zone = input.time_zone;
    business_id = input.business_id;
    return answer;
  }
  domain::Insight answer;
  domain::InsightSettings settings;
  std::string time_zone;
  std::string business_id;
};

class SetSummariser final : public insight::Summariser {
 public:
  Result<std::string> summarise(const domain::Transcript&, const domain::Insight&) override {
    return std::string("Summary");
  }
};

domain::TagRule rule(std::string id, domain::Condition condition) {
  return {id, "Name of " + id, true, domain::Matching::all, {std::move(condition)}};
}

class TagCallTest : public ::testing::Test {
 protected:
  TagCallTest() {
    database.in([&](Session& session) {
      testing::add_businesses(session, clock.now());
      domain::Call call;
      call.call_sid = kCall;
      call.business_id = kBusiness;
      call.created_at = clock.now();
      CallStore(session).insert(call);
      domain::Transcript transcript;
      transcript.segments = {{0, domain::Speaker::caller, 1s, 4s, "אני רוצה לבטל את התור", 1, {}},
                             {1, domain::Speaker::agent, 30s, 33s, "בסדר גמור", 1, {}}};
      store::TranscriptStore(session).save(kCall, transcript);
      CallStore(session).save_transcript(kCall, "לקוח: אני רוצה לבטל את התור", domain::Language::hebrew);
      domain::WebhookEndpoint endpoint;
      endpoint.id = "ep_1";
      endpoint.business_id = kBusiness;
      endpoint.url = "https://hooks.example.org/1";
      endpoint.events = "call.processed,call.tagged";
      endpoint.created_at = clock.now();
      store::WebhookStore(session).insert_endpoint(endpoint);
    });
    extractor.answer.service = {"plumbing", "אינסטלציה", 0.9, {}};
    extractor.answer.city = {"חיפה", 0.9, {}};
  }

  void set(const domain::InsightSettingsParts& parts) {
    database.in([&](Session& session) {
      store::InsightSettingsStore store(session);
      store.save(kBusiness, parts, store.find(kBusiness).version, clock.now()).value();
    });
  }
  void set_rules(std::vector<domain::TagRule> rules) {
    domain::InsightSettingsParts parts;
    parts.rules = std::move(rules);
    set(parts);
  }
  jobs::JobRun claimed(std::string_view kind) {
    return database.in([&](Session& session) {
      store::JobStore store(session);
      store.enqueue_again(kind, kCall, clock.now());
      const std::vector<std::string> kinds{std::string(kind)};
      return jobs::JobRun{
          store.claim(kinds, 1, "worker", clock.now(), clock.now() + 1min).at(0), "worker", {}};
    });
  }
  void understand() {
    ASSERT_TRUE(ExtractCall(context, extractor, defaults, kZone)(claimed(kExtractJob)));
    ASSERT_TRUE(
        SummariseCall(context, summariser, "https://k.example", defaults, kZone)(claimed(kSummariseJob)));
  }
  void correct(const store::CallCorrection& correction) {
    database.in([&](Session& session) {
      CallStore calls(session);
      calls.correct(kBusiness, kCall, correction);
      tag_call(session, clock, {defaults, kZone, "https://k.example"}, calls.find_any(kCall).value());
    });
  }
  domain::Call call() {
    return database.in([&](Session& session) { return CallStore(session).find_any(kCall).value(); });
  }
  std::string tags() {
    return database.in([&](Session& session) {
      std::string ids;
      for (const auto& tag : store::TagStore(session).of_call(kCall)) ids += tag.rule_id + " ";
      return ids;
    });
  }
  /// The bodies of the event's deliveries.
  std::vector<json::value> told(std::string_view event) {
    return database.in([&](Session& session) {
      std::vector<json::value> bodies;
      for (const auto& delivery : store::WebhookStore(session).deliveries_of_call(kBusiness, kCall)) {
        if (delivery.event == event) bodies.push_back(json::parse(delivery.body));
      }
      return bodies;
    });
  }

  testing::TestDatabase database;
  testing::FakeClock clock;
  StageContext context{*database, clock, {}};
  domain::InsightSettings defaults{.services = {{"moving", "הובלות", "moving", {}, {}}}};
  SetExtractor extractor;
  SetSummariser summariser;
};

TEST_F(TagCallTest, TheBusinesssOwnSettingsReachTheEngine) {
  domain::InsightSettingsParts parts;
  parts.services = domain::Taxonomy{{"roofs", "גגות", "roofs", {}, {}}};
  set(parts);
  understand();
  EXPECT_EQ(extractor.settings.services, *parts.services);
  EXPECT_EQ(extractor.settings.thresholds, defaults.thresholds);
  EXPECT_EQ(extractor.time_zone, kZone);
  EXPECT_EQ(extractor.business_id, kBusiness);
}

TEST_F(TagCallTest, ThresholdsLeaveEmptyOrAskAPersonAndTheFindingStays) {
  extractor.answer.service->confidence = 0.39;
  extractor.answer.city->confidence = 0.79;
  understand();
  EXPECT_EQ(call().extracted_service, "");
  EXPECT_EQ(call().service_certainty, "empty");
  EXPECT_EQ(call().extracted_city, "חיפה");
  EXPECT_EQ(call().city_certainty, "ask");
  EXPECT_TRUE(call().needs_review);
  EXPECT_TRUE(told("call.processed").at(0).at("data").at("service").is_null());
  domain::InsightSettingsParts parts;
  parts.thresholds = {0.3, 0.1};
  set(parts);
  understand();
  EXPECT_EQ(call().extracted_service, "plumbing");
  EXPECT_EQ(call().service_certainty, "sure");
  EXPECT_FALSE(call().needs_review);
}

TEST_F(TagCallTest, ARuleThatHoldsTagsTheCallAndIsToldOnceThoughTheCallRunsAgain) {
  set_rules({rule("cancelled", {domain::WordsCondition{{"לבטל"}, domain::Speaker::caller}, false}),
             rule("long_wait", {domain::SilenceCondition{20s}, false}),
             rule("never", {domain::WordsCondition{{"לבטל"}, domain::Speaker::agent}, false})});
  understand();
  EXPECT_EQ(tags(), "cancelled long_wait ");
  ASSERT_EQ(told("call.tagged").size(), 1U);
  const auto body = told("call.tagged").at(0);
  EXPECT_EQ(
      json::serialize(body.at("data").at("tags")),
      R"([{"id":"cancelled","name":"Name of cancelled"},{"id":"long_wait","name":"Name of long_wait"}])");
  EXPECT_EQ(body.at("data").at("call_sid").as_string(), kCall);
  EXPECT_EQ(body.at("data").at("service").at("id").as_string(), "plumbing");
  understand();
  EXPECT_EQ(told("call.processed").size(), 2U);
  EXPECT_EQ(told("call.tagged").size(), 1U);
  set_rules({rule("long_wait", {domain::SilenceCondition{20s}, false})});
  understand();
  EXPECT_EQ(tags(), "long_wait ");
  EXPECT_EQ(told("call.tagged").size(), 2U) << "other rules hold than before";
  set_rules({});
  understand();
  EXPECT_EQ(tags(), "");
  EXPECT_EQ(told("call.tagged").size(), 2U) << "there is nothing to tell of";
}

TEST_F(TagCallTest, NothingIsTaggedOrToldWhereTheProcessEndsBeforeTheCommit) {
  set_rules({rule("cancelled", {domain::WordsCondition{{"לבטל"}}, false})});
  context.hook = [](domain::Stage stage, Moment moment) {
    if (stage == domain::Stage::summarised && moment == Moment::before_commit) throw std::runtime_error("");
  };
  EXPECT_FALSE(SummariseCall(context, summariser, "", defaults, kZone)(claimed(kSummariseJob)));
  EXPECT_EQ(tags(), "");
  EXPECT_TRUE(told("call.tagged").empty());
}

TEST_F(TagCallTest, RulesGoByWhatAPersonSays) {
  set_rules({rule("moves", {domain::FieldCondition{"service", domain::FieldOperator::is, "moving"}, false}),
             rule("high", {domain::FieldCondition{"floor", domain::FieldOperator::at_least, "3"}, false})});
  understand();
  EXPECT_EQ(tags(), "");
  correct({.service = "moving", .service_name = "הובלות", .fields = {{"floor", "4"}}});
  EXPECT_EQ(tags(), "high moves ");
  EXPECT_EQ(told("call.tagged").size(), 1U);
  understand();
  EXPECT_EQ(tags(), "high moves ") << "a new run changes nothing of what a person said";
  EXPECT_EQ(call().extracted_service, "moving");
  EXPECT_EQ(told("call.tagged").size(), 1U);
  const auto processed = told("call.processed");
  EXPECT_EQ(
      std::ranges::count_if(
          processed, [](const auto& body) { return body.at("data").at("service").at("id") == "moving"; }),
      1);
  correct({.final_transcript = "Caller: never mind", .fields = {{"floor", std::nullopt}}});
  EXPECT_EQ(tags(), "moves ");
}

TEST_F(TagCallTest, SilenceIsTheRecordingsThoughAPersonCorrectedItsText) {
  set_rules({rule("long_wait", {domain::SilenceCondition{20s}, false}),
             rule("refund", {domain::WordsCondition{{"refund"}, domain::Speaker::caller}, false})});
  correct({.final_transcript = "Caller: I want a refund"});
  EXPECT_EQ(tags(), "long_wait refund ");
}

TEST_F(TagCallTest, CorrectionsAreExportedAsLabelledCalls) {
  understand();
  const auto exported = [&](const std::string& business) {
    std::vector<json::value> lines;
    database.in([&](Session& session) {
      export_corrections(session, {business, kZone, 10},
                         [&](std::string_view line) { lines.push_back(json::parse(line)); });
    });
    return lines;
  };
  EXPECT_TRUE(exported(kBusiness).empty()) << "nobody corrected it";
  correct({.service = "moving", .city = "", .fields = {{"floor", "3"}, {"gone", ""}}});
  ASSERT_EQ(exported(kBusiness).size(), 1U);
  const auto line = exported(kBusiness).at(0).as_object();
  EXPECT_EQ(line.at("id").as_string(), kCall);
  EXPECT_EQ(line.at("text").as_string(), "לקוח: אני רוצה לבטל את התור");
  EXPECT_EQ(line.at("service").as_string(), "moving");
  EXPECT_TRUE(line.at("city").is_null());
  EXPECT_EQ(json::serialize(line.at("fields")), R"({"floor":"3"})");
  EXPECT_EQ(json::serialize(line.at("answered")), R"({"service":"plumbing","city":"חיפה"})");
  EXPECT_EQ(line.at("started_at").as_string().size(), std::string("2026-11-25T10:00").size());
  EXPECT_TRUE(exported(testing::kOtherBusiness).empty());
}

TEST(CorrectedInsight, APersonsWordStandsForItselfAndAgreementKeepsTheEvidence) {
  domain::Insight answered;
  answered.service = {"plumbing", "אינסטלציה", 0.5, {"נזילה", 2}};
  answered.city = {"חיפה", 0.5, {}};
  answered.fields["floor"] = {"3", 0.5, {"קומה שלוש", 4}};
  domain::Call call;
  call.corrected = {"service"};
  call.extracted_service = "plumbing";
  call.service_name = "שרברבות";
  call.corrected_values = {{"floor", "3"}, {"door", "blue"}};
  auto right = with_corrections(answered, call);
  EXPECT_EQ(right.service->name, "שרברבות");
  EXPECT_EQ(right.service->confidence, 1);
  EXPECT_EQ(right.service->evidence.text, "נזילה");
  EXPECT_FALSE(right.city) << "too little to go by";
  EXPECT_EQ(right.fields["floor"].evidence.text, "קומה שלוש");
  EXPECT_EQ(right.fields["door"].value, "blue");
  call.extracted_service = "roofs";
  call.service_name = "";
  call.corrected_values = {{"floor", ""}};
  right = with_corrections(answered, call);
  EXPECT_EQ(right.service->name, "roofs");
  EXPECT_EQ(right.service->evidence, domain::Evidence());
  EXPECT_FALSE(right.fields.contains("floor"));
}

}  // namespace
}  // namespace kolog::workflow
