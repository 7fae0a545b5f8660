// SPDX-License-Identifier: Apache-2.0
#include "app/settings.h"

#include <cstdlib>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/log.h"
#include "support/temporary_folder.h"

extern char** environ;

namespace kolog::app {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::TemporaryFolder;

/// Without any variable of the program's or Twilio's, as on a fresh machine.
class SettingsTest : public ::testing::Test {
 protected:
  SettingsTest() { forget_variables(); }
  ~SettingsTest() override {
    forget_variables();
    log::set_level("info");
  }

  static void forget_variables() {
    std::vector<std::string> names;
    for (char** entry = environ; *entry != nullptr; ++entry) {
      const std::string_view line = *entry;
      if (line.starts_with("KOLOG_") || line.starts_with("TWILIO_"))
        names.emplace_back(line.substr(0, line.find('=')));
    }
    for (const auto& name : names) ::unsetenv(name.c_str());
  }
  static void set(const char* name, const char* value) { ::setenv(name, value, 1); }
  Result<Settings> load(std::string_view file = "") {
    testing::write_file(path, file);
    return load_settings(path);
  }
  std::string mistakes_in(std::string_view file = "") {
    const auto settings = load(file);
    return settings ? "(none)" : settings.error().public_message;
  }

  TemporaryFolder folder;
  std::filesystem::path path = folder.path() / "kolog.toml";
};

TEST_F(SettingsTest, TheTimeZoneIsOneThatThereIs) {
  EXPECT_EQ(load()->time_zone, "Asia/Jerusalem");
  EXPECT_EQ(load("time_zone = \"Europe/London\"")->time_zone, "Europe/London");
  for (const auto* wrong : {"Asia/Jerusalm", "", "Nowhere"}) {
    set("KOLOG_TIME_ZONE", wrong);
    EXPECT_THAT(mistakes_in(), HasSubstr("KOLOG_TIME_ZONE must be a name such as Asia/Jerusalem")) << wrong;
  }
}

TEST_F(SettingsTest, WhatABusinessMaySetHasLimits) {
  EXPECT_EQ(load()->understanding.services, 200U);
  EXPECT_EQ(load("understanding_services = 5")->understanding.services, 5U);
  EXPECT_THAT(mistakes_in("understanding_rules = 0"), HasSubstr("understanding_rules must be"));
}

TEST_F(SettingsTest, NothingNeedsToBeSet) {
  const auto settings = load();
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->data_dir, "data");
  EXPECT_EQ(settings->listen, "127.0.0.1:8080");
  EXPECT_EQ(settings->public_url, "http://127.0.0.1:8080");
  EXPECT_EQ(settings->database_url, "sqlite:data/kolog.db");
  EXPECT_EQ(settings->storage_url, "file:data/recordings");
  EXPECT_EQ(settings->language, domain::Language::hebrew);
  EXPECT_EQ(settings->retention, std::chrono::days{7});
  EXPECT_FALSE(settings->allow_private_webhooks);
  EXPECT_TRUE(settings->twilio_auth_token.empty());
  EXPECT_EQ(settings->secret_key_file, "data/secret.key");
}

TEST_F(SettingsTest, TheFileIsReadInItsOwnTypes) {
  const auto settings = load(
      "data_dir = \"/var/lib/kolog\"\nlanguage = \"en\"\nretention_days = 30\nworkers = 3\nretry_base = "
      "0.25\n"
      "allow_private_webhooks = true\npublic_url = \"https://calls.example.com/\"\n");
  ASSERT_TRUE(settings) << settings.error().public_message;
  EXPECT_EQ(settings->data_dir, "/var/lib/kolog");
  EXPECT_EQ(settings->database_url, "sqlite:/var/lib/kolog/kolog.db");
  EXPECT_EQ(settings->storage_url, "file:/var/lib/kolog/recordings");
  EXPECT_EQ(settings->language, domain::Language::english);
  EXPECT_EQ(settings->retention, std::chrono::days{30});
  EXPECT_EQ(settings->workers, 3);
  EXPECT_EQ(settings->retry_base, std::chrono::milliseconds{250});
  EXPECT_TRUE(settings->allow_private_webhooks);
  EXPECT_EQ(settings->public_url, "https://calls.example.com");
}

