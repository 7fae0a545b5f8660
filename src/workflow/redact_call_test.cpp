// SPDX-License-Identifier: Apache-2.0
// What a business has blacked out of its calls, through the stages and back.
#include "workflow/redact_call.h"

#include <string>

#include <gtest/gtest.h>

#include "database/query.h"
#include "insight/extractor.h"
#include "store/job_store.h"
#include "store/redaction_store.h"
#include "store/transcript_store.h"
#include "store/webhook_store.h"
#include "support/test_database.h"
#include "webhooks/events.h"
#include "workflow/reprocess_call.h"
#include "workflow/stages.h"
#include "workflow/understand_call.h"

namespace kolog::workflow {
namespace {

using namespace std::chrono_literals;
using database::Session;
using domain::Speaker;
using domain::Stage;
using store::CallStore;
using store::RedactionStore;
using store::TranscriptStore;
using testing::call_sid;
using testing::kBusiness;

const std::string kCall = call_sid(1);
const std::string kPhone = "0541234567";

/// Understands what it reads by repeating it.
class RepeatingExtractor final : public insight::Extractor {
 public:
  Result<domain::Insight> extract(const insight::ExtractionInput& input) override {
    heard = domain::plain_text(input.transcript);
    domain::Insight insight;
    insight.fields["said"] = {invented.empty() ? heard : invented, 1, {}};
    return insight;
  }
  std::string heard;
  std::string invented;
};

class RepeatingSummariser final : public insight::Summariser {
 public:
  Result<std::string> summarise(const domain::Transcript& transcript, const domain::Insight&) override {
    return domain::plain_text(transcript);
  }
};

class RedactCallTest : public ::testing::Test {
 protected:
  RedactCallTest() {
    database.in([&](Session& session) {
      testing::add_businesses(session, clock.now());
      domain::Call call;
      call.call_sid = kCall;
      call.business_id = kBusiness;
      call.status = "completed";
      call.created_at = clock.now();
      CallStore(session).insert(call);
      domain::WebhookEndpoint endpoint;
      endpoint.id = "end_1";
      endpoint.business_id = kBusiness;
      endpoint.url = "https://hooks.example.org/";
      endpoint.events = "call.processed,call.failed";
      endpoint.created_at = clock.now();
      store::WebhookStore(session).insert_endpoint(endpoint);
    });
  }

  void set_policy(const std::string& redaction) {
    database.in([&](Session& session) {
      database::Query(session,
                      "INSERT INTO insight_settings (business_id, settings, version, updated_at) VALUES "
                      "(:business, :settings, 1, '') ON CONFLICT (business_id) DO UPDATE SET settings = "
                      "excluded.settings")
          .with("business", kBusiness)
          .with("settings", R"({"redaction":)" + redaction + "}")
          .run();
    });
  }

  /// As TranscribeCall ends.
  void transcribe(const std::string& text = "call " + kPhone + " please") {
    database.in([&](Session& session) {
      domain::Transcript transcript;
      transcript.language = domain::Language::english;
      transcript.segments = {{0, Speaker::caller, 0s, 3s, text, 1, {}}};
      const auto shown = text_until_redacted(session, call_in(session), transcript, clock.now());
      TranscriptStore(session).save(kCall, transcript);
      CallStore calls(session);
      calls.save_transcript(kCall, shown, transcript.language);
      for (int stage = 0; stage <= static_cast<int>(Stage::transcribed); ++stage) {
        calls.reach(kCall, static_cast<Stage>(stage), clock.now());
      }
    });
  }
  template <class Handle>
  void run(const Handle& handle, std::string_view kind) {
    const auto job = database.in([&](Session& session) {
      store::JobStore store(session);
      store.enqueue_again(kind, kCall, clock.now());
      const std::vector<std::string> kinds{std::string(kind)};
      return jobs::JobRun{
          store.claim(kinds, 1, "worker", clock.now(), clock.now() + 1min).at(0), "worker", {}};
    });
    ASSERT_TRUE(handle(job));
  }
  void understand() {
    run(ExtractCall(context, extractor, {}, "Asia/Jerusalem"), kExtractJob);
    run(SummariseCall(context, summariser, "https://kolog.example.com", {}, "Asia/Jerusalem"), kSummariseJob);
  }
  void reprocess() {
    ASSERT_TRUE(reprocess_call(*database, clock, kBusiness, kCall, Stage::extracted));
    understand();
  }
  void type(const std::string& notes, const std::string& transcript = "") {
    database.in([&](Session& session) {
      store::CallCorrection correction;
      correction.notes = notes;
      if (!transcript.empty()) correction.final_transcript = transcript;
      redact_correction(session, call_in(session), correction, clock.now());
      CallStore(session).correct(kBusiness, kCall, correction);
    });
  }

