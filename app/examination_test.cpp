// SPDX-License-Identifier: Apache-2.0
// What is hard to provoke from outside: a clock that is off, and answers that no server should give.
#include "app/examination.h"

#include <filesystem>

#include <gtest/gtest.h>

#include "support/fake_clock.h"
#include "support/temporary_folder.h"

namespace kolog::app {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class FakeClient final : public http::Client {
 public:
  Result<http::ClientResponse> send(const http::ClientRequest& request) override {
    requests.push_back(request);
    return answer;
  }
  Result<http::ClientResponse> answer = http::ClientResponse{200, {}, ""};
  std::vector<http::ClientRequest> requests;
};

class ExaminationTest : public ::testing::Test {
 protected:
  ExaminationTest() {
    settings.public_url = "https://calls.example.com";
    settings.twilio_account_sid = "AC00000000000000000000000000000001";
    settings.twilio_auth_token = Secret("token");
  }
  Findings time_with(const std::string& date) {
    client.answer = http::ClientResponse{401, {{"Date", date}}, ""};
    return look_at_time(patient);
  }
  Findings address_with(int status, const std::string& body) {
    client.answer = http::ClientResponse{status, {}, body};
    return look_at_public_url(patient);
  }
  static std::string answer_of(const std::string& instance) {
    return R"({"status":"ok","instance":")" + instance + R"("})";
  }

