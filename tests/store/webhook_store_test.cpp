// SPDX-License-Identifier: Apache-2.0
#include "store/webhook_store.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "store/call_store.h"
#include "support/test_database.h"

namespace kolog::store {
namespace {

using namespace kolog::testing;
using namespace std::chrono_literals;
using database::Session;

const std::string kCall = call_sid(1);

class WebhookStoreTest : public ::testing::Test {
 protected:
  WebhookStoreTest() {
    database.in([&](Session& session) {
      add_businesses(session, clock.now());
      domain::Call call;
      call.call_sid = kCall;
      call.business_id = kBusiness;
      call.created_at = clock.now();
      CallStore(session).insert(call);
    });
    add_endpoint("we_1");
  }

  template <class Work>
  auto with(Work work) {
    return database.in([&](Session& session) {
      WebhookStore store(session);
      return work(store);
    });
  }
  domain::WebhookEndpoint add_endpoint(const std::string& id, const std::string& business = kBusiness) {
    domain::WebhookEndpoint made;
    made.id = id;
    made.business_id = business;
    made.url = "https://hooks.example.org/";
    made.events = "call.processed";
    made.secret = "v1.sealed";
    made.created_at = clock.now();
    with([&](WebhookStore& store) { store.insert_endpoint(made); });
    return made;
  }
  void add_delivery(const std::string& id, const std::string& call = kCall,
                    const std::string& endpoint = "we_1") {
    Delivery delivery;
    delivery.id = id;
    delivery.endpoint_id = endpoint;
    delivery.business_id = kBusiness;
    delivery.call_sid = call;
    delivery.event = call.empty() ? "webhook.test" : "call.processed";
    delivery.body = "{}";
    delivery.created_at = clock.now();
    delivery.next_attempt_at = clock.now();
    with([&](WebhookStore& store) { store.insert_delivery(delivery); });
  }
  void attempt(const std::string& id, std::string_view state, std::optional<int> status = 200) {
    DeliveryAttempt made;
    made.at = clock.now();
    made.status = status;
    with([&](WebhookStore& store) { store.record_attempt(id, state, made); });
  }
  std::optional<Delivery> delivery(const std::string& id) {
    return with([&](WebhookStore& store) { return store.find_delivery(id); });
  }
  std::string ids(const DeliveryFilter& filter, const std::string& business = kBusiness) {
    return with([&](WebhookStore& store) {
      std::string list;
      for (const auto& found : store.deliveries(business, filter).deliveries) list += found.id + " ";
      return list;
    });
  }

