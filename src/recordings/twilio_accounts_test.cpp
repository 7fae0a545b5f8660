// SPDX-License-Identifier: Apache-2.0
#include "recordings/twilio_accounts.h"

#include <gtest/gtest.h>

#include "store/twilio_account_store.h"
#include "support/test_database.h"

namespace kolog::recordings {
namespace {

using database::Session;
using testing::FakeClock;
using testing::kAccount;
using testing::kBusiness;
using testing::kOtherBusiness;
using testing::TestDatabase;

const std::string kOwnAccount = "AC000000000000000000000000000000aa";
const std::string kSubaccount = "AC000000000000000000000000000000bb";

class TwilioAccountsTest : public ::testing::Test {
 protected:
  TwilioAccountsTest() {
    database.in([&](Session& session) { testing::add_businesses(session, clock.now()); });
  }

  bool add(const std::string& business, const std::string& token, const std::string& api_url = "") {
    return database.in([&](Session& session) {
      return store::TwilioAccountStore(session).save({kOwnAccount, business,
                                                      seal_auth_token(secrets, kOwnAccount, Secret(token)),
                                                      api_url, clock.now()});
    });
  }

  TestDatabase database;
  FakeClock clock;
  SecretBox secrets{SecretBox::Key{7}};
  TwilioAccounts accounts{{kAccount, Secret("main"), "https://api.twilio.com/"}, *database, secrets};
};

TEST_F(TwilioAccountsTest, ABusinesssOwnAccountHasItsOwnTokenAndHost) {
  ASSERT_TRUE(add(kBusiness, "own", "https://api.dublin.ie1.twilio.com/"));
  const auto account = accounts.find(kOwnAccount);
  ASSERT_TRUE(account);
  EXPECT_EQ(account->account_sid, kOwnAccount);
  EXPECT_EQ(account->auth_token.reveal(), "own");
  EXPECT_EQ(account->api_url, "https://api.dublin.ie1.twilio.com");
  EXPECT_EQ(accounts.owner_of(kOwnAccount)->business_id, kBusiness);
}

TEST_F(TwilioAccountsTest, AnAccountWithoutAHostOfItsOwnUsesTheInstallations) {
  ASSERT_TRUE(add(kBusiness, "own"));
  EXPECT_EQ(accounts.find(kOwnAccount)->api_url, "https://api.twilio.com");
}

TEST_F(TwilioAccountsTest, SubaccountsAreReadWithTheInstallationsCredentialsButSignNothing) {
  EXPECT_EQ(accounts.find(kSubaccount)->auth_token.reveal(), "main");
  EXPECT_EQ(accounts.find("")->account_sid, kAccount);
  EXPECT_EQ(accounts.owner_of(kSubaccount).error().code, ErrorCode::refused);
  EXPECT_EQ(accounts.owner_of(kAccount)->business_id, "");
}

TEST_F(TwilioAccountsTest, ANewTokenReplacesTheOldOneAndNoOtherBusinessTakesTheAccount) {
  ASSERT_TRUE(add(kBusiness, "old"));
  ASSERT_TRUE(add(kBusiness, "new"));
  EXPECT_FALSE(add(kOtherBusiness, "stolen"));
  EXPECT_EQ(accounts.find(kOwnAccount)->auth_token.reveal(), "new");
  EXPECT_EQ(accounts.owner_of(kOwnAccount)->business_id, kBusiness);
}

TEST_F(TwilioAccountsTest, TheTokenIsNotInTheDatabase) {
  ASSERT_TRUE(add(kBusiness, "a-token-in-plain-words"));
  const auto row =
      database.in([&](Session& session) { return store::TwilioAccountStore(session).find(kOwnAccount); });
  EXPECT_EQ(row->sealed_auth_token.find("plain"), std::string::npos);
}

TEST_F(TwilioAccountsTest, WithoutCredentialsOfItsOwnTheInstallationAsksForNothing) {
  TwilioAccounts none({"", Secret(), "https://api.twilio.com"}, *database, secrets);
  EXPECT_EQ(none.find(kAccount).error().code, ErrorCode::refused);
}

}  // namespace
}  // namespace kolog::recordings