  Settings settings;
  testing::FakeClock clock;
  FakeClient client;
  SecretBox secrets{SecretBox::Key{1}};
  Patient patient{settings, clock, client, nullptr, nullptr, &secrets};
};

TEST_F(ExaminationTest, AModelThatTheMachineHasNoMemoryForIsSaid) {
  const testing::TemporaryFolder folder;
  settings.model = (folder.path() / "ours.bin").string();
  std::filesystem::copy_file(KOLOG_SOURCE_DIR "/models/kolog-demo-q5_0.bin", settings.model);
  const auto findings_with = [this](std::uint64_t memory) {
    patient.memory = memory;
    return look_at_model(patient).front();
  };
  EXPECT_EQ(findings_with(0).verdict, Verdict::good);
  EXPECT_EQ(findings_with(8'000'000'000).verdict, Verdict::good);
  const auto finding = findings_with(128'000'000);
  EXPECT_EQ(finding.verdict, Verdict::warning);
  EXPECT_NE(finding.text.find("takes 0.2 GB of memory, and this machine has 0.1 GB"), std::string::npos);
  EXPECT_NE(finding.advice.find("kolog models quantize"), std::string::npos);
}

TEST_F(ExaminationTest, AClockThatIsOffIsSaidByHowMuch) {
  const auto verdict_at = [&](seconds skew) {
    const auto findings = time_with(format_http_date(clock.now() + skew));
    return findings.empty() ? std::string("(none)") : std::string(to_string(findings.front().verdict));
  };
  EXPECT_EQ(verdict_at(seconds{0}), "ok");
  EXPECT_EQ(verdict_at(seconds{60}), "ok");
  EXPECT_EQ(verdict_at(seconds{62}), "warning");
  EXPECT_EQ(verdict_at(seconds{-62}), "warning");
  EXPECT_EQ(verdict_at(seconds{400}), "wrong");
  EXPECT_EQ(verdict_at(seconds{-86'400}), "wrong");
  EXPECT_NE(time_with(format_http_date(clock.now() + seconds{400})).front().text.find("400 seconds"),
            std::string::npos);
}

TEST_F(ExaminationTest, ADateThatIsNoneSaysNothingOfTheClock) {
  for (const std::string date : {"", "GMT", " GMT", "yesterday", "Sat, 99 Feb 2026 99:99:99 GMT"}) {
    EXPECT_TRUE(time_with(date).empty()) << date;
  }
  client.answer = failure(ErrorCode::unavailable, "No answer");
  EXPECT_TRUE(look_at_time(patient).empty());
}

TEST_F(ExaminationTest, TheClocksQuestionCarriesNoCredentials) {
  time_with("");
  EXPECT_FALSE(client.requests.at(0).basic_authentication);
}

TEST_F(ExaminationTest, OnlyThisInstallationsAnswerCounts) {
  const auto right = address_with(200, answer_of(secrets.fingerprint()));
  ASSERT_EQ(right.size(), 1U);
  EXPECT_EQ(right[0].verdict, Verdict::good);
  EXPECT_EQ(client.requests.back().url, "https://calls.example.com/healthz");
  for (const auto& body :
       {answer_of(SecretBox(SecretBox::Key{2}).fingerprint()), answer_of(""),
        std::string(R"({"status":"ok"})"), std::string("null"), std::string("[1]"),
        std::string(R"({"instance":[]})"), std::string("\xff\xfe"), std::string(100'000, '[')}) {
    const auto findings = address_with(200, body);
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].verdict, Verdict::bad) << body.substr(0, 80);
  }
  EXPECT_EQ(address_with(301, answer_of(secrets.fingerprint())).back().verdict, Verdict::bad);
}

TEST_F(ExaminationTest, WithoutTheKeyNobodyCanTellWhoseAddressItIs) {
  patient.secrets = nullptr;
  EXPECT_EQ(address_with(200, answer_of("whose")).back().verdict, Verdict::warning);
}

TEST_F(ExaminationTest, ASpeechServerIsAskedOnlyWhereOneIsUsed) {
  EXPECT_TRUE(look_at_speech_server(patient).empty());
  EXPECT_TRUE(client.requests.empty());
  settings.speech_engine = "openai";
  settings.speech_url = "http://127.0.0.1:8000";
  EXPECT_TRUE(look_at_model(patient).empty()) << "no model is needed";
}

TEST_F(ExaminationTest, ASpeechServerThatDoesNotAnswerOrRefusesTheKeyIsSaid) {
  settings.speech_fallback = "openai";
  settings.speech_url = "https://speech.example.com/v1";
  settings.speech_api_key = Secret("sk-hidden");
  const auto look_with = [&](int status) {
    client.answer = http::ClientResponse{status, {}, ""};
    return look_at_speech_server(patient);
  };
  for (const auto& [status, verdict] : {std::pair{200, Verdict::good},
                                        {404, Verdict::good},
                                        {401, Verdict::bad},
                                        {403, Verdict::bad},
                                        {503, Verdict::warning}}) {
    const auto findings = look_with(status);
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].verdict, verdict) << status;
    EXPECT_EQ((findings[0].text + findings[0].advice).find("sk-hidden"), std::string::npos);
  }
  EXPECT_EQ(client.requests.back().url, "https://speech.example.com/v1/models");
  EXPECT_EQ(client.requests.back().headers.get("Authorization"), "Bearer sk-hidden");
  client.answer = failure(ErrorCode::unavailable, "No answer");
  EXPECT_EQ(look_at_speech_server(patient).at(0).verdict, Verdict::bad);
}

TEST_F(ExaminationTest, ALanguageModelsServerIsAskedForItsModelsWhereOneIsUsed) {
  settings.llm_url = "https://model.example.com/v1/chat/completions";
  settings.llm_model = "gpt-oss";
  settings.llm_api_key = Secret("sk-hidden");
  EXPECT_TRUE(look_at_language_model(patient).empty());
  EXPECT_TRUE(client.requests.empty());
  settings.insight_engine = "llm";
  struct Case {
    int status;
    std::string body;
    Verdict verdict;
  };
  for (const auto& [status, body, verdict] :
       {Case{200, R"({"data":[{"id":"other"},{"id":"gpt-oss"}]})", Verdict::good},
        Case{200, R"({"data":[{"id":"gpt-oss:latest"}]})", Verdict::good},
        Case{200, R"({"data":[{"id":"other"},null,{"id":7}]})", Verdict::warning},
        Case{200, R"({"data":[]})", Verdict::good}, Case{200, "<html>", Verdict::good},
        Case{404, "", Verdict::good}, Case{401, "", Verdict::bad}, Case{503, "", Verdict::warning}}) {
    client.answer = http::ClientResponse{status, {}, body};
    const auto findings = look_at_language_model(patient);
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].verdict, verdict) << status << body;
    EXPECT_EQ((findings[0].text + findings[0].advice).find("sk-hidden"), std::string::npos);
  }
  EXPECT_EQ(client.requests.back().url, "https://model.example.com/v1/models");
  EXPECT_EQ(client.requests.back().headers.get("Authorization"), "Bearer sk-hidden");
  client.answer = failure(ErrorCode::unavailable, "No answer");
  EXPECT_EQ(look_at_language_model(patient).at(0).verdict, Verdict::bad);
  settings.llm_url = "http://model.example.com";
  EXPECT_EQ(look_at_language_model(patient).size(), 2U);
}

TEST_F(ExaminationTest, AKeyThatGoesOverTheNetworkUnencryptedIsWarnedOf) {
  settings.speech_engine = "openai";
  settings.speech_api_key = Secret("sk-hidden");
  client.answer = http::ClientResponse{200, {}, ""};
  const auto findings_at = [&](const std::string& url) {
    settings.speech_url = url;
    return look_at_speech_server(patient).size();
  };
  EXPECT_EQ(findings_at("http://speech.example.com"), 2U);
  EXPECT_EQ(findings_at("https://speech.example.com"), 1U);
  EXPECT_EQ(findings_at("http://127.0.0.1:8000"), 1U);
  EXPECT_EQ(findings_at("http://localhost:8000"), 1U);
}

TEST_F(ExaminationTest, AnAddressWithoutHttpsIsWarnedOf) {
  settings.public_url = "http://calls.example.com";
  const auto findings = address_with(200, answer_of(secrets.fingerprint()));
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0].verdict, Verdict::warning);
  EXPECT_EQ(findings[1].verdict, Verdict::good);
}

}  // namespace
}  // namespace kolog::app
