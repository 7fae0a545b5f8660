// SPDX-License-Identifier: Apache-2.0
#include "workflow/deliver_webhook.h"

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "database/query.h"
#include "store/call_store.h"
#include "store/job_store.h"
#include "support/test_database.h"
#include "webhooks/endpoint_secrets.h"
#include "webhooks/standard_webhook.h"
#include "workflow/webhook_outbox.h"

namespace kolog::workflow {
namespace {

using namespace std::chrono_literals;
using database::Session;
using domain::Stage;
using store::CallStore;
using store::Delivery;
using store::DeliveryAttempt;
using store::JobStore;
using store::WebhookStore;
using testing::call_sid;
using testing::FakeClock;
using testing::kBusiness;
using testing::TestDatabase;

const std::string kCall = call_sid(1);

/// An endpoint's server; whatever happens while a request is under way happens in `meanwhile`.
class FakeClient final : public http::Client {
 public:
  Result<http::ClientResponse> send(const http::ClientRequest& request) override {
    requests.push_back(request);
    request.record->connected = true;
    request.record->sent = request.headers;
    if (meanwhile) meanwhile();
    if (answers.empty()) return failure(ErrorCode::unavailable, "No answer");
    auto answer = answers.front();
    answers.pop_front();
    return answer;
  }
  void answer(int status, http::Headers headers = {}, std::string body = "") {
    answers.push_back({status, std::move(headers), std::move(body)});
  }

  std::deque<http::ClientResponse> answers;
  std::vector<http::ClientRequest> requests;
  std::function<void()> meanwhile;
};

class DeliverWebhookTest : public ::testing::Test {
 protected:
  DeliverWebhookTest() {
    database.in([&](Session& session) {
      testing::add_businesses(session, clock.now());
      domain::Call call;
      call.call_sid = kCall;
      call.business_id = kBusiness;
      call.status = domain::kStatusProcessed;
      call.created_at = clock.now();
      CallStore(session).insert(call);
    });
  }

  domain::WebhookEndpoint add_endpoint(const std::string& id) {
    domain::WebhookEndpoint made;
    made.id = id;
    made.business_id = kBusiness;
    made.url = "https://hooks.example.org/" + id;
    made.events = "call.processed";
    made.created_at = clock.now();
    secret = webhooks::rotate_secret(box, made, clock.now(), {});
    database.in([&](Session& session) { WebhookStore(session).insert_endpoint(made); });
    return made;
  }
  std::string queue(const domain::WebhookEndpoint& to, const std::string& about = kCall) {
    return database.in([&](Session& session) {
      return queue_delivery(session, clock.now(), to,
                            {"call.processed", about, R"({"type":"call.processed"})"});
    });
  }
  domain::WebhookEndpoint endpoint(const std::string& id) {
    return database.in([&](Session& session) { return WebhookStore(session).find_endpoint(id).value(); });
  }
  void save(const domain::WebhookEndpoint& changed) {
    database.in([&](Session& session) { WebhookStore(session).save_endpoint(changed); });
  }
  void pause(const std::string& id) {
    auto changed = endpoint(id);
    changed.paused = true;
    save(changed);
  }
  void resume(const std::string& id) {
    auto changed = endpoint(id);
    changed.paused = false;
    database.in([&](Session& session) {
      WebhookStore(session).save_endpoint(changed);
      release_deliveries(session, clock.now(), id);
    });
  }

  void replay(const std::string& id) {
    database.in([&](Session& session) {
      WebhookStore store(session);
      const auto again = store.find_delivery(id).value();
      repeat_delivery(session, clock.now(), store.find_endpoint(again.endpoint_id).value(), again);
    });
  }

