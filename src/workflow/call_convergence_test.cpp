// SPDX-License-Identifier: Apache-2.0
// Whatever order Twilio tells in, however often, and whatever is lost on the way: once the look-ups are done,
// a call is in the state that docs/call-states.md names.
#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "database/query.h"
#include "store/call_store.h"
#include "store/job_store.h"
#include "store/recording_store.h"
#include "store/review_store.h"
#include "support/test_database.h"
#include "workflow/find_recording.h"
#include "workflow/ingest_call.h"
#include "workflow/look_up_call.h"
#include "workflow/review_account.h"

namespace kolog::workflow {
namespace {

using namespace std::chrono_literals;
using database::Session;
using domain::RecordingStatus;
using testing::call_sid;
using testing::FakeClock;
using testing::kAccount;
using testing::kBusiness;
using testing::kNumber;
using testing::recording_sid;
using testing::TestDatabase;

const std::string kCall = call_sid(1);
const std::string kCaller = "+972501234567";
const std::string kAgent = "+972521111111";

struct Part {
  int number = 1;
  RecordingStatus end = RecordingStatus::completed;
  int start = 0;  // seconds after the call began
  int duration = 20;
};

/// How a call truly went, and where it must end.
struct Story {
  std::string name;
  std::string end;               // Twilio's last word on the call
  std::vector<Part> recordings;  // as Twilio has them in the end
  std::string leg_end;           // Twilio's last word on the leg that was dialled; empty: none was
  std::string expected;
};

const std::vector<Story>& stories() {
  using enum RecordingStatus;
  static const std::vector<Story> all = {
      {"answered", "completed", {{1, completed}}, "completed", "processing"},
      {"a message", "completed", {{1, completed}}, "", "processing"},
      {"recorded in two parts",
       "completed",
       {{1, completed, 0, 20}, {2, completed, 30, 10}},
       "",
       "processing"},
      {"one part too short", "completed", {{1, completed, 0, 20}, {2, absent, 30, 0}}, "", "processing"},
      {"too short", "completed", {{1, absent, 0, 0}}, "", "no_recording"},
      {"failed to record", "completed", {{1, failed, 0, 0}}, "", "no_recording"},
      {"never recorded", "completed", {}, "", "no_recording"},
      {"busy", "busy", {}, "", "busy"},
      {"nobody there", "no-answer", {}, "no-answer", "no-answer"},
      {"hung up at once", "canceled", {}, "", "canceled"},
      {"did not come about", "failed", {}, "", "failed"},
  };
  return all;
}

std::string twilio_time(Timestamp time) {
  auto text = format_http_date(time);
  return text.replace(text.size() - 3, 3, "+0000");
}

/// Twilio's API, which knows the truth.
class TruthfulTwilio final : public http::Client {
 public:
  TruthfulTwilio(const Story& story, Timestamp began) : story_(story), began_(began) {}

  Result<http::ClientResponse> send(const http::ClientRequest& request) override {
    const auto& url = request.url;
    if (url.find("/Recordings.json") != std::string::npos) return answer(recordings());
    if (url.find("/Calls.json") != std::string::npos) {
      const bool ours = url.find(kNumber.substr(1)) != std::string::npos;
      return answer(R"({"calls":[)" + (ours ? call() : "") + "]}");
    }
    return answer(call());
  }

 private:
  static Result<http::ClientResponse> answer(std::string body) {
    return http::ClientResponse{200, {}, std::move(body)};
  }
  std::string call() const {
    return R"({"sid":")" + kCall + R"(","account_sid":")" + kAccount + R"(","from":")" + kCaller +
           R"(","to":")" + kNumber + R"(","direction":"inbound","status":")" + story_.end +
           R"(","duration":"42","start_time":")" + twilio_time(began_) + R"("})";
  }
  std::string recordings() const {
    std::string items;
    for (const auto& part : story_.recordings) {
      if (!items.empty()) items += ",";
      items += R"({"sid":")" + recording_sid(part.number) + R"(","account_sid":")" + kAccount +
               R"(","status":")" + std::string(to_string(part.end)) + R"(","duration":")" +
               std::to_string(part.duration) + R"(","start_time":")" +
               twilio_time(began_ + std::chrono::seconds{part.start}) + R"("})";
    }
    return R"({"recordings":[)" + items + "]}";
  }

  const Story& story_;
  const Timestamp began_;
};