  TestDatabase database;
  FakeClock clock;
};

TEST_F(WebhookStoreTest, AnEndpointIsReadAsItWasSaved) {
  auto saved = with([](WebhookStore& store) { return store.find_endpoint("we_1").value(); });
  EXPECT_TRUE(saved.enabled);
  EXPECT_FALSE(saved.paused);
  EXPECT_FALSE(saved.previous_secret_until);
  saved.url = "https://elsewhere.example.org/";
  saved.events = "call.failed";
  saved.previous_secret = std::exchange(saved.secret, "v1.newer");
  saved.previous_secret_until = clock.now() + 24h;
  saved.paused = true;
  saved.enabled = false;
  saved.disabled_reason = "It answered 410";
  with([&](WebhookStore& store) { store.save_endpoint(saved); });
  const auto read = with([](WebhookStore& store) { return store.endpoint_of(kBusiness, "we_1").value(); });
  EXPECT_EQ(read.url, saved.url);
  EXPECT_EQ(read.events, "call.failed");
  EXPECT_EQ(read.secret, "v1.newer");
  EXPECT_EQ(read.previous_secret, "v1.sealed");
  EXPECT_EQ(read.previous_secret_until, clock.now() + 24h);
  EXPECT_TRUE(read.paused);
  EXPECT_FALSE(read.enabled);
  EXPECT_EQ(read.disabled_reason, "It answered 410");
  EXPECT_EQ(read.created_at, clock.now());
}

TEST_F(WebhookStoreTest, AnotherBusinessFindsNothing) {
  add_delivery("msg_1");
  with([](WebhookStore& store) {
    EXPECT_FALSE(store.endpoint_of(kOtherBusiness, "we_1"));
    EXPECT_FALSE(store.delivery_of(kOtherBusiness, "msg_1"));
    EXPECT_TRUE(store.endpoints(kOtherBusiness).empty());
    EXPECT_TRUE(store.deliveries_of_call(kOtherBusiness, kCall).empty());
    EXPECT_FALSE(store.remove_endpoint(kOtherBusiness, "we_1"));
    EXPECT_EQ(store.deliveries(kOtherBusiness, {.endpoint_id = "we_1"}).total, 0);
  });
  EXPECT_TRUE(delivery("msg_1"));
}

TEST_F(WebhookStoreTest, AttemptsAreNumberedOnAndTheDeliverySaysTheLast) {
  add_delivery("msg_1");
  attempt("msg_1", kPending, 500);
  EXPECT_EQ(delivery("msg_1")->state, "pending");
  EXPECT_FALSE(delivery("msg_1")->next_attempt_at);
  with([&](WebhookStore& store) { store.set_next_attempt("msg_1", clock.now() + 5s); });
  EXPECT_EQ(delivery("msg_1")->next_attempt_at, clock.now() + 5s);
  clock.advance(5s);
  attempt("msg_1", kDelivered);
  const auto told = delivery("msg_1").value();
  EXPECT_EQ(told.state, "delivered");
  EXPECT_EQ(told.attempts, 2);
  EXPECT_EQ(told.last_status, 200);
  EXPECT_EQ(told.delivered_at, clock.now());
  EXPECT_FALSE(told.next_attempt_at);
  const auto log = with([](WebhookStore& store) { return store.attempts_of("msg_1"); });
  ASSERT_EQ(log.size(), 2U);
  EXPECT_EQ(log[0].number, 1);
  EXPECT_EQ(log[0].status, 500);
  EXPECT_EQ(log[1].number, 2);
}

TEST_F(WebhookStoreTest, AReplayKeepsWhenItWasLastTaken) {
  add_delivery("msg_1");
  attempt("msg_1", kDelivered);
  const auto taken = clock.now();
  clock.advance(1h);
  with([&](WebhookStore& store) { store.make_pending("msg_1", clock.now()); });
  attempt("msg_1", kPending, 500);
  EXPECT_EQ(delivery("msg_1")->state, "pending");
  EXPECT_EQ(delivery("msg_1")->delivered_at, taken);
  EXPECT_EQ(delivery("msg_1")->attempts, 2);
}

TEST_F(WebhookStoreTest, OnlyAPendingDeliveryHasANextAttempt) {
  add_delivery("msg_1");
  attempt("msg_1", kDelivered);
  with([&](WebhookStore& store) { store.set_next_attempt("msg_1", clock.now()); });
  EXPECT_FALSE(delivery("msg_1")->next_attempt_at);
  add_delivery("msg_2");
  with([&](WebhookStore& store) { store.fail_delivery("msg_2", "Given up"); });
  EXPECT_FALSE(delivery("msg_2")->next_attempt_at);
}

TEST_F(WebhookStoreTest, AnAttemptOfADeletedDeliveryIsDropped) {
  attempt("msg_gone", kPending, 500);
  EXPECT_TRUE(with([](WebhookStore& store) { return store.attempts_of("msg_gone"); }).empty());
}

TEST_F(WebhookStoreTest, AnEndpointThatIsSwitchedOffTakesItsPendingDeliveriesAlong) {
  add_endpoint("we_2");
  add_delivery("msg_pending");
  add_delivery("msg_delivered");
  add_delivery("msg_other", kCall, "we_2");
  attempt("msg_delivered", kDelivered);
  with([](WebhookStore& store) { store.disable_endpoint("we_1", "It answered 410", "Switched off"); });
  EXPECT_EQ(delivery("msg_pending")->state, "failed");
  EXPECT_EQ(delivery("msg_pending")->last_error, "Switched off");
  EXPECT_FALSE(delivery("msg_pending")->next_attempt_at);
  EXPECT_EQ(delivery("msg_delivered")->state, "delivered");
  EXPECT_EQ(delivery("msg_other")->state, "pending");
}

TEST_F(WebhookStoreTest, WhatWaitsIsNamedOldestFirst) {
  add_delivery("msg_b");
  clock.advance(1s);
  add_delivery("msg_a");
  add_delivery("msg_c");
  attempt("msg_c", kDelivered);
  EXPECT_EQ(with([](WebhookStore& store) { return store.pending_of("we_1"); }),
            (std::vector<std::string>{"msg_b", "msg_a"}));
}

TEST_F(WebhookStoreTest, ATestHasNoCallAndHoldsNoneUp) {
  add_delivery("msg_test", "");
  EXPECT_EQ(delivery("msg_test")->call_sid, "");
  EXPECT_EQ(with([](WebhookStore& store) { return store.outstanding(kCall); }), 0);
  EXPECT_EQ(with([](WebhookStore& store) { return store.outstanding(""); }), 0);
}

TEST_F(WebhookStoreTest, DeletingACallOrAnEndpointDeletesItsDeliveriesAndTheirAttempts) {
  add_delivery("msg_1");
  attempt("msg_1", kDelivered);
  with([](WebhookStore& store) { EXPECT_TRUE(store.remove_endpoint(kBusiness, "we_1")); });
  EXPECT_FALSE(delivery("msg_1"));
  EXPECT_TRUE(with([](WebhookStore& store) { return store.attempts_of("msg_1"); }).empty());
}

TEST_F(WebhookStoreTest, PagesFollowOneAnotherWhateverComesInMeanwhile) {
  for (const auto* id : {"msg_a", "msg_b", "msg_c"}) add_delivery(id);  // at the same moment
  DeliveryFilter filter;
  filter.limit = 2;
  const auto first = with([&](WebhookStore& store) { return store.deliveries(kBusiness, filter); });
  EXPECT_EQ(first.total, 3);
  ASSERT_EQ(first.deliveries.size(), 2U);
  clock.advance(1s);
  add_delivery("msg_d");
  filter.cursor = first.next_cursor;
  const auto second = with([&](WebhookStore& store) { return store.deliveries(kBusiness, filter); });
  ASSERT_EQ(second.deliveries.size(), 1U);
  EXPECT_EQ(second.deliveries[0].id, "msg_a");
  EXPECT_EQ(second.next_cursor, "");
  EXPECT_EQ(ids({}), "msg_d msg_c msg_b msg_a ");
}

TEST_F(WebhookStoreTest, FiltersNarrowTogether) {
  add_endpoint("we_2");
  add_delivery("msg_1");
  add_delivery("msg_2", "");
  add_delivery("msg_3", kCall, "we_2");
  attempt("msg_3", kDelivered);
  EXPECT_EQ(ids({.endpoint_id = "we_1"}), "msg_2 msg_1 ");
  EXPECT_EQ(ids({.call_sid = kCall}), "msg_3 msg_1 ");
  EXPECT_EQ(ids({.endpoint_id = "we_1", .call_sid = kCall}), "msg_1 ");
  EXPECT_EQ(ids({.state = "delivered"}), "msg_3 ");
  EXPECT_EQ(ids({.event = "webhook.test"}), "msg_2 ");
  EXPECT_EQ(ids({.endpoint_id = "' OR 1=1 --"}), "");
}

TEST_F(WebhookStoreTest, TheLogLosesWhatIsOldAndOverAlone) {
  add_delivery("msg_over");
  attempt("msg_over", kDelivered);
  add_delivery("msg_failed");
  attempt("msg_failed", kFailed, 500);
  add_delivery("msg_waiting");
  add_delivery("msg_replayed");
  attempt("msg_replayed", kDelivered);
  clock.advance(24h * 31);
  attempt("msg_replayed", kDelivered);
  add_delivery("msg_new");
  attempt("msg_new", kDelivered);
  const auto before = clock.now() - 24h * 30;
  EXPECT_EQ(with([&](WebhookStore& store) { return store.prune_log(before, 1); }), 1);
  EXPECT_EQ(with([&](WebhookStore& store) { return store.prune_log(before, 100); }), 1);
  EXPECT_EQ(with([&](WebhookStore& store) { return store.prune_log(before, 100); }), 0);
  EXPECT_EQ(ids({}), "msg_new msg_waiting msg_replayed ");
  EXPECT_TRUE(with([](WebhookStore& store) { return store.attempts_of("msg_over"); }).empty());
}

}  // namespace
}  // namespace kolog::store