  /// The next delivery that is due, as a worker claims it; none: there is none.
  std::optional<jobs::JobRun> claim() {
    return database.in([&](Session& session) -> std::optional<jobs::JobRun> {
      const std::vector<std::string> kinds{std::string(kDeliverJob)};
      const auto jobs = JobStore(session).claim(kinds, 1, "worker", clock.now(), clock.now() + 1min);
      if (jobs.empty()) return std::nullopt;
      return jobs::JobRun{jobs.at(0), "worker", {}};
    });
  }
  Result<void> run(const jobs::JobRun& job) { return DeliverWebhook(context, box, sender)(job); }
  Result<void> deliver() { return run(claim().value()); }
  /// What a worker does with a job that failed and may be tried again.
  void put_off(const jobs::JobRun& job, std::chrono::milliseconds delay) {
    database.in([&](Session& session) {
      JobStore(session).retry(job.job.name, job.owner, clock.now() + delay, "");
      DeliverWebhook::put_off(session, job.job, clock.now() + delay);
    });
  }
  Delivery delivery(const std::string& id) {
    return database.in([&](Session& session) { return WebhookStore(session).find_delivery(id).value(); });
  }
  std::vector<DeliveryAttempt> attempts(const std::string& id) {
    return database.in([&](Session& session) { return WebhookStore(session).attempts_of(id); });
  }
  std::string state_of_job(const std::string& id) {
    return database.in([&](Session& session) {
      std::string state = "(none)";
      database::Query(session, "SELECT state FROM jobs WHERE name = :name")
          .with("name", "deliver:" + id)
          .into(state)
          .next();
      return state;
    });
  }
  bool is_call_delivered() {
    return database.in([&](Session& session) {
      for (const auto& reached : CallStore(session).stages(kCall)) {
        if (reached.stage == Stage::delivered) return true;
      }
      return false;
    });
  }