class World {
 public:
  explicit World(const Story& story) : story_(story), began_(clock_.now()), client_(story, began_) {
    database_.in([&](Session& session) {
      testing::add_businesses(session, clock_.now());
      store::ReviewStore(session).save(kAccount, clock_.now());
      store::JobStore(session).enqueue(kReviewJob, kAccount, clock_.now() + 1h);
    });
    tellings_ = {[this] { return told(ingest_.incoming(facts("ringing"))); },
                 [this] { return ingest_.status(facts("ringing")); },
                 [this] { return ingest_.status(with_end(facts(story_.end))); },
                 [this] { return ingest_.stream_ended(facts("")); },
                 // A later word that knows less than an earlier one.
                 [this] { return ingest_.status(knowing_nothing()); }};
    if (story_.end == "completed") {
      tellings_.push_back([this] { return ingest_.status(facts("in-progress")); });
    }
    if (!story_.leg_end.empty()) {
      for (const auto& status : {std::string("initiated"), std::string("ringing"), story_.leg_end}) {
        tellings_.push_back([this, status] { return ingest_.status(leg(status)); });
      }
    }
    for (const auto& part : story_.recordings) {
      tellings_.push_back(
          [this, part] { return ingest_.recording(recording(part, RecordingStatus::in_progress)); });
      tellings_.push_back([this, part] { return ingest_.recording(recording(part, part.end)); });
    }
  }

  std::size_t tellings() const { return tellings_.size(); }
  void tell(std::size_t which) { RC_ASSERT(tellings_.at(which)().has_value()); }

  /// An hour goes by, with what is due at its beginning and at its end.
  void let_time_pass() {
    run_due();
    clock_.advance(1h);
    run_due();
  }

  /// Time goes by until the account has been reviewed and no look-up of the call is left.
  void settle() {
    const auto reviewed = clock_.now() + 1h;
    while (true) {
      const auto due = next_look_up();
      if (!due && clock_.now() >= reviewed) return;
      const auto next = clock_.now() < reviewed ? std::min(due.value_or(reviewed), reviewed) : *due;
      clock_.advance(std::max<std::chrono::milliseconds>(next - clock_.now(), 0ms));
      run_due();
      RC_ASSERT(clock_.now() < began_ + std::chrono::days{30});
    }
  }

  std::optional<domain::Call> call() {
    return database_.in([&](Session& session) { return store::CallStore(session).find_any(kCall); });
  }
  std::string parts() {
    return database_.in([&](Session& session) {
      return sids_of(parts_of_audio(store::RecordingStore(session).of_call(kCall)));
    });
  }
  long long count(const std::string& what) {
    return database_.in([&](Session& session) {
      long long number = 0;
      database::Query(session, "SELECT COUNT(*) FROM " + what).into(number).next();
      return number;
    });
  }

 private:
  template <class Answer>
  static Result<void> told(const Result<Answer>& answer) {
    return answer ? Result<void>() : answer.error();
  }
  CallFacts facts(std::string status) const {
    CallFacts told;
    told.call_sid = kCall;
    told.account_sid = kAccount;
    told.from_number = kCaller;
    told.to_number = kNumber;
    told.direction = "inbound";
    told.status = std::move(status);
    return told;
  }
  static CallFacts with_end(CallFacts told) {
    told.duration = 42;
    return told;
  }
  CallFacts knowing_nothing() const {
    auto told = facts("ringing");
    told.direction = "";
    told.duration = 0;
    return told;
  }
  static CallFacts leg(std::string status) {
    CallFacts told;
    told.call_sid = call_sid(2);
    told.parent_call_sid = kCall;
    told.account_sid = kAccount;
    told.from_number = kCaller;
    told.to_number = kAgent;
    told.direction = "outbound-dial";
    told.status = std::move(status);
    told.duration = 7;
    return told;
  }
  RecordingFacts recording(const Part& part, RecordingStatus status) const {
    RecordingFacts told;
    told.call_sid = kCall;
    told.account_sid = kAccount;
    told.recording.uri = "/2010-04-01/Accounts/" + kAccount + "/Recordings/" + recording_sid(part.number);
    told.recording.status = status;
    told.recording.started_at = began_ + std::chrono::seconds{part.start};
    if (status == part.end) told.recording.duration = std::chrono::seconds{part.duration};
    return told;
  }
  std::optional<Timestamp> next_look_up() {
    return database_.in([&](Session& session) -> std::optional<Timestamp> {
      long long due = 0;
      database::Query(
          session,
          "SELECT COALESCE(MIN(run_at_ms), 0) FROM jobs WHERE kind IN ('find', 'lookup') AND state = 'ready'")
          .into(due)
          .next();
      if (due == 0) return std::nullopt;
      return Timestamp{std::chrono::milliseconds{due}};
    });
  }
  void run_due() {
    static const std::vector<std::string> kKinds{std::string(kLookUpJob), std::string(kFindJob),
                                                 std::string(kReviewJob)};
    const auto jobs = database_.in([&](Session& session) {
      return store::JobStore(session).claim(kKinds, 10, "worker", clock_.now(), clock_.now() + 1min);
    });
    for (const auto& job : jobs) run({job, "worker", {}});
  }
  void run(const jobs::JobRun& job) {
    Result<void> outcome;
    if (job.job.kind == kFindJob) outcome = FindRecording({4h}, context_, twilio_)(job);
    if (job.job.kind == kLookUpJob) outcome = LookUpCall({}, context_, twilio_, accounts_, ingest_)(job);
    if (job.job.kind == kReviewJob) outcome = ReviewAccount({1h}, context_, twilio_, accounts_, ingest_)(job);
    if (outcome) return;
    RC_ASSERT(is_retryable(outcome.error().code));
    database_.in([&](Session& session) {
      return store::JobStore(session).retry(job.job.name, "worker", clock_.now() + 30min, "");
    });
  }

