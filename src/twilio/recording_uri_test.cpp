// SPDX-License-Identifier: Apache-2.0
#include "twilio/recording_uri.h"

#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace kolog::twilio {
namespace {

constexpr std::string_view kApi = "https://api.twilio.com";
constexpr std::string_view kCanonical =
    "/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef/Recordings/REfedcba9876543210fedcba9876543210";
constexpr std::string_view kBelowCall =
    "/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef/Calls/CA00000000000000000000000000000001"
    "/Recordings/REfedcba9876543210fedcba9876543210";

std::string with(std::string_view before, std::string_view after = "") {
  return std::string(before) + std::string(kCanonical) + std::string(after);
}

class EveryForm : public testing::TestWithParam<std::string> {};

TEST_P(EveryForm, BecomesTheCanonicalUri) {
  const auto uri = canonical_recording_uri(GetParam(), kApi);
  ASSERT_TRUE(uri) << GetParam();
  EXPECT_EQ(*uri, kCanonical);
}

INSTANTIATE_TEST_SUITE_P(
    RecordingUri, EveryForm,
    testing::Values(with(""), with("", ".json"), with("", ".mp3"), with("", ".wav"), with("", ".mp3.wav"),
                    with("", ".json.mp3.mp3"), with("", "/"), with("", ".mp3?RequestedChannels=2"),
                    with("", "?Download=true"), with("https://api.twilio.com"),
                    with("http://api.twilio.com", ".mp3"), with("https://api.twilio.com:443", ".json"),
                    with("http://api.twilio.com:80"), with("HTTPS://API.Twilio.com"),
                    with("https://api.dublin.ie1.twilio.com", ".wav"),
                    with("https://api.sydney.au1.twilio.com"), with("https://api.ie1.twilio.com"),
                    std::string(kBelowCall), std::string(kBelowCall) + ".json"));

class NoRecording : public testing::TestWithParam<std::string> {};

TEST_P(NoRecording, IsRefused) {
  const auto uri = canonical_recording_uri(GetParam(), kApi);
  ASSERT_FALSE(uri) << *uri;
  EXPECT_EQ(uri.error().code, ErrorCode::invalid_request);
}

INSTANTIATE_TEST_SUITE_P(
    RecordingUri, NoRecording,
    testing::Values("", "/", "RE0123456789abcdef0123456789abcdef", with("https://evil.example"),
                    with("https://api.twilio.com.evil.example"), with("https://api.twilio.com@evil.example"),
                    with("https://evil.example/api.twilio.com"), with("https://user:secret@api.twilio.com"),
                    with("https://api.twilio.com:8443"), with("https://api.twilio.com:65979"),
                    with("//api.twilio.com"), with("https://evil.example?api.twilio.com"),
                    with("https://evil.example#.twilio.com"), with("https://api.a.b.c.twilio.com"),
                    with("https://api..twilio.com"), with("https://evilapi.twilio.com"),
                    with("https://api.evil.example\\.twilio.com"), with("https://www.twilio.com"),
                    with("ftp://api.twilio.com"), with("javascript://api.twilio.com"),
                    with("https:api.twilio.com"), with(" "), with("", " "), with("", "\n"), with("", ".ogg"),
                    with("", "mp3"), with("", ".mp3x"), with("", "//"), with("", "/../../x"),
                    with("", "#.mp3"), with("", "?a b"), with("", "?a\r\nHost: evil"),
                    with("", std::string("?\0", 2)), with("/.."), with("", "0"), with("", "/Transcriptions"),
                    "/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef/Recordings/",
                    "/2010-04-01/Accounts/AC0123456789ABCDEF0123456789ABCDEF/Recordings/"
                    "REfedcba9876543210fedcba9876543210",
                    "/2010-04-01/Accounts/../Recordings/REfedcba9876543210fedcba9876543210",
                    "/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef/Recordings/"
                    "CAfedcba9876543210fedcba9876543210",
                    "/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef/Calls//Recordings/"
                    "REfedcba9876543210fedcba9876543210",
                    "/2008-08-01/Accounts/AC0123456789abcdef0123456789abcdef/Recordings/"
                    "REfedcba9876543210fedcba9876543210"));

TEST(RecordingUri, ConfiguredApiUrlIsWelcomeWithItsOwnPortOnly) {
  constexpr std::string_view kSimulated = "http://127.0.0.1:9010/";
  EXPECT_EQ(canonical_recording_uri(with("http://127.0.0.1:9010", ".mp3"), kSimulated).value(), kCanonical);
  EXPECT_FALSE(canonical_recording_uri(with("http://127.0.0.1:9011", ".mp3"), kSimulated));
  EXPECT_FALSE(canonical_recording_uri(with("http://127.0.0.1", ".mp3"), kSimulated));
  EXPECT_FALSE(canonical_recording_uri(with("http://127.0.0.1:9010", ".mp3"), kApi));
}

TEST(RecordingUri, EmptyConfigurationAllowsNoEmptyHost) {
  EXPECT_FALSE(canonical_recording_uri(with("http://"), ""));
  EXPECT_FALSE(canonical_recording_uri(with("http://"), "http://"));
}

TEST(RecordingUri, CanonicalUriStaysAsItIsWhateverIsPutAroundIt) {
  std::mt19937 random(20260228);
  const std::vector<std::string> hosts = {"", "https://api.twilio.com", "http://api.dublin.ie1.twilio.com"};
  const std::vector<std::string> extensions = {".json", ".mp3", ".wav"};
  const std::vector<std::string> ends = {"", "/", "?a=b", "/?RequestedChannels=2"};
  const auto digits = [&random] {
    std::string text;
    for (int i = 0; i < 32; ++i) text += "0123456789abcdef"[random() % 16];
    return text;
  };
  for (int round = 0; round < 2'000; ++round) {
    const auto expected = recording_uri("AC" + digits(), "RE" + digits());
    auto text = hosts[random() % hosts.size()] + expected;
    for (auto count = random() % 4; count > 0; --count) text += extensions[random() % extensions.size()];
    text += ends[random() % ends.size()];
    const auto uri = canonical_recording_uri(text, kApi);
    ASSERT_TRUE(uri) << text;
    ASSERT_EQ(*uri, expected) << text;
    ASSERT_TRUE(is_canonical_recording_uri(*uri));
    ASSERT_EQ(canonical_recording_uri(*uri, kApi).value(), expected);
  }
}

TEST(RecordingUri, WhateverByteIsChangedTheResultIsCanonicalOrNone) {
  std::mt19937 random(7);
  const auto original = with("https://api.twilio.com", ".mp3?RequestedChannels=2");
  for (int round = 0; round < 20'000; ++round) {
    auto text = original;
    for (auto count = 1 + random() % 3; count > 0; --count) {
      text[random() % text.size()] = static_cast<char>(random() % 256);
    }
    if (const auto uri = canonical_recording_uri(text, kApi)) {
      ASSERT_TRUE(is_canonical_recording_uri(*uri)) << text;
      ASSERT_NE(text.find(uri->substr(uri->size() - 32)), text.npos);
    }
  }
}

TEST(RecordingUri, PathsHaveExactlyOneExtension) {
  EXPECT_EQ(media_path(kCanonical, AudioFormat::mp3, RequestedChannels::mono), with("", ".mp3"));
  EXPECT_EQ(media_path(kCanonical, AudioFormat::wav, RequestedChannels::dual),
            with("", ".wav?RequestedChannels=2"));
  EXPECT_EQ(json_path(kCanonical), with("", ".json"));
  EXPECT_EQ(recording_sid_of(kCanonical), "REfedcba9876543210fedcba9876543210");
}

TEST(RecordingUri, OnlyTheBareUriIsCanonical) {
  EXPECT_TRUE(is_canonical_recording_uri(kCanonical));
  EXPECT_FALSE(is_canonical_recording_uri(with("", ".mp3")));
  EXPECT_FALSE(is_canonical_recording_uri(kBelowCall));
  EXPECT_FALSE(is_canonical_recording_uri(""));
}

}  // namespace
}  // namespace kolog::twilio