TEST_F(SettingsTest, TheEnvironmentStandsOverTheFile) {
  set("KOLOG_RETENTION_DAYS", "14");
  set("KOLOG_LANGUAGE", "auto");
  set("TWILIO_ACCOUNT_SID", "AC0123456789abcdef0123456789abcdef");
  set("TWILIO_AUTH_TOKEN", "token-of-the-account");
  const auto settings = load("retention_days = 30\nlanguage = \"en\"\nworkers = 3\n");
  ASSERT_TRUE(settings) << settings.error().public_message;
  EXPECT_EQ(settings->retention, std::chrono::days{14});
  EXPECT_FALSE(settings->language);
  EXPECT_EQ(settings->workers, 3);
  EXPECT_EQ(settings->twilio_account_sid, "AC0123456789abcdef0123456789abcdef");
  EXPECT_EQ(settings->twilio_auth_token.reveal(), "token-of-the-account");
}

TEST_F(SettingsTest, WhatHasAMostIsHeldToIt) {
  ASSERT_TRUE(load("speech_beam_size = 8\nspeech_language_percent = 100\n"));
  const auto settings = load("speech_beam_size = 9\nspeech_language_percent = 40\n");
  ASSERT_FALSE(settings);
  EXPECT_THAT(settings.error().public_message, ::testing::HasSubstr("must be at most 8"));
  EXPECT_THAT(settings.error().public_message, ::testing::HasSubstr("at least 50"));
}

TEST_F(SettingsTest, AllMistakesAreReportedTogetherWithTheirPlaces) {
  set("KOLOG_WORKERS", "none");
  set("KOLOG_LOG_LEVEL", "loud");
  const auto settings =
      load("retention_days = 0\nretension = 7\nlanguage = \"fr\"\nlisten = [1]\n[smtp]\nhost = \"x\"\n");
  ASSERT_FALSE(settings);
  EXPECT_EQ(settings.error().code, ErrorCode::invalid_request);
  EXPECT_THAT(
      settings.error().public_message,
      AllOf(HasSubstr(path.string() + ": retention_days must be a whole number of at least 1"),
            HasSubstr(path.string() + ": unknown setting retension"),
            HasSubstr("language must be one of he, en, auto"), HasSubstr("listen must be a single value"),
            HasSubstr("unknown setting smtp"), HasSubstr("KOLOG_WORKERS must be a whole number"),
            HasSubstr("KOLOG_LOG_LEVEL must be one of debug, info, warning, error")));
}

TEST_F(SettingsTest, AnUnknownVariableOfOursIsAMistakeAndOthersAreNot) {
  set("KOLOG_RETENTION", "7");
  EXPECT_THAT(mistakes_in(), HasSubstr("unknown setting KOLOG_RETENTION in the environment"));
  ::unsetenv("KOLOG_RETENTION");
  set("TWILIO_SOMETHING", "x");
  set("KOLOG_PASSWORD", "for another command");
  EXPECT_EQ(mistakes_in(), "(none)");
}

TEST_F(SettingsTest, TwiliosCredentialsAreNotReadFromVariablesOfOurs) {
  set("KOLOG_TWILIO_AUTH_TOKEN", "x");
  EXPECT_THAT(mistakes_in(), HasSubstr("unknown setting KOLOG_TWILIO_AUTH_TOKEN"));
}

TEST_F(SettingsTest, AMistakeNeverShowsASecret) {
  set("TWILIO_AUTH_TOKEN", "hunter2");
  set("TWILIO_ACCOUNT_SID", "hunter2");
  EXPECT_THAT(mistakes_in("twilio_auth_token = [\"hunter2\"]\n"),
              AllOf(HasSubstr("TWILIO_ACCOUNT_SID must be AC"), Not(HasSubstr("hunter2"))));
}

TEST_F(SettingsTest, NumbersOutOfBoundsOrWithARestAreRefused) {
  for (const auto* line :
       {"workers = 0", "workers = -1", "workers = \"2x\"", "workers = \"\"", "workers = 99999999999999999999",
        "workers = 1.5", "job_lease = 0", "job_lease = -1", "job_lease = \"nan\"", "job_lease = \"1e99\"",
        "job_lease = \"1s\"", "job_lease = \"\"", "request_maximum_bytes = 1", "retention_days = 99999999999",
        "webhook_log_days = 0", "webhook_log_days = 36501", "webhook_log_body_bytes = -1",
        "webhook_secret_overlap = 0", "webhook_endpoints_per_business = 0"}) {
    EXPECT_NE(mistakes_in(line), "(none)") << line;
  }
}

TEST_F(SettingsTest, AddressesNeedASchemeThatIsKnown) {
  for (const auto* line : {"public_url = \"calls.example.com\"", "public_url = \"ftp://calls.example.com\"",
                           "database_url = \"mysql://x\"", "storage_url = \"/var/recordings\"",
                           "twilio_api_url = \"javascript:alert(1)\"", "data_dir = \"\""}) {
    EXPECT_NE(mistakes_in(line), "(none)") << line;
  }
}

