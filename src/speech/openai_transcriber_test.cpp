// SPDX-License-Identifier: Apache-2.0
#include "speech/openai_transcriber.h"

#include <deque>
#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audio/decode.h"

namespace kolog::speech {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr int kRate = 8'000;

/// Whatever is not silent.
class FakeVoiceActivity final : public VoiceActivity {
 public:
  std::vector<Stretch> find(std::span<const float> samples, int) const override {
    std::vector<Stretch> stretches;
    for (std::size_t i = 0; i < samples.size(); ++i) {
      if (samples[i] == 0) continue;
      if (stretches.empty() || stretches.back().end != i) stretches.push_back({i, i});
      stretches.back().end = i + 1;
    }
    return stretches;
  }
};

class FakeClient final : public http::Client {
 public:
  Result<http::ClientResponse> send(const http::ClientRequest& request) override {
    requests.push_back(request);
    if (on_request) on_request();
    if (answers.empty()) return http::ClientResponse{200, {}, R"({"text":""})"};
    auto answer = answers.front();
    answers.pop_front();
    return answer;
  }
  void answer(int status, std::string body, http::Headers headers = {}) {
    answers.push_back(http::ClientResponse{status, std::move(headers), std::move(body)});
  }

  std::deque<Result<http::ClientResponse>> answers;
  std::vector<http::ClientRequest> requests;
  std::function<void()> on_request;
};

class FakeJournal final : public WindowJournal {
 public:
  std::optional<WindowText> find(const std::string& window) override {
    const auto found = kept.find(window);
    return found == kept.end() ? std::nullopt : std::optional(found->second);
  }
  void save(const std::string& window, const WindowText& text) override { kept[window] = text; }

  std::map<std::string, WindowText> kept;
};

/// A channel of that many seconds with speech, different on each, from second `begin` to `end`.
std::vector<float> channel(int seconds, std::vector<std::pair<int, int>> speech, float level = 0.25F) {
  std::vector<float> samples(static_cast<std::size_t>(seconds * kRate), 0.0F);
  for (const auto& [begin, end] : speech) {
    for (int i = begin * kRate; i < end * kRate; ++i) {
      samples[static_cast<std::size_t>(i)] = i % 16 < 8 ? level : -level;
    }
  }
  return samples;
}

TranscriptionRequest request_for(std::vector<std::vector<float>> channels) {
  TranscriptionRequest request;
  request.clip = {kRate, std::move(channels)};
  request.speakers = {domain::Speaker::caller, domain::Speaker::agent};
  return request;
}

class OpenAiTranscriberTest : public ::testing::Test {
 protected:
  OpenAiTranscriberTest() {
    settings.url = "https://speech.example.com";
    settings.api_key = Secret("sk-hidden");
  }

  Result<domain::Transcript> transcribe(const TranscriptionRequest& request) {
    auto owned = std::make_unique<FakeClient>();
    owned->answers = client.answers;
    owned->on_request = client.on_request;
    auto* sent = owned.get();
    OpenAiTranscriber transcriber(settings, std::move(owned), std::make_unique<FakeVoiceActivity>());
    auto transcript = transcriber.transcribe(request);
    client.requests = sent->requests;
    return transcript;
  }
  Error error_of(int status, std::string body = "", http::Headers headers = {}) {
    client.answers.clear();
    client.answer(status, std::move(body), std::move(headers));
    return transcribe(request_for({channel(2, {{0, 1}})})).error();
  }