  static domain::Call call_in(Session& session) { return CallStore(session).find_any(kCall).value(); }
  domain::Call call() {
    return database.in([](Session& session) { return call_in(session); });
  }
  domain::Call owners_call() {
    return database.in([](Session& session) {
      auto call = call_in(session);
      restore_texts(session, call);
      return call;
    });
  }
  bool withheld() {
    return database.in([](Session& session) { return is_withheld(session, call_in(session)); });
  }
  /// Everything about the call in the database but what is the owner's.
  std::string everything() {
    return database.in([](Session& session) {
      const auto call = call_in(session);
      auto text = call.transcription + call.final_transcript + call.summary + call.notes;
      const auto insight = TranscriptStore(session).insight(kCall);
      if (insight) text += insight->summary + insight->fields.at("said").value;
      for (const auto& delivery : store::WebhookStore(session).deliveries_of_call(kBusiness, kCall)) {
        text += store::WebhookStore(session).find_delivery(delivery.id)->body;
      }
      return text;
    });
  }

  testing::TestDatabase database;
  testing::FakeClock clock;
  StageContext context{*database, clock, {}, {}};
  RepeatingExtractor extractor;
  RepeatingSummariser summariser;
};

const std::string kPhonesOff = R"({"cards":true,"ids":true,"phones":false,"audio":true})";
const std::string kPhonesOn = R"({"cards":false,"ids":false,"phones":true,"audio":true})";

TEST_F(RedactCallTest, WhatStandsWithTheCallIsMaskedAndWhatWasSaidStaysInTheSegments) {
  set_policy(kPhonesOn);
  transcribe();
  understand();
  EXPECT_EQ(call().final_transcript, "Caller: call ••• please");
  EXPECT_EQ(call().transcription, "Caller: call ••• please");
  EXPECT_EQ(call().summary, "Caller: call ••• please");
  EXPECT_EQ(everything().find(kPhone), std::string::npos);
  EXPECT_EQ(owners_call().final_transcript, "Caller: call " + kPhone + " please");
}

TEST_F(RedactCallTest, TheMachineThatUnderstandsNeverReadsWhatIsMasked) {
  set_policy(kPhonesOn);
  transcribe();
  understand();
  EXPECT_EQ(extractor.heard, "Caller: call ••• please");
}

TEST_F(RedactCallTest, WhatAMachineWritesByItselfIsMaskedToo) {
  set_policy(kPhonesOn);
  transcribe();
  extractor.invented = "+972 54 1234567";
  understand();
  const auto insight = database.in([](Session& session) { return TranscriptStore(session).insight(kCall); });
  EXPECT_EQ(insight->fields.at("said").value, "•••");
}

TEST_F(RedactCallTest, NothingIsShownUntilTheCallIsRedacted) {
  set_policy(kPhonesOn);
  transcribe();
  EXPECT_TRUE(withheld());
  EXPECT_EQ(call().final_transcript, "");
  EXPECT_EQ(call().transcription, "");
  EXPECT_EQ(owners_call().final_transcript, "Caller: call " + kPhone + " please");
  understand();
  EXPECT_FALSE(withheld());
}

TEST_F(RedactCallTest, ACallThatFailsBeforeIsToldOfWithoutItsText) {
  transcribe();
  set_policy(kPhonesOn);
  database.in([&](Session& session) {
    fail_call(session, clock, "https://kolog.example.com", kCall, Stage::extracted,
              failure(ErrorCode::internal, "It broke"));
  });
  const auto deliveries = database.in([](Session& session) {
    const auto found = store::WebhookStore(session).deliveries_of_call(kBusiness, kCall);
    return store::WebhookStore(session).find_delivery(found.at(0).id)->body;
  });
  EXPECT_EQ(deliveries.find(kPhone), std::string::npos) << deliveries;
}

TEST_F(RedactCallTest, ABusinessWithoutAPolicySeesAllAtOnce) {
  transcribe();
  EXPECT_FALSE(withheld());
  EXPECT_EQ(call().final_transcript, "Caller: call " + kPhone + " please");
  understand();
  EXPECT_EQ(call().summary, "Caller: call " + kPhone + " please");
  EXPECT_FALSE(database.in([](Session& session) { return RedactionStore(session).find(kCall); }));
}

TEST_F(RedactCallTest, APolicyAppliesToOldCallsOnceTheyAreUnderstoodAnew) {
  transcribe();
  understand();
  set_policy(kPhonesOn);
  EXPECT_FALSE(withheld());
  reprocess();
  EXPECT_EQ(call().final_transcript, "Caller: call ••• please");
  EXPECT_EQ(call().summary, "Caller: call ••• please");
}

TEST_F(RedactCallTest, WithoutThePolicyANewRunGivesTheOriginalBack) {
  set_policy(kPhonesOn);
  type("ask for " + kPhone);
  transcribe();
  understand();
  EXPECT_EQ(call().notes, "ask for •••");
  set_policy(R"({"cards":false,"ids":false,"phones":false,"audio":false})");
  EXPECT_EQ(call().notes, "ask for •••") << "not before";
  reprocess();
  EXPECT_EQ(call().final_transcript, "Caller: call " + kPhone + " please");
  EXPECT_EQ(call().transcription, "Caller: call " + kPhone + " please");
  EXPECT_EQ(call().summary, "Caller: call " + kPhone + " please");
  EXPECT_EQ(call().notes, "ask for " + kPhone);
  EXPECT_FALSE(database.in([](Session& session) { return RedactionStore(session).find(kCall); }));
}

TEST_F(RedactCallTest, ThePolicyThatIsOffWhenItIsUnderstoodShowsWhatWasHeldBack) {
  set_policy(kPhonesOn);
  transcribe();
  set_policy(kPhonesOff);
  understand();
  EXPECT_EQ(call().final_transcript, "Caller: call " + kPhone + " please");
}

TEST_F(RedactCallTest, WhatAPersonTypesIsMaskedAndNotLost) {
  set_policy(kPhonesOn);
  transcribe();
  understand();
  type("his mobile is " + kPhone, "Caller: it is " + kPhone + ", I said");
  EXPECT_EQ(call().notes, "his mobile is •••");
  EXPECT_EQ(call().final_transcript, "Caller: it is •••, I said");
  EXPECT_EQ(owners_call().notes, "his mobile is " + kPhone);
  EXPECT_EQ(owners_call().final_transcript, "Caller: it is " + kPhone + ", I said");
  reprocess();
  EXPECT_EQ(call().final_transcript, "Caller: it is •••, I said") << "a person's word stays over a new run";
  EXPECT_EQ(extractor.heard, "Caller: it is •••, I said");
  EXPECT_EQ(owners_call().final_transcript, "Caller: it is " + kPhone + ", I said");
}

TEST_F(RedactCallTest, MasksInWhatAPersonTypesStandForWhatTheyStoodFor) {
  set_policy(kPhonesOn);
  transcribe();
  understand();
  type("", "Caller: call ••• please, soon");
  EXPECT_EQ(call().final_transcript, "Caller: call ••• please, soon");
  EXPECT_EQ(owners_call().final_transcript, "Caller: call " + kPhone + " please, soon");
  type("", "Caller: call ••• please, today");
  EXPECT_EQ(owners_call().final_transcript, "Caller: call " + kPhone + " please, today");
}

TEST_F(RedactCallTest, SpansOfAnOlderTranscriptAreNotLaidOverANewOne) {
  set_policy(kPhonesOn);
  transcribe();
  understand();
  transcribe(kPhone + " is what I said");
  EXPECT_TRUE(withheld());
  EXPECT_EQ(call().final_transcript, "");
  understand();
  EXPECT_EQ(call().final_transcript, "Caller: ••• is what I said");
}

TEST_F(RedactCallTest, WhatWasUnderstoodDuringTheCallIsHeldBackAndMasked) {
  set_policy(kPhonesOn);
  database.in([](Session& session) {
    database::Query(session,
                    "UPDATE call_logs SET transcription = 'live 0541234567', final_transcript = 'live "
                    "0541234567', transcript_source = 'realtime'")
        .run();
  });
  transcribe();
  EXPECT_EQ(call().transcription, "");
  understand();
  EXPECT_EQ(call().transcription, "live •••");
  set_policy(kPhonesOff);
  reprocess();
  EXPECT_EQ(call().transcription, "live 0541234567");
}

TEST_F(RedactCallTest, ValuesOfFieldsAreMaskedEachByItself) {
  set_policy(kPhonesOn);
  transcribe();
  database.in([](Session& session) {
    CallStore(session).replace_text(kCall, store::TextColumn::corrected_values,
                                    R"({"a":"054","so":"1234567","b":"0541234567"})");
  });
  understand();
  const auto values = [&] {
    return database.in(
        [](Session& session) { return CallStore(session).text(kCall, store::TextColumn::corrected_values); });
  };
  EXPECT_EQ(values(), R"({"a":"054","so":"1234567","b":"•••"})");
  set_policy(kPhonesOff);
  reprocess();
  EXPECT_EQ(values(), R"({"a":"054","so":"1234567","b":"0541234567"})");
}

TEST_F(RedactCallTest, WhatWasTypedLastCountsWhateverWasKeptBefore) {
  set_policy(kPhonesOn);
  type("ask for " + kPhone);
  set_policy(kPhonesOff);
  type("ask for 0529999999");
  transcribe();
  understand();
  EXPECT_EQ(call().notes, "ask for 0529999999");
}

TEST_F(RedactCallTest, ABusinessThatHasSetNothingHasNothingBlackedOut) {
  EXPECT_EQ(database.in([](Session& session) { return policy_of(session, kBusiness); }),
            domain::RedactionPolicy{});
}

}  // namespace
}  // namespace kolog::workflow