TEST_F(SettingsTest, AnEngineThatAsksAServerNeedsItsAddress) {
  const auto* sentence = "the speech engine openai needs a server";
  EXPECT_THAT(mistakes_in("speech_engine = \"openai\"\nworkers = 0"),
              AllOf(HasSubstr(sentence), HasSubstr("workers must be")));
  EXPECT_THAT(mistakes_in("speech_fallback = \"openai\""), HasSubstr(sentence));
  EXPECT_EQ(mistakes_in("speech_engine = \"openai\"\nspeech_url = \"http://speech:8000\""), "(none)");
  EXPECT_EQ(mistakes_in("speech_url = \"https://speech.example.com/v1/\""), "(none)");
}

TEST_F(SettingsTest, AnAddressOfTheSpeechServerThatIsNoneIsToldOnceAndNotTakenForMissing) {
  const auto mistakes = [&](const std::string& url) {
    return mistakes_in("speech_engine = \"openai\"\nspeech_url = \"" + url + "\"");
  };
  EXPECT_THAT(mistakes("ftp://speech"), AllOf(HasSubstr("speech_url must begin with https:// or http://"),
                                              Not(HasSubstr("needs a server"))));
  for (const std::string url : {"http://", "http://name:password@speech", "http://[::1"}) {
    EXPECT_THAT(mistakes(url), AllOf(HasSubstr("speech_url must be a URL"), Not(HasSubstr("password@"))))
        << url;
  }
}

TEST_F(SettingsTest, TheSpeechServersLimitsAreSet) {
  set("KOLOG_SPEECH_API_KEY", "sk-hidden");
  set("KOLOG_SPEECH_TIMEOUT", "0.5");
  const auto settings = load("speech_maximum_upload_bytes = 2000000\nspeech_model = \"large-v3\"");
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->speech_api_key.reveal(), "sk-hidden");
  EXPECT_EQ(settings->speech_timeout, std::chrono::milliseconds{500});
  EXPECT_EQ(settings->speech_maximum_upload_bytes, 2'000'000U);
  EXPECT_EQ(settings->speech_model, "large-v3");
  EXPECT_THAT(mistakes_in("speech_maximum_upload_bytes = 999999"), HasSubstr("at least 1000000"));
}

TEST_F(SettingsTest, ALanguageModelNeedsItsServersAddressAndItsName) {
  EXPECT_THAT(mistakes_in("insight_engine = \"llm\""),
              AllOf(HasSubstr("set llm_url"), HasSubstr("set llm_model")));
  EXPECT_EQ(mistakes_in(
                "insight_engine = \"llm\"\nllm_url = \"http://127.0.0.1:8080/v1\"\nllm_model = \"gpt-oss\""),
            "(none)");
  EXPECT_EQ(mistakes_in("llm_url = \"https://model.example.com\""), "(none)");
  EXPECT_THAT(mistakes_in("llm_url = \"https://name:password@model.example.com\""),
              AllOf(HasSubstr("llm_url must be a URL"), Not(HasSubstr("password@"))));
  EXPECT_THAT(mistakes_in("insight_engine = \"gpt\""), HasSubstr("must be one of lexicon, llm"));
}

TEST_F(SettingsTest, TheLanguageModelsLimitsAreSet) {
  set("KOLOG_LLM_API_KEY", "sk-hidden");
  set("KOLOG_LLM_TIMEOUT", "2.5");
  const auto settings = load("llm_daily_tokens = 5000\nllm_requests = 4\nllm_breaker_failures = 1");
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->llm_api_key.reveal(), "sk-hidden");
  EXPECT_EQ(settings->llm_timeout, std::chrono::milliseconds{2500});
  EXPECT_EQ(settings->llm_daily_tokens, 5000);
  EXPECT_EQ(settings->llm_requests, 4);
  EXPECT_EQ(settings->llm_breaker.failures, 1);
  for (const auto* line :
       {"llm_daily_tokens = 0", "llm_requests = 0", "llm_requests = 65", "llm_maximum_output_tokens = 1",
        "llm_maximum_answer_bytes = 1", "llm_maximum_transcript_characters = 10", "llm_timeout = 0"}) {
    EXPECT_NE(mistakes_in(line), "(none)") << line;
  }
}

TEST_F(SettingsTest, AFileThatIsNoTomlOrIsNotThereIsNamed) {
  EXPECT_THAT(mistakes_in("workers = 1\nworkers == 2\n"), HasSubstr(path.string() + ":2: "));
  const auto missing = load_settings(folder.path() / "missing.toml");
  ASSERT_FALSE(missing);
  EXPECT_THAT(missing.error().public_message, HasSubstr("missing.toml"));
}

}  // namespace
}  // namespace kolog::app