  OpenAiTranscriber::Settings settings;
  FakeClient client;
};

std::string segment(const std::string& text, double start, double end, const std::string& more = "") {
  return R"({"text":" )" + text + R"(","start":)" + std::to_string(start) + R"(,"end":)" +
         std::to_string(end) + more + "}";
}

std::string answer_with(const std::string& segments, const std::string& language = "english") {
  return R"({"text":"x","language":")" + language + R"(","segments":[)" + segments + "]}";
}

TEST_F(OpenAiTranscriberTest, EachChannelIsSentByItselfAndItsTimesAreTheCalls) {
  client.answer(200, answer_with(segment("A plumber please.", 0.5, 2, R"(,"words":[
      {"word":" A","start":0.5,"end":0.7},{"word":" plumber","start":0.7,"end":1.5}])")));
  client.answer(200, answer_with(segment("Where?", 0, 1)));
  const auto transcript = transcribe(request_for({channel(10, {{3, 6}}), channel(10, {{1, 2}})})).value();
  ASSERT_EQ(client.requests.size(), 2U);
  ASSERT_EQ(transcript.segments.size(), 2U);
  const auto& agent = transcript.segments[0];
  EXPECT_EQ(agent.text, "Where?");
  EXPECT_EQ(agent.speaker, domain::Speaker::agent);
  EXPECT_EQ(agent.channel, 1);
  EXPECT_EQ(agent.start, 1s);
  const auto& caller = transcript.segments[1];
  EXPECT_EQ(caller.speaker, domain::Speaker::caller);
  EXPECT_EQ(caller.start, 3500ms);
  EXPECT_EQ(caller.end, 5s);
  EXPECT_EQ(caller.words.at(1).start, 3700ms);
  EXPECT_EQ(transcript.duration, 10s);
  EXPECT_EQ(transcript.language, domain::Language::english);
}

TEST_F(OpenAiTranscriberTest, TheFormHoldsWhatOpenAisInterfaceAsksFor) {
  settings.url = "https://speech.example.com/v1/";
  settings.model = "large-v3";
  auto request = request_for({channel(4, {{1, 3}})});
  request.language = domain::Language::hebrew;
  ASSERT_TRUE(transcribe(request));
  const auto& sent = client.requests.at(0);
  EXPECT_EQ(sent.method, "POST");
  EXPECT_EQ(sent.url, "https://speech.example.com/v1/audio/transcriptions");
  EXPECT_EQ(sent.headers.get("Authorization"), "Bearer sk-hidden");
  for (const auto* field :
       {"name=\"model\"\r\n\r\nlarge-v3\r\n", "name=\"language\"\r\n\r\nhe\r\n",
        "name=\"temperature\"\r\n\r\n0\r\n", "name=\"response_format\"\r\n\r\nverbose_json\r\n",
        "name=\"timestamp_granularities[]\"\r\n\r\nword\r\n",
        "name=\"timestamp_granularities[]\"\r\n\r\nsegment\r\n",
        "name=\"file\"; filename=\"channel-0.flac\"\r\nContent-Type: audio/flac\r\n\r\nfLaC"}) {
    EXPECT_THAT(sent.body, HasSubstr(field));
  }
  const auto begin = sent.body.find("fLaC");
  const auto end = sent.body.rfind("\r\n--");
  const auto audio = audio::decode(std::as_bytes(std::span(sent.body).subspan(begin, end - begin))).value();
  EXPECT_EQ(audio.sample_rate, 16'000);
  EXPECT_EQ(audio.channels.size(), 1U);
  EXPECT_NEAR(static_cast<double>(audio.duration().count()), 2000, 5);
}

TEST_F(OpenAiTranscriberTest, ALanguageThatNobodyKnowsAndAKeyThatIsNotSetAreNotSent) {
  settings.api_key = Secret();
  ASSERT_TRUE(transcribe(request_for({channel(4, {{1, 3}})})));
  EXPECT_THAT(client.requests.at(0).body, Not(HasSubstr("name=\"language\"")));
  EXPECT_FALSE(client.requests.at(0).headers.contains("Authorization"));
}

TEST_F(OpenAiTranscriberTest, SilenceIsNotSentAndIdenticalChannelsOnce) {
  double progress = 0;
  auto silent = request_for({channel(5, {}), channel(5, {})});
  silent.on_progress = [&](double share) { progress = share; };
  const auto nothing = transcribe(silent).value();
  EXPECT_TRUE(nothing.segments.empty());
  EXPECT_EQ(progress, 1.0);
  EXPECT_TRUE(client.requests.empty());
  client.answer(200, answer_with(segment("Hello", 0, 1)));
  const auto once = transcribe(request_for({channel(5, {{1, 2}}), channel(5, {{1, 2}})})).value();
  EXPECT_EQ(client.requests.size(), 1U);
  EXPECT_EQ(once.segments.at(0).speaker, domain::Speaker::unknown) << "both are heard there";
}

TEST_F(OpenAiTranscriberTest, LongRecordingsAreSentInPartsThatFitCutWhereNobodySpeaks) {
  settings.maximum_upload_bytes = 1'000'000;  // 31 seconds
  client.answer(200, answer_with(segment("one", 0, 5) + "," + segment("two", 15, 20)));
  client.answer(200, answer_with(segment("three", 0, 5)));
  std::vector<double> progress;
  auto request = request_for({channel(60, {{0, 10}, {15, 25}, {40, 50}})});
  request.on_progress = [&](double share) { progress.push_back(share); };
  const auto transcript = transcribe(request).value();
  ASSERT_EQ(client.requests.size(), 2U);
  for (const auto& sent : client.requests) EXPECT_LE(sent.body.size(), 1'000'000U);
  ASSERT_EQ(transcript.segments.size(), 3U);
  EXPECT_EQ(transcript.segments[1].start, 15s);
  EXPECT_EQ(transcript.segments[2].start, 40s);
  EXPECT_EQ(progress.size(), 2U);
  EXPECT_NEAR(progress[0], 25.0 / 35, 1e-9);
  EXPECT_EQ(progress[1], 1.0);
}

TEST_F(OpenAiTranscriberTest, SpeechWithoutAPauseIsCutToo) {
  settings.maximum_upload_bytes = 1'000'000;
  ASSERT_TRUE(transcribe(request_for({channel(80, {{0, 80}})})));
  EXPECT_EQ(client.requests.size(), 3U);
}

TEST_F(OpenAiTranscriberTest, WhatTheModelMadeUpIsDroppedWithItsReason) {
  client.answer(
      200,
      answer_with(segment("I need a plumber", 0, 2, R"(,"avg_logprob":-0.1,"no_speech_prob":0.05)") + "," +
                  segment("maybe", 2, 3, R"(,"avg_logprob":-1.4,"no_speech_prob":0.9)") + "," +
                  segment("Thank you for watching", 3, 4, R"(,"avg_logprob":-0.7,"no_speech_prob":0.1)") +
                  "," + segment("go go go go go go go go go", 3, 4, R"(,"avg_logprob":-0.1)") + "," +
                  segment("nobody spoke here", 12, 18, R"(,"avg_logprob":-0.1)")));
  const auto transcript = transcribe(request_for({channel(30, {{0, 5}, {25, 28}})})).value();
  ASSERT_EQ(transcript.segments.size(), 1U);
  EXPECT_EQ(transcript.segments[0].text, "I need a plumber");
  std::vector<domain::DropReason> reasons;
  for (const auto& dropped : transcript.dropped) reasons.push_back(dropped.reason);
  using enum domain::DropReason;
  EXPECT_THAT(reasons, ElementsAre(no_speech, known_phrase, repetition, outside_speech));
  EXPECT_EQ(transcript.dropped[0].segment.speaker, domain::Speaker::caller);
}

TEST_F(OpenAiTranscriberTest, ServersWithoutTimesGiveOneSegmentAPart) {
  client.answer(200, R"({"text":"שלום, צריך אינסטלטור"})");
  const auto transcript = transcribe(request_for({channel(10, {{2, 6}})})).value();
  ASSERT_EQ(transcript.segments.size(), 1U);
  EXPECT_EQ(transcript.segments[0].start, 2s);
  EXPECT_EQ(transcript.segments[0].end, 6s);
  EXPECT_EQ(transcript.language, domain::Language::hebrew) << "by its letters";
}

TEST_F(OpenAiTranscriberTest, AModelWithoutVerboseJsonIsAskedForPlainJsonFromThenOn) {
  client.answer(400, R"({"error":{"message":"response_format 'verbose_json' is not compatible"}})");
  client.answer(200, R"({"text":"Hello"})");
  client.answer(200, R"({"text":"Yes"})");
  const auto transcript = transcribe(request_for({channel(9, {{1, 3}}), channel(9, {{4, 5}})})).value();
  EXPECT_EQ(transcript.segments.size(), 2U);
  ASSERT_EQ(client.requests.size(), 3U);
  for (const auto i : {1U, 2U}) {
    EXPECT_THAT(client.requests[i].body, HasSubstr("name=\"response_format\"\r\n\r\njson\r\n"));
    EXPECT_THAT(client.requests[i].body, Not(HasSubstr("timestamp_granularities")));
  }
  client.answers.clear();
  client.answer(400, "verbose_json");
  client.answer(400, "verbose_json");
  EXPECT_EQ(transcribe(request_for({channel(2, {{0, 1}})})).error().code, ErrorCode::refused)
      << "it does not ask for ever";
}

TEST_F(OpenAiTranscriberTest, TheLanguageIsThatOfMostOfTheSpeech) {
  client.answer(200, answer_with(segment("שלום", 0, 2), "hebrew"));
  client.answer(200, answer_with(segment("Hello", 0, 2), "english"));
  const auto transcript = transcribe(request_for({channel(20, {{0, 2}}), channel(20, {{3, 9}})})).value();
  EXPECT_EQ(transcript.language, domain::Language::english);
}

TEST_F(OpenAiTranscriberTest, PassingTroubleIsRetryableAndWaitsAsLongAsTheServerAsks) {
  const auto busy = error_of(429, "", {{"Retry-After", "17"}});
  EXPECT_EQ(busy.code, ErrorCode::rate_limited);
  EXPECT_EQ(busy.retry_after, 17s);
  for (const int status : {500, 502, 503, 408})
    EXPECT_EQ(error_of(status).code, ErrorCode::unavailable) << status;
  EXPECT_EQ(error_of(503, "", {{"Retry-After", "3"}}).retry_after, 3s);
  EXPECT_EQ(error_of(200, "<html>").code, ErrorCode::unavailable);
  client.answers = {failure(ErrorCode::unavailable, "The other server does not answer",
                            "POST https://speech.example.com: Timeout was reached")};
  const auto silent = transcribe(request_for({channel(2, {{0, 1}})})).error();
  EXPECT_EQ(silent.code, ErrorCode::unavailable);
  EXPECT_EQ(silent.public_message, "The speech server does not answer.");
  EXPECT_THAT(silent.detail, HasSubstr("Timeout was reached"));
}

TEST_F(OpenAiTranscriberTest, RefusalsAreFinalAndNameTheSetting) {
  const std::map<int, std::string> named = {
      {401, "KOLOG_SPEECH_API_KEY"}, {403, "KOLOG_SPEECH_API_KEY"},
      {404, "KOLOG_SPEECH_MODEL"},   {413, "KOLOG_SPEECH_MAXIMUM_UPLOAD_BYTES"},
      {307, "KOLOG_SPEECH_URL"},     {400, "refuses the recording"},
      {422, "refuses the recording"}};
  for (const auto& [status, name] : named) {
    const auto error = error_of(status, R"({"error":{"message":"the reason"}})");
    EXPECT_FALSE(is_retryable(error.code)) << status;
    EXPECT_THAT(error.public_message, HasSubstr(name)) << status;
    EXPECT_THAT(error.detail, HasSubstr("the reason")) << status;
    EXPECT_EQ(client.requests.size(), 1U) << "no redirect is followed";
  }
}

TEST_F(OpenAiTranscriberTest, AServerThatRepeatsTheKeyDoesNotBringItIntoTheLog) {
  for (const int status : {400, 401, 500}) {
    const auto error = error_of(status, R"({"error":{"message":"Wrong key: sk-hidden, yes sk-hidden"}})");
    EXPECT_THAT(error.detail, Not(HasSubstr("sk-hidden")));
    EXPECT_THAT(error.public_message, Not(HasSubstr("sk-hidden")));
  }
  EXPECT_THAT(error_of(200, "sk-hidden").detail, Not(HasSubstr("sk-hidden")));
}

TEST_F(OpenAiTranscriberTest, StopIsHonouredBetweenPartsAndWithinOne) {
  std::stop_source stop;
  auto request = request_for({channel(10, {{0, 1}}), channel(10, {{3, 4}})});
  request.stop = stop.get_token();
  client.on_request = [&] { stop.request_stop(); };
  client.answer(200, answer_with(segment("Hello", 0, 1)));
  EXPECT_EQ(transcribe(request).error().code, ErrorCode::cancelled);
  ASSERT_EQ(client.requests.size(), 1U);
  EXPECT_TRUE(client.requests[0].stop.stop_requested()) << "the exchange itself knows of it";
  client.answers = {failure(ErrorCode::cancelled, "The exchange was stopped")};
  request.stop = {};
  EXPECT_EQ(transcribe(request).error().code, ErrorCode::cancelled);
}

TEST_F(OpenAiTranscriberTest, FinishedPartsAreNotSentAgain) {
  FakeJournal journal;
  auto request = request_for({channel(10, {{0, 2}}), channel(10, {{3, 4}})});
  request.journal = &journal;
  client.answer(200, answer_with(segment("שלום", 0, 1), "hebrew"));
  client.answer(503, "");
  EXPECT_EQ(transcribe(request).error().code, ErrorCode::unavailable);
  EXPECT_EQ(journal.kept.size(), 1U);
  client.answers.clear();
  client.answer(200, answer_with(segment("כן", 0, 1), "hebrew"));
  const auto transcript = transcribe(request).value();
  EXPECT_EQ(client.requests.size(), 1U);
  ASSERT_EQ(transcript.segments.size(), 2U);
  EXPECT_EQ(transcript.segments[0].text, "שלום");
  EXPECT_EQ(transcript.segments[0].speaker, domain::Speaker::caller);
  EXPECT_EQ(transcript.language, domain::Language::hebrew);
  ASSERT_TRUE(transcribe(request));
  EXPECT_TRUE(client.requests.empty());
}

TEST_F(OpenAiTranscriberTest, TheJournalsKeyDependsOnAllThatTheTextDependsOn) {
  FakeJournal journal;
  const auto transcribe_with = [&](auto change) {
    auto request = request_for({channel(10, {{0, 2}})});
    const auto before = settings;
    change(request);
    request.journal = &journal;
    ASSERT_TRUE(transcribe(request));
    settings = before;
  };
  transcribe_with([](auto&) {});
  transcribe_with([](auto&) {});
  EXPECT_EQ(journal.kept.size(), 1U);
  transcribe_with([](auto& request) { request.language = domain::Language::english; });
  transcribe_with([&](auto&) { settings.model = "another"; });
  transcribe_with([&](auto&) { settings.url = "https://other.example.com"; });
  transcribe_with([](auto& request) { request.clip.channels = {channel(10, {{0, 2}}, 0.5F)}; });
  transcribe_with([](auto& request) { request.clip.channels = {channel(10, {{1, 3}})}; });
  EXPECT_EQ(journal.kept.size(), 6U);
}

}  // namespace
}  // namespace kolog::speech
