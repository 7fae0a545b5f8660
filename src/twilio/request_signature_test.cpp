// SPDX-License-Identifier: Apache-2.0
// The expected signatures were made by Twilio's own package: npm twilio 6.2, lib/webhooks/webhooks.js,
// getExpectedTwilioSignature and getExpectedBodyHash.
#include "twilio/request_signature.h"

#include <gtest/gtest.h>

namespace kolog::twilio {
namespace {

const Secret kToken("12345678901234567890123456789012");
const Secret kNextToken("abcdefabcdefabcdefabcdefabcdefab");
constexpr std::string_view kPublicUrl = "https://kolog.example.org";
constexpr std::string_view kIncomingForm =
    "To=%2B97231234567&CallSid=CA1234567890abcdef1234567890abcdef&From=%2B972501234567&ApiVersion=2010-04-01"
    "&AccountSid=AC1234567890abcdef1234567890abcdef&CallStatus=ringing&Direction=inbound";

http::Request form_request(std::string target, std::string_view form, std::string signature) {
  http::Request request;
  request.method = "POST";
  request.target = std::move(target);
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"},
                     {"X-Twilio-Signature", std::move(signature)}};
  request.body = form;
  return request;
}

http::Request incoming(std::string signature) {
  return form_request("/webhook/incoming_call", kIncomingForm, std::move(signature));
}

bool accepts(const http::Request& request, std::string_view public_url = kPublicUrl,
             std::vector<Secret> tokens = {kToken}) {
  const auto checked = RequestValidator(public_url, std::move(tokens)).check(request);
  if (!checked) {
    EXPECT_EQ(checked.error().code, ErrorCode::forbidden);
  }
  return checked.has_value();
}

TEST(RequestSignature, FormIsSignedOverEveryParameterByName) {
  EXPECT_TRUE(accepts(incoming("Wscu4azDLJe8G6cp7wMXJDy6nds=")));
}

TEST(RequestSignature, AnyChangedOrAddedParameterIsRefused) {
  auto request = incoming("Wscu4azDLJe8G6cp7wMXJDy6nds=");
  request.body += "&Added=1";
  EXPECT_FALSE(accepts(request));
  request = incoming("Wscu4azDLJe8G6cp7wMXJDy6nds=");
  request.body.replace(request.body.find("ringing"), 7, "stopped");
  EXPECT_FALSE(accepts(request));
  request = incoming("Wscu4azDLJe8G6cp7wMXJDy6nds=");
  request.target = "/webhook/call_status";
  EXPECT_FALSE(accepts(request));
}

TEST(RequestSignature, DefaultPortMayBeSignedOrNot) {
  constexpr const char* kWithPort = "6VpXY6S2ehzvPDf+nHa9cBmhy8A=";
  constexpr const char* kWithoutPort = "Wscu4azDLJe8G6cp7wMXJDy6nds=";
  for (const std::string_view url : {"https://kolog.example.org", "https://kolog.example.org:443"}) {
    EXPECT_TRUE(accepts(incoming(kWithPort), url)) << url;
    EXPECT_TRUE(accepts(incoming(kWithoutPort), url)) << url;
  }
  EXPECT_TRUE(accepts(incoming("1xuRUrJSvye11E737/GkLC5+3Uc="), "http://kolog.example.org"));
  EXPECT_TRUE(accepts(incoming("6qeut23i7KaZyi+viW72QYMVmKk="), "http://kolog.example.org/"));
  EXPECT_FALSE(accepts(incoming("1xuRUrJSvye11E737/GkLC5+3Uc="), kPublicUrl)) << "another scheme";
}

TEST(RequestSignature, OwnPortAndIpv6HostAreSignedAsConfigured) {
  EXPECT_TRUE(accepts(incoming("m1yowdZ5mZaQMImrFU6ptI9ALc0="), "https://kolog.example.org:8443"));
  EXPECT_TRUE(accepts(incoming("mqTo3wJV3CV/B/dC6HWEhP8TgWE="), "https://[2001:db8::1]"));
  EXPECT_TRUE(accepts(incoming("neFkeZvZFhBu5F/+JF8JJ/ZhFiQ="), "https://[2001:db8::1]"));
}

TEST(RequestSignature, PublicUrlMayHaveAPath) {
  EXPECT_TRUE(accepts(form_request("/webhook/call_status", kIncomingForm, "l5MqmUydnMv6aViDzSp5fFrezVc="),
                      "https://example.org/kolog"));
}

TEST(RequestSignature, RepeatedParametersCountOnceEachAndSorted) {
  EXPECT_TRUE(accepts(form_request("/webhook/call_status", "Zeta=1&Media=b&Media=a&Media=b&alpha=x&Empty=",
                                   "8cGqoE5W0L5GACR43YerjCqNjv8=")));
}

TEST(RequestSignature, ValuesAreSignedDecoded) {
  EXPECT_TRUE(accepts(form_request("/webhook/call_status",
                                   "CallerName=%D7%99%D7%A9%D7%A8%D7%90%D7%9C+%D7%9B%D7%94%D7%9F"
                                   "&Note=it%27s+100%25+%26+more%2B",
                                   "Humty5fk9n3DR8ujSBX1ZWKHX0Y=")));
}

TEST(RequestSignature, GetIsSignedWithItsQueryAsItCame) {
  http::Request request;
  request.method = "GET";
  request.target = "/webhook/incoming_call?CallSid=CA1234567890abcdef1234567890abcdef&From=%2B972501234567";
  request.headers = {{"X-Twilio-Signature", "+fIGxOFW6gDNPhkn8MKug0AMB3Y="}};
  EXPECT_TRUE(accepts(request));
  request.target += "&From=x";
  EXPECT_FALSE(accepts(request));
}

http::Request json_request(std::string target, std::string body, std::string signature) {
  auto request = form_request(std::move(target), body, std::move(signature));
  request.headers.set("Content-Type", "application/json");
  return request;
}

TEST(RequestSignature, JsonBodyIsCoveredByItsHash) {
  EXPECT_TRUE(accepts(json_request(
      "/webhook/recording_status?bodySHA256=d3db6954e9d61afd6bdd48172aa0ab01ce2cf97269f10a234dd1785e2577ac77",
      R"({"type":"com.twilio.voice","data":{"sid":"RE1"}})", "aDQwxa8caRXVy1U+L0rPSeiJklY=")));
  EXPECT_TRUE(accepts(json_request(
      "/webhook/"
      "recording_status?x=1&bodySHA256=015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862&y=2",
      R"({"a":1})", "ghMX6mD9nvsshKr15xc8dcx888E=")));
}

TEST(RequestSignature, JsonBodyWithAnotherHashIsRefused) {
  EXPECT_FALSE(accepts(json_request(
      "/webhook/recording_status?bodySHA256=d3db6954e9d61afd6bdd48172aa0ab01ce2cf97269f10a234dd1785e2577ac77",
      R"({"type":"com.twilio.voice","data":{"sid":"RE2"}})", "aDQwxa8caRXVy1U+L0rPSeiJklY=")));
  EXPECT_FALSE(accepts(
      json_request("/webhook/recording_status?bodySHA256=", R"({"a":1})", "Gy1D5gHjMJ71rcNBFDaTXzWvWcs=")));
}

TEST(RequestSignature, BodyThatNoSignatureCoversIsRefused) {
  constexpr const char* kWithoutParameters = "sfHgEbdvYEtkngBDkVasAbOaRXw=";
  EXPECT_TRUE(accepts(form_request("/webhook/call_status", "", kWithoutParameters)));
  EXPECT_FALSE(accepts(json_request("/webhook/call_status", R"({"CallSid":"CA1"})", kWithoutParameters)));
  auto request = form_request("/webhook/call_status", "CallSid=CA1", kWithoutParameters);
  request.method = "GET";
  EXPECT_FALSE(accepts(request));
  request = form_request("/webhook/call_status", "CallSid=CA1", kWithoutParameters);
  request.headers.set("Content-Type", "application/x-www-form-urlencodedly");
  EXPECT_FALSE(accepts(request));
}

TEST(RequestSignature, EveryCandidateTokenIsTried) {
  EXPECT_TRUE(accepts(incoming("H5RfpWyO2r6fY47/qSgIHmHPZcM="), kPublicUrl, {kToken, kNextToken}));
  EXPECT_TRUE(accepts(incoming("Wscu4azDLJe8G6cp7wMXJDy6nds="), kPublicUrl, {kToken, kNextToken}));
  EXPECT_FALSE(accepts(incoming("H5RfpWyO2r6fY47/qSgIHmHPZcM="), kPublicUrl, {kToken}));
}

TEST(RequestSignature, EmptyTokenSignsNothing) {
  constexpr const char* kSignedWithEmptyToken = "KnelbSul6VIXoUxVT1HwPbudLqk=";
  EXPECT_EQ(request_signature(Secret(), "https://kolog.example.org/webhook/call_status", {}),
            kSignedWithEmptyToken);
  const auto request = form_request("/webhook/call_status", "", kSignedWithEmptyToken);
  EXPECT_FALSE(accepts(request, kPublicUrl, {}));
  EXPECT_FALSE(accepts(request, kPublicUrl, {Secret()}));
}

TEST(RequestSignature, MissingCutOffAndForeignSignaturesAreRefused) {
  auto unsigned_request = incoming("");
  EXPECT_FALSE(accepts(unsigned_request));
  unsigned_request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  EXPECT_FALSE(accepts(unsigned_request));
  EXPECT_FALSE(accepts(incoming("Wscu4azDLJe8G6cp7wMXJDy6nd")));
  EXPECT_FALSE(accepts(incoming("Wscu4azDLJe8G6cp7wMXJDy6nds=, other")));
  EXPECT_FALSE(accepts(incoming(std::string(100'000, 'A'))));
}

TEST(RequestSignature, TargetInAbsoluteFormAndMalformedInputsAreRefused) {
  auto request = incoming("Wscu4azDLJe8G6cp7wMXJDy6nds=");
  request.target = "https://kolog.example.org/webhook/incoming_call";
  EXPECT_FALSE(accepts(request));
  EXPECT_FALSE(accepts(form_request("/webhook/call_status", "CallSid=%zz", "sfHgEbdvYEtkngBDkVasAbOaRXw=")));
  EXPECT_FALSE(accepts(form_request("/webhook/call_status?x=%", "", "sfHgEbdvYEtkngBDkVasAbOaRXw=")));
}

TEST(RequestSignature, HostHeaderOfTheRequestIsNotAsked) {
  auto request = incoming("Wscu4azDLJe8G6cp7wMXJDy6nds=");
  request.headers.add("Host", "evil.example");
  request.headers.add("X-Forwarded-Host", "evil.example");
  request.headers.add("X-Forwarded-Proto", "http");
  EXPECT_TRUE(accepts(request));
}

}  // namespace
}  // namespace kolog::twilio