  const Story& story_;
  FakeClock clock_;
  const Timestamp began_;
  TestDatabase database_;
  TruthfulTwilio client_;
  SecretBox secrets_{SecretBox::Key{}};
  recordings::TwilioAccounts accounts_{
      {kAccount, Secret("token"), "https://api.twilio.com"}, *database_, secrets_};
  twilio::RestClient twilio_{client_, accounts_, clock_, {}};
  StageContext context_{*database_, clock_, {}, {}};
  IngestCall ingest_{{}, context_};
  std::vector<std::function<Result<void>()>> tellings_;
};

std::string sids_expected(const Story& story) {
  std::string sids;
  for (const auto& part : story.recordings) {
    if (part.end == RecordingStatus::completed)
      sids.append(sids.empty() ? "" : " ").append(recording_sid(part.number));
  }
  return sids;
}

class CallConvergence : public ::testing::TestWithParam<Story> {};

TEST_P(CallConvergence, EveryOrderRepetitionAndLossEndsInTheStateOfTheTable) {
  const auto& story = GetParam();
  const bool holds = rc::check("the call ends as " + story.expected, [&] {
    World world(story);
    constexpr int kLetTimePass = -1;
    const auto script = *rc::gen::container<std::vector<int>>(
        rc::gen::inRange(kLetTimePass, static_cast<int>(world.tellings())));
    for (const auto step : script) {
      if (step == kLetTimePass) {
        world.let_time_pass();
      } else {
        world.tell(static_cast<std::size_t>(step));
      }
    }
    world.settle();
    const auto call = world.call();
    RC_ASSERT(call.has_value());
    RC_ASSERT(call->status == story.expected);
    RC_ASSERT(call->business_id == kBusiness);
    RC_ASSERT(call->from_number == kCaller);
    RC_ASSERT(call->to_number == kNumber);
    RC_ASSERT(call->direction == domain::Direction::inbound);
    RC_ASSERT(call->duration == std::optional(42s));
    RC_ASSERT(call->ended_at.has_value());
    RC_ASSERT(world.parts() == sids_expected(story));
    RC_ASSERT(call->recording_url.empty() == sids_expected(story).empty());
    RC_ASSERT(world.count("call_logs") == 1);
    RC_ASSERT(world.count("jobs WHERE kind = 'fetch'") == (sids_expected(story).empty() ? 0 : 1));
    RC_ASSERT(world.count("jobs WHERE kind IN ('find', 'lookup') AND state <> 'done'") == 0);
  });
  EXPECT_TRUE(holds);
}

INSTANTIATE_TEST_SUITE_P(Stories, CallConvergence, ::testing::ValuesIn(stories()), [](const auto& story) {
  auto name = story.param.name;
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
});

TEST(DialledLeg, ThatWasBusySaysMoreThanTheCallersOwnInEitherOrder) {
  const Story story{"the leg is busy", "completed", {}, "busy", "busy"};
  constexpr std::size_t kIncoming = 0;
  constexpr std::size_t kEnd = 2;
  constexpr std::size_t kLegEnd = 8;
  for (const auto& order : std::vector<std::vector<std::size_t>>{{kIncoming, kEnd, kLegEnd},
                                                                 {kIncoming, kLegEnd, kEnd},
                                                                 {kEnd, kLegEnd, kIncoming, kEnd, kLegEnd}}) {
    World world(story);
    for (const auto step : order) world.tell(step);
    world.settle();
    EXPECT_EQ(world.call()->status, story.expected);
  }
}

}  // namespace
}  // namespace kolog::workflow
