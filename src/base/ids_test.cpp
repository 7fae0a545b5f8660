// SPDX-License-Identifier: Apache-2.0
#include "base/ids.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include <gtest/gtest.h>

namespace kolog {
namespace {

constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";

TEST(Id, IsItsPrefixAndTwentySixCharactersThatFitAUrl) {
  const auto id = new_id("biz_");
  EXPECT_EQ(id.size(), 30U);
  EXPECT_TRUE(id.starts_with("biz_"));
  EXPECT_EQ(id.find_first_not_of(kAlphabet, 4), id.npos) << id;
}

TEST(Token, IsTwiceAsLongAsAnId) {
  const auto token = new_token("kolog_");
  EXPECT_EQ(token.size(), 58U);
  EXPECT_EQ(token.find_first_not_of(kAlphabet, 6), token.npos) << token;
}

TEST(Id, NoTwoOfManyAreTheSame) {
  std::set<std::string> ids;
  for (int i = 0; i < 10'000; ++i) ids.insert(new_id(""));
  EXPECT_EQ(ids.size(), 10'000U);
}

TEST(Id, EveryCharacterIsAsLikelyAsAnyOther) {
  std::array<int, 256> seen{};
  for (int i = 0; i < 2'000; ++i) {
    for (const char c : new_id("")) ++seen[static_cast<unsigned char>(c)];
  }
  // 52000 characters over 32: 1625 each, with a standard deviation of 40.
  for (const char c : kAlphabet) {
    EXPECT_NEAR(seen[static_cast<unsigned char>(c)], 1625, 400) << c;
  }
}

TEST(RandomBytes, AreAsManyAsAskedFor) {
  EXPECT_TRUE(random_bytes(0).empty());
  EXPECT_EQ(random_bytes(1).size(), 1U);
  const auto many = random_bytes(100'000);  // more than the kernel gives at once
  ASSERT_EQ(many.size(), 100'000U);
  EXPECT_LT(std::count(many.end() - 1000, many.end(), 0), 50);
}

}  // namespace
}  // namespace kolog