  TestDatabase database;
  FakeClock clock;
  FakeClient client;
  SecretBox box{SecretBox::Key{3}};
  Secret secret;  // of the last endpoint
  StageContext context{*database, clock, {}};
  webhooks::Sender sender{
      {}, client, webhooks::AddressPolicy(webhooks::PrivateAddresses::refuse, [](const std::string&) {
        return std::vector<std::string>{"93.184.215.14"};
      })};
};

TEST_F(DeliverWebhookTest, WhatWasTakenIsDeliveredAndTheCallIsAtItsEnd) {
  const auto id = queue(add_endpoint("we_1"));
  client.answer(204);
  ASSERT_TRUE(deliver());
  EXPECT_EQ(delivery(id).state, "delivered");
  EXPECT_EQ(delivery(id).last_status, 204);
  EXPECT_GE(delivery(id).delivered_at, clock.now());
  EXPECT_FALSE(delivery(id).next_attempt_at);
  EXPECT_EQ(state_of_job(id), "done");
  EXPECT_TRUE(is_call_delivered());
  const auto& request = client.requests.at(0);
  EXPECT_EQ(request.headers.get("webhook-id"), id);
  EXPECT_EQ(request.headers.get("webhook-signature"),
            webhooks::sign(secret, id, clock.now(), delivery(id).body).value());
}

TEST_F(DeliverWebhookTest, ACallIsDeliveredWhenAllItsEndpointsAreTold) {
  queue(add_endpoint("we_1"));
  queue(add_endpoint("we_2"));
  client.answer(200);
  ASSERT_TRUE(deliver());
  EXPECT_FALSE(is_call_delivered());
  client.answer(200);
  ASSERT_TRUE(deliver());
  EXPECT_TRUE(is_call_delivered());
}

TEST_F(DeliverWebhookTest, ATestIsAboutNoCall) {
  const auto id = queue(add_endpoint("we_1"), "");
  client.answer(200);
  ASSERT_TRUE(deliver());
  EXPECT_EQ(delivery(id).state, "delivered");
  EXPECT_FALSE(is_call_delivered());
}

TEST_F(DeliverWebhookTest, WhatWasNotTakenIsSentAgainUnderTheSameId) {
  const auto id = queue(add_endpoint("we_1"));
  const auto job = claim().value();
  client.answer(500);
  const auto failed = run(job);
  ASSERT_FALSE(failed);
  EXPECT_TRUE(is_retryable(failed.error().code));
  EXPECT_EQ(delivery(id).state, "pending");
  EXPECT_EQ(delivery(id).last_status, 500);
  put_off(job, 5s);
  EXPECT_EQ(delivery(id).next_attempt_at, clock.now() + 5s);
  EXPECT_FALSE(claim()) << "not before its time";
  EXPECT_FALSE(is_call_delivered());
  clock.advance(5s);
  client.answer(200);
  ASSERT_TRUE(deliver());
  EXPECT_EQ(delivery(id).attempts, 2);
  ASSERT_EQ(client.requests.size(), 2U);
  EXPECT_EQ(client.requests[0].headers.get("webhook-id"), id);
  EXPECT_EQ(client.requests[1].headers.get("webhook-id"), id);
  EXPECT_EQ(client.requests[0].body, client.requests[1].body);
}

TEST_F(DeliverWebhookTest, EveryAttemptIsKeptWithWhatWentOutAndWhatCameBack) {
  const auto id = queue(add_endpoint("we_1"));
  const auto job = claim().value();
  client.answer(500, {{"Server", "caf\xE9"}}, "cut off in a letter: \xD7");
  EXPECT_FALSE(run(job));
  EXPECT_FALSE(run(job)) << "no answer";
  const auto log = attempts(id);
  ASSERT_EQ(log.size(), 2U);
  EXPECT_EQ(log[0].number, 1);
  EXPECT_EQ(log[0].at, clock.now());
  EXPECT_EQ(log[0].url, "https://hooks.example.org/we_1");
  EXPECT_EQ(log[0].address, "93.184.215.14");
  EXPECT_EQ(log[0].status, 500);
  EXPECT_NE(log[0].request_headers.find("webhook-id: " + id + "\n"), std::string::npos);
  EXPECT_NE(log[0].request_headers.find("webhook-signature: v1,"), std::string::npos);
  EXPECT_EQ(log[0].response_headers, "Server: caf\uFFFD\n");
  EXPECT_EQ(log[0].response_body, "cut off in a letter: \uFFFD");
  EXPECT_EQ(log[0].error, "The endpoint answered 500");
  EXPECT_EQ(log[1].number, 2);
  EXPECT_FALSE(log[1].status);
  EXPECT_EQ(log[1].error, "The endpoint did not answer");
  for (const auto& attempt : log) {
    EXPECT_EQ(attempt.request_headers.find(secret.reveal().substr(6)), std::string::npos);
  }
}

TEST_F(DeliverWebhookTest, AnEndpointsWishToWaitIsPassedOn) {
  queue(add_endpoint("we_1"));
  client.answer(503, {{"Retry-After", "120"}});
  EXPECT_EQ(deliver().error().retry_after, 120s);
}

TEST_F(DeliverWebhookTest, BothSecretsSignWhileOneIsRotated) {
  auto made = add_endpoint("we_1");
  const auto former = secret;
  const auto id = queue(made);
  secret = webhooks::rotate_secret(box, made, clock.now(), 24h);
  save(made);
  const auto job = claim().value();
  client.answer(500);
  EXPECT_FALSE(run(job));
  const auto body = delivery(id).body;
  EXPECT_EQ(client.requests.at(0).headers.get("webhook-signature"),
            webhooks::sign(secret, id, clock.now(), body).value() + " " +
                webhooks::sign(former, id, clock.now(), body).value());
  clock.advance(24h);
  client.answer(200);
  ASSERT_TRUE(run(job));
  EXPECT_EQ(client.requests.at(1).headers.get("webhook-signature"),
            webhooks::sign(secret, id, clock.now(), body).value());
}

TEST_F(DeliverWebhookTest, ASecretThatCannotBeOpenedSendsNothingAndIsTriedAgain) {
  const auto id = queue(add_endpoint("we_1"));
  auto broken = endpoint("we_1");
  broken.secret = SecretBox(SecretBox::Key{9}).seal(secret, "webhook:we_1");
  save(broken);
  const auto failed = deliver();
  ASSERT_FALSE(failed);
  EXPECT_TRUE(is_retryable(failed.error().code)) << "the operator may have mislaid the key";
  EXPECT_TRUE(client.requests.empty());
  EXPECT_EQ(delivery(id).attempts, 0);
}

TEST_F(DeliverWebhookTest, APrivateAddressIsRefusedForGoodAndSaidSo) {
  auto inside = add_endpoint("we_1");
  inside.url = "http://hooks.example.org/";
  save(inside);
  const auto id = queue(inside);
  EXPECT_FALSE(is_retryable(deliver().error().code));
  EXPECT_TRUE(client.requests.empty());
  ASSERT_EQ(attempts(id).size(), 1U);
  EXPECT_EQ(attempts(id)[0].address, "");
  EXPECT_EQ(attempts(id)[0].request_headers, "");
}

// Pausing.

TEST_F(DeliverWebhookTest, WhileItsEndpointIsPausedADeliveryWaitsWithoutAnAttempt) {
  const auto id = queue(add_endpoint("we_1"));
  pause("we_1");
  ASSERT_TRUE(deliver());
  EXPECT_EQ(delivery(id).state, "pending");
  EXPECT_EQ(delivery(id).attempts, 0);
  EXPECT_FALSE(delivery(id).next_attempt_at);
  EXPECT_EQ(state_of_job(id), "done");
  EXPECT_TRUE(client.requests.empty());
  clock.advance(72h);
  EXPECT_FALSE(claim());
}

TEST_F(DeliverWebhookTest, GoingOnSendsAllThatWaited) {
  const auto made = add_endpoint("we_1");
  const auto before = queue(made);
  pause("we_1");
  ASSERT_TRUE(deliver());
  const auto meanwhile = queue(endpoint("we_1"));
  EXPECT_EQ(state_of_job(meanwhile), "(none)");
  EXPECT_FALSE(delivery(meanwhile).next_attempt_at);
  resume("we_1");
  for (const auto& id : {before, meanwhile}) {
    EXPECT_EQ(state_of_job(id), "ready");
    EXPECT_EQ(delivery(id).next_attempt_at, clock.now());
    client.answer(200);
    ASSERT_TRUE(deliver());
  }
  EXPECT_EQ(delivery(before).state, "delivered");
  EXPECT_EQ(delivery(meanwhile).state, "delivered");
  EXPECT_FALSE(claim());
}

TEST_F(DeliverWebhookTest, GoingOnLeavesAWaitForAnotherTryAsItIs) {
  const auto id = queue(add_endpoint("we_1"));
  const auto job = claim().value();
  client.answer(500);
  EXPECT_FALSE(run(job));
  put_off(job, 2h);
  pause("we_1");
  resume("we_1");
  EXPECT_EQ(delivery(id).next_attempt_at, clock.now() + 2h);
  EXPECT_FALSE(claim());
}

TEST_F(DeliverWebhookTest, AnEndpointThatGoesOnAtTheMomentOfTheCheckLosesNothing) {
  const auto id = queue(add_endpoint("we_1"));
  pause("we_1");
  const auto job = claim().value();
  resume("we_1");  // finds the job running and leaves it alone
  client.answer(200);
  ASSERT_TRUE(run(job));
  EXPECT_EQ(delivery(id).state, "delivered");
}

// Gone.

TEST_F(DeliverWebhookTest, AnEndpointThatIsGoneIsSwitchedOffWithItsReason) {
  const auto made = add_endpoint("we_1");
  const auto first = queue(made);
  const auto second = queue(made);
  client.answer(410);
  const auto job = claim().value();
  const auto gone = run(job);
  EXPECT_FALSE(is_retryable(gone.error().code));
  const auto off = endpoint("we_1");
  EXPECT_FALSE(off.enabled);
  EXPECT_EQ(off.disabled_reason, "It answered 410 Gone at " + format_rfc3339(clock.now()));
  for (const auto& id : {first, second}) {
    EXPECT_EQ(delivery(id).state, "failed") << id;
    EXPECT_NE(delivery(id).last_error, "") << id;
  }
  const auto asked = job.job.subject;
  ASSERT_EQ(attempts(asked).size(), 1U);
  EXPECT_EQ(attempts(asked)[0].status, 410);
  ASSERT_TRUE(deliver()) << "the other one's job finds nothing to do";
  EXPECT_EQ(client.requests.size(), 1U);
}

TEST_F(DeliverWebhookTest, AFailureWhileAnotherDeliveryIsAnswered410IsTheLast) {
  const auto id = queue(add_endpoint("we_1"));
  client.meanwhile = [&] {
    database.in([&](Session& session) { WebhookStore(session).disable_endpoint("we_1", "Gone", "Gone"); });
  };
  client.answer(500);
  EXPECT_FALSE(is_retryable(deliver().error().code));
  EXPECT_EQ(attempts(id).size(), 1U);
}

TEST_F(DeliverWebhookTest, WhatIsQueuedForAnEndpointThatIsOffIsGivenUp) {
  const auto id = queue(add_endpoint("we_1"));
  auto off = endpoint("we_1");
  off.enabled = false;
  save(off);
  EXPECT_EQ(deliver().error().code, ErrorCode::refused);
  EXPECT_TRUE(client.requests.empty());
  EXPECT_EQ(delivery(id).attempts, 0);
}

TEST_F(DeliverWebhookTest, WhatIsGivenUpHasFailed) {
  const auto id = queue(add_endpoint("we_1"));
  database.in([&](Session& session) {
    DeliverWebhook::give_up(session, {"deliver:" + id, "deliver", id, 10, clock.now()},
                            failure(ErrorCode::unavailable, "The endpoint did not answer"));
  });
  EXPECT_EQ(delivery(id).state, "failed");
  EXPECT_EQ(delivery(id).last_error, "The endpoint did not answer");
  EXPECT_FALSE(delivery(id).next_attempt_at);
}

TEST_F(DeliverWebhookTest, ADeletedEndpointsJobFindsNothingToDo) {
  const auto id = queue(add_endpoint("we_1"));
  database.in([&](Session& session) { WebhookStore(session).remove_endpoint(kBusiness, "we_1"); });
  EXPECT_TRUE(deliver());
  EXPECT_EQ(state_of_job(id), "done");
  EXPECT_TRUE(client.requests.empty());
}

TEST_F(DeliverWebhookTest, AnEndpointThatIsDeletedWhileItIsToldLeavesNothingBehind) {
  const auto id = queue(add_endpoint("we_1"));
  client.meanwhile = [&] {
    database.in([&](Session& session) { WebhookStore(session).remove_endpoint(kBusiness, "we_1"); });
  };
  client.answer(500);
  EXPECT_FALSE(is_retryable(deliver().error().code));
  EXPECT_TRUE(attempts(id).empty());
}

TEST_F(DeliverWebhookTest, AWorkerThatLostItsLeaseSavesNothing) {
  const auto id = queue(add_endpoint("we_1"));
  auto job = claim().value();
  job.owner = "somebody else";
  client.answer(200);
  EXPECT_EQ(run(job).error().code, ErrorCode::cancelled);
  EXPECT_EQ(delivery(id).state, "pending");
  EXPECT_FALSE(is_call_delivered());
}

// Sending anew.

TEST_F(DeliverWebhookTest, AReplayIsTheSameRequestAndItsLogGoesOn) {
  const auto made = add_endpoint("we_1");
  const auto id = queue(made);
  client.answer(200);
  ASSERT_TRUE(deliver());
  replay(id);
  EXPECT_EQ(delivery(id).state, "pending");
  client.answer(202);
  ASSERT_TRUE(deliver());
  EXPECT_EQ(delivery(id).state, "delivered");
  ASSERT_EQ(attempts(id).size(), 2U);
  EXPECT_EQ(attempts(id)[1].number, 2);
  EXPECT_EQ(attempts(id)[1].status, 202);
  EXPECT_EQ(client.requests.at(0).headers.get("webhook-id"), client.requests.at(1).headers.get("webhook-id"));
  EXPECT_EQ(client.requests.at(0).body, client.requests.at(1).body);
}

TEST_F(DeliverWebhookTest, AReplayDoesNotWaitForAJobThatWasLeftOver) {
  const auto made = add_endpoint("we_1");
  const auto id = queue(made);
  const auto job = claim().value();
  client.answer(500);
  EXPECT_FALSE(run(job));
  put_off(job, 20h);
  database.in([&](Session& session) { WebhookStore(session).disable_endpoint("we_1", "Gone", "Gone"); });
  save(made);
  replay(id);
  const auto again = claim();
  ASSERT_TRUE(again) << "now, and not in twenty hours";
  EXPECT_EQ(again->job.attempts, 1) << "with all attempts before it";
}

TEST_F(DeliverWebhookTest, AReplayForAPausedEndpointWaitsForIt) {
  const auto id = queue(add_endpoint("we_1"));
  client.answer(200);
  ASSERT_TRUE(deliver());
  pause("we_1");
  replay(id);
  EXPECT_FALSE(claim());
  resume("we_1");
  EXPECT_TRUE(claim());
}

}  // namespace
}  // namespace kolog::workflow
