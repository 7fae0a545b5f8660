// SPDX-License-Identifier: Apache-2.0
#include "webhooks/endpoint_secrets.h"

#include <gtest/gtest.h>

namespace kolog::webhooks {
namespace {

using namespace std::chrono_literals;

const std::string kUnsealed = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
constexpr Timestamp kNow{std::chrono::milliseconds{1'772'271'000'125}};

class EndpointSecrets : public testing::Test {
 protected:
  EndpointSecrets() { endpoint.id = "we_1"; }
  Secret rotate(Timestamp now = kNow) { return rotate_secret(box, endpoint, now, 24h); }
  std::string signing_at(Timestamp now) { return signing_secrets(box, endpoint, now).value().reveal(); }

  SecretBox box{SecretBox::Key{1, 2, 3}};
  domain::WebhookEndpoint endpoint;
};

TEST_F(EndpointSecrets, TheFirstIsSealedAndAlone) {
  const auto secret = rotate();
  EXPECT_TRUE(secret.reveal().starts_with("whsec_"));
  EXPECT_TRUE(endpoint.secret.starts_with("v1."));
  EXPECT_EQ(endpoint.previous_secret, "");
  EXPECT_FALSE(endpoint.previous_secret_until);
  EXPECT_EQ(signing_at(kNow), secret.reveal());
}

TEST_F(EndpointSecrets, TheFormerOneSignsBesideTheNewOneForAWhile) {
  const auto former = rotate();
  const auto current = rotate();
  EXPECT_EQ(endpoint.previous_secret_until, kNow + 24h);
  EXPECT_EQ(signing_at(kNow + 24h - 1ms), current.reveal() + " " + former.reveal());
  EXPECT_EQ(signing_at(kNow + 24h), current.reveal());
}

TEST_F(EndpointSecrets, ASecondRotationEndsTheFirstOnesOverlap) {
  const auto first = rotate();
  const auto second = rotate();
  const auto third = rotate(kNow + 1h);
  EXPECT_EQ(signing_at(kNow + 1h), third.reveal() + " " + second.reveal());
  EXPECT_EQ(signing_at(kNow + 2h).find(first.reveal()), std::string::npos);
}

TEST_F(EndpointSecrets, OneOfAnOlderVersionIsReadAsItStandsUntilItIsRotated) {
  endpoint.secret = kUnsealed;
  EXPECT_EQ(signing_at(kNow), kUnsealed);
  const auto current = rotate();
  EXPECT_EQ(signing_at(kNow), current.reveal() + " " + kUnsealed);
  EXPECT_TRUE(endpoint.previous_secret.starts_with("v1."));
}

TEST_F(EndpointSecrets, AnotherEndpointsSecretOrAnotherKeyOpensNothing) {
  rotate();
  auto thief = endpoint;
  thief.id = "we_2";
  EXPECT_EQ(signing_secrets(box, thief, kNow).error().code, ErrorCode::internal);
  const auto under_another_key = signing_secrets(SecretBox(SecretBox::Key{9}), endpoint, kNow);
  EXPECT_EQ(under_another_key.error().code, ErrorCode::internal);
  endpoint.secret = "";
  EXPECT_FALSE(signing_secrets(box, endpoint, kNow));
}

}  // namespace
}  // namespace kolog::webhooks
