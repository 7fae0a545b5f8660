// SPDX-License-Identifier: Apache-2.0
#include "store/business_store.h"

#include <gtest/gtest.h>

#include "store/call_store.h"
#include "support/test_database.h"

namespace kolog::store {
namespace {

using namespace kolog::testing;
using database::Session;
using domain::CallFlow;
using domain::Language;
using domain::PhoneNumber;

class BusinessStoreTest : public ::testing::Test {
 protected:
  BusinessStoreTest() {
    database_.in([&](Session& session) { add_businesses(session, clock_.now()); });
  }

  std::optional<PhoneNumber> find(const std::string& number) {
    return database_.in([&](Session& session) { return BusinessStore(session).find_number(number); });
  }

  static PhoneNumber talkative() {
    PhoneNumber number;
    number.number = "+97239990000";
    number.business_id = kBusiness;
    number.flow = CallFlow::stream;
    number.forward_to = "+972501112222";
    number.stream_url = "wss://agent.example.org/media?x='1'&y=%";
    number.notice = Language::hebrew;
    number.language = domain::SpokenLanguage::detected;
    number.notice_words = "השיחה מוקלטת; '); DROP TABLE phone_numbers; --";
    number.greeting = "Welcome to \"Smith & Sons\" <24/7>";
    return number;
  }

  FakeClock clock_;
  TestDatabase database_;
};

void expect_same(const PhoneNumber& read, const PhoneNumber& saved) {
  EXPECT_EQ(read.number, saved.number);
  EXPECT_EQ(read.business_id, saved.business_id);
  EXPECT_EQ(read.flow, saved.flow);
  EXPECT_EQ(read.forward_to, saved.forward_to);
  EXPECT_EQ(read.stream_url, saved.stream_url);
  EXPECT_EQ(read.notice, saved.notice);
  EXPECT_EQ(read.language, saved.language);
  EXPECT_EQ(read.notice_words, saved.notice_words);
  EXPECT_EQ(read.greeting, saved.greeting);
}

TEST_F(BusinessStoreTest, BusinessIsReadBackAndListedInTheOrderOfMaking) {
  clock_.advance(std::chrono::seconds{1});
  const auto businesses = database_.in([&](Session& session) {
    BusinessStore store(session);
    store.insert({"biz_a_third", "Third", clock_.now()});
    return store.list();
  });
  ASSERT_EQ(businesses.size(), 3U);
  EXPECT_EQ(businesses[2].id, "biz_a_third");
  const auto read =
      database_.in([&](Session& session) { return BusinessStore(session).find("biz_a_third"); });
  ASSERT_TRUE(read);
  EXPECT_EQ(read->name, "Third");
  EXPECT_EQ(read->created_at, clock_.now());
  EXPECT_FALSE(database_.in([&](Session& session) { return BusinessStore(session).find("biz_none"); }));
}

TEST_F(BusinessStoreTest, NumberIsReadBackWithAllThatItSaysAndDoes) {
  const auto number = talkative();
  EXPECT_TRUE(database_.in([&](Session& session) { return BusinessStore(session).insert_number(number); }));
  const auto read = find(number.number);
  ASSERT_TRUE(read);
  expect_same(*read, number);
}

TEST_F(BusinessStoreTest, NumberOfOneBusinessIsNotTakenByAnother) {
  auto number = talkative();
  number.number = kNumber;
  number.business_id = kOtherBusiness;
  EXPECT_FALSE(database_.in([&](Session& session) { return BusinessStore(session).insert_number(number); }));
  EXPECT_EQ(find(kNumber)->business_id, kBusiness);
  EXPECT_EQ(find(kNumber)->greeting, "");
}

TEST_F(BusinessStoreTest, ChangedNumberStaysItsBusinesss) {
  auto number = talkative();
  number.number = kNumber;
  number.business_id = kOtherBusiness;
  EXPECT_TRUE(database_.in([&](Session& session) { return BusinessStore(session).update_number(number); }));
  const auto read = find(kNumber);
  ASSERT_TRUE(read);
  number.business_id = kBusiness;
  expect_same(*read, number);
  EXPECT_EQ(find(kOtherNumber)->greeting, "") << "another number was changed as well";
}

TEST_F(BusinessStoreTest, WhatANumberHadCanBeTakenBack) {
  auto number = talkative();
  database_.in([&](Session& session) { BusinessStore(session).insert_number(number); });
  number.notice = std::nullopt;
  number.language = std::nullopt;
  number.notice_words = "";
  number.greeting = "";
  number.flow = CallFlow::voicemail;
  EXPECT_TRUE(database_.in([&](Session& session) { return BusinessStore(session).update_number(number); }));
  expect_same(*find(number.number), number);
}

TEST_F(BusinessStoreTest, RemovedNumberIsNobodysAndItsCallsStay) {
  domain::Call call;
  call.call_sid = call_sid(1);
  call.business_id = kBusiness;
  call.to_number = kNumber;
  call.created_at = clock_.now();
  database_.in([&](Session& session) { CallStore(session).insert(call); });
  EXPECT_TRUE(database_.in([&](Session& session) { return BusinessStore(session).remove_number(kNumber); }));
  EXPECT_FALSE(find(kNumber));
  EXPECT_TRUE(find(kOtherNumber));
  EXPECT_TRUE(
      database_.in([&](Session& session) { return CallStore(session).find(kBusiness, call_sid(1)); }));
}

TEST_F(BusinessStoreTest, NumberThatNobodyHasIsNeitherChangedNorRemoved) {
  EXPECT_FALSE(
      database_.in([&](Session& session) { return BusinessStore(session).update_number(talkative()); }));
  EXPECT_FALSE(
      database_.in([&](Session& session) { return BusinessStore(session).remove_number("+97239990000"); }));
  EXPECT_EQ(database_.in([&](Session& session) { return BusinessStore(session).list_numbers().size(); }), 2U);
}

TEST_F(BusinessStoreTest, ABusinesssNameAndLanguageAreChangedAndReadBack) {
  using domain::SpokenLanguage;
  const auto read = [&] {
    return database_.in([&](Session& session) { return BusinessStore(session).find(kBusiness).value(); });
  };
  const auto update = [&](const domain::Business& business) {
    return database_.in([&](Session& session) { return BusinessStore(session).update(business); });
  };
  EXPECT_EQ(read().language, std::nullopt);
  for (const auto language : {std::optional(SpokenLanguage::detected), std::optional(SpokenLanguage::english),
                              std::optional<SpokenLanguage>()}) {
    EXPECT_TRUE(update({.id = kBusiness, .name = "Renamed", .language = language}));
    EXPECT_EQ(read().language, language);
    EXPECT_EQ(read().name, "Renamed");
    EXPECT_EQ(read().created_at, clock_.now());
  }
  EXPECT_FALSE(update({.id = "biz_nobody", .name = "Nobody"}));
  EXPECT_EQ(database_.in([&](Session& session) { return BusinessStore(session).list(); })[1].name, "Second");
}

}  // namespace
}  // namespace kolog::store
