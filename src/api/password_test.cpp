// SPDX-License-Identifier: Apache-2.0
#include "api/password.h"

#include <gtest/gtest.h>

namespace kolog::api {
namespace {

constexpr PasswordHasher::Settings kQuick{64, 1, 1};

TEST(Password, IsVerifiedAgainstItsHashAlone) {
  const PasswordHasher hasher(kQuick);
  const auto hash = hasher.hash("correct horse battery").value();
  EXPECT_TRUE(hasher.verify("correct horse battery", hash));
  EXPECT_FALSE(hasher.verify("correct horse batterz", hash));
  EXPECT_FALSE(hasher.verify("", hash));
}

TEST(Password, SameOneHashesDifferentlyEachTime) {
  const PasswordHasher hasher(kQuick);
  EXPECT_NE(hasher.hash("correct horse battery").value(), hasher.hash("correct horse battery").value());
}

TEST(Password, BrokenHashNeverMatches) {
  const PasswordHasher hasher(kQuick);
  EXPECT_FALSE(hasher.verify("", ""));
  EXPECT_FALSE(hasher.verify("x", "$argon2id$v=19$m=64,t=1,p=1$"));
  EXPECT_FALSE(hasher.verify("x", "plain"));
}

TEST(Password, OfOtherSettingsStillMatchesAndIsOutdated) {
  const auto hash = PasswordHasher(kQuick).hash("correct horse battery").value();
  const PasswordHasher stronger(PasswordHasher::Settings{128, 2, 1});
  EXPECT_TRUE(stronger.verify("correct horse battery", hash));
  EXPECT_TRUE(stronger.is_outdated(hash));
  EXPECT_FALSE(stronger.is_outdated(stronger.hash("x").value()));
}

TEST(Password, DefaultSettingsAreOwasps) {
  EXPECT_TRUE(
      PasswordHasher().hash("correct horse battery").value().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
}

TEST(Password, NewOneIsMeasuredInCharactersNotBytes) {
  EXPECT_TRUE(check_new_password("1234567890").has_value());
  EXPECT_FALSE(check_new_password("123456789").has_value());
  EXPECT_FALSE(check_new_password("שלוםש").has_value());
  EXPECT_TRUE(check_new_password("שלוםשלוםשל").has_value());
  EXPECT_FALSE(check_new_password(std::string(1025, 'x')).has_value());
}

}  // namespace
}  // namespace kolog::api
