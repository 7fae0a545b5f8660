// SPDX-License-Identifier: Apache-2.0
// The expected signatures were made by the specification's own package: npm standardwebhooks 1.1,
// Webhook.sign.
#include "webhooks/standard_webhook.h"

#include <set>

#include <gtest/gtest.h>

namespace kolog::webhooks {
namespace {

constexpr std::string_view kId = "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W";
constexpr Timestamp kTime{std::chrono::milliseconds{1'772'271'000'125}};
constexpr std::string_view kBody = R"({"type":"call.processed","data":{"summary":"שיפוצים בתל אביב"}})";
constexpr const char* kSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
constexpr const char* kLonger = "whsec_AQgPFh0kKzI5QEdOVVxjanF4f4aNlJuiqbC3vsXM09o=";
constexpr const char* kSignature = "v1,Al6sNkBuWGpNiHPWm322ibd253zReKx5EkDmGIoYDaI=";
constexpr const char* kLongerSignature = "v1,Ypklu/bhTvEl2sEAXRm0xRr810dcaq9lZ65mNajJlnI=";

TEST(StandardWebhook, SignsAsTheSpecificationsOwnPackageDoes) {
  EXPECT_EQ(sign(Secret(kSecret), kId, kTime, kBody).value(), kSignature);
  EXPECT_EQ(sign(Secret(kLonger), kId, kTime, kBody).value(), kLongerSignature);
  EXPECT_EQ(sign(Secret("whsec_QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQQ=="), kId, kTime, kBody).value(),
            "v1,bppWurs4RzhpVHsgWqHPYbp8lZIbOkxe5Z12dvCfSrQ=");
  EXPECT_EQ(
      sign(Secret("whsec_"
                  "/////////////////////////////////////////////////////////////////////////////////////w=="),
           kId, kTime, kBody)
          .value(),
      "v1,+XW5ZsNk5iBooBUC7pqacQSWuPYajg7YKSsFxY0KYCg=");
  EXPECT_EQ(sign(Secret(kSecret), "msg_1", Timestamp{}, "").value(),
            "v1,ij2G0S51rXTp+PMwqJOjeWFLEpktT32X6cQ9P08rbws=");
}

TEST(StandardWebhook, SignsWithEverySecretWhileOneIsRotated) {
  EXPECT_EQ(sign(Secret(std::string(kSecret) + " " + kLonger), kId, kTime, kBody).value(),
            std::string(kSignature) + " " + kLongerSignature);
}

TEST(StandardWebhook, HeadersCarryIdSecondsAndSignature) {
  const auto headers = signature_headers(Secret(kSecret), kId, kTime, kBody).value();
  EXPECT_EQ(headers.get("webhook-id"), kId);
  EXPECT_EQ(headers.get("webhook-timestamp"), "1772271000");
  EXPECT_EQ(headers.get("webhook-signature"), kSignature);
}

TEST(StandardWebhook, SecretsThatAreNoneSignNothing) {
  for (const std::string secret :
       {"", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "whsec_c2hvcnQ=", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa=w",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS!", "whsec_ MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        " whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}) {
    const auto signature = sign(Secret(secret), kId, kTime, kBody);
    ASSERT_FALSE(signature) << secret;
    EXPECT_EQ(signature.error().code, ErrorCode::invalid_request);
    EXPECT_EQ(signature.error().public_message.find("MfKQ"), std::string::npos);
  }
  EXPECT_FALSE(sign(Secret("whsec_" + std::string(88, 'A')), kId, kTime, kBody)) << "66 bytes";
  EXPECT_FALSE(sign(Secret(std::string(kSecret) + " nonsense"), kId, kTime, kBody));
}

TEST(StandardWebhook, IdThatCouldBeReadAsTimestampIsRefused) {
  EXPECT_FALSE(sign(Secret(kSecret), "msg_1.1772271000", kTime, kBody));
  EXPECT_FALSE(sign(Secret(kSecret), "", kTime, kBody));
}

TEST(StandardWebhook, NewSecretsAreUsableAndDifferent) {
  std::set<std::string> secrets;
  for (int i = 0; i < 100; ++i) {
    const auto secret = new_secret();
    EXPECT_TRUE(sign(Secret(secret), kId, kTime, kBody)) << secret;
    EXPECT_TRUE(secrets.insert(secret).second);
  }
}

}  // namespace
}  // namespace kolog::webhooks
