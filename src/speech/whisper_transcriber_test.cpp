// SPDX-License-Identifier: Apache-2.0
// The real whisper.cpp with the demo model on the sample calls.
#include "speech/whisper_transcriber.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <sstream>
#include <stop_token>
#include <string>
#include <unistd.h>
#include <vector>

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audio/decode.h"
#include "base/utf8.h"
#include "speech/model_catalogue.h"
#include "speech/whisper_arrangement.h"
#include "support/temporary_folder.h"

namespace kolog::speech {
namespace {

using domain::Language;
using domain::Speaker;
using domain::Transcript;
using std::chrono::milliseconds;

const std::filesystem::path kSource = KOLOG_SOURCE_DIR;
const std::filesystem::path kModel = kSource / "models/kolog-demo-q5_0.bin";

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

boost::json::object reference(const std::string& call) {
  return boost::json::parse(read_file(kSource / ("tests/data/calls/call-" + call + ".json"))).as_object();
}

audio::Clip clip_of(const std::string& call) {
  return audio::decode(kSource / ("tests/data/calls/call-" + call + ".flac")).value();
}

/// Lower case, without punctuation.
std::vector<std::string> words_of(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    plain += std::ispunct(static_cast<unsigned char>(c)) != 0
                 ? ' '
                 : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  std::istringstream in(plain);
  return {std::istream_iterator<std::string>(in), {}};
}

std::string plain(std::string_view text) {
  std::string joined = " ";
  for (const auto& word : words_of(text)) joined += word + " ";
  return joined;
}

std::size_t word_errors(const std::vector<std::string>& expected, const std::vector<std::string>& heard) {
  std::vector<std::size_t> row(heard.size() + 1);
  for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= expected.size(); ++i) {
    auto diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= heard.size(); ++j) {
      const auto substituted = diagonal + (expected[i - 1] == heard[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
    }
  }
  return row[heard.size()];
}

std::string text_on(const Transcript& transcript, int channel) {
  std::string text;
  for (const auto& segment : transcript.segments) {
    if (segment.channel == channel) text += segment.text + " ";
  }
  return text;
}

TranscriptionRequest request_for(audio::Clip clip, std::optional<Language> language = std::nullopt) {
  TranscriptionRequest request;
  request.clip = std::move(clip);
  request.speakers = {Speaker::caller, Speaker::agent};
  request.language = language;
  return request;
}

std::unique_ptr<WhisperTranscriber> open_demo_model(int lanes, int threads) {
  WhisperTranscriber::Settings settings;
  settings.model = kModel;
  settings.handling = known_model(kDemoModel)->handling;
  settings.lanes = lanes;
  settings.threads = threads;
  return WhisperTranscriber::open(settings).value();
}

void expect_language(const boost::json::object& said, const Transcript& transcript) {
  EXPECT_EQ(transcript.language, domain::parse_language(std::string_view(said.at("language").as_string())));
}

/// Without the space before it: in Hebrew the city is one word with the "in" before it.
void expect_in_callers_channel(std::string_view text, const Transcript& transcript) {
  EXPECT_THAT(plain(text_on(transcript, 0)), ::testing::HasSubstr(plain(text).substr(1)));
}

void expect_words(const boost::json::object& said, const Transcript& transcript) {
  std::size_t errors = 0;
  std::size_t words = 0;
  for (const auto& [speaker, text] : said.at("reference").as_object()) {
    const auto expected = words_of(std::string_view(text.as_string()));
    errors += word_errors(expected, words_of(text_on(transcript, speaker == "caller" ? 0 : 1)));
    words += expected.size();
  }
  const double tolerance = said.at("voices_and_templates_held_out_of_training").as_bool() ? 0.40 : 0.25;
  EXPECT_LE(static_cast<double>(errors), tolerance * static_cast<double>(words));
}

void expect_turns(const boost::json::object& said, const Transcript& transcript) {
  for (const auto& turn : said.at("turns").as_array()) {
    const auto speaker = domain::parse_speaker(std::string_view(turn.at("speaker").as_string()));
    const milliseconds start{static_cast<long long>(turn.at("start").to_number<double>() * 1000)};
    const milliseconds end{static_cast<long long>(turn.at("end").to_number<double>() * 1000)};
    const auto found = std::any_of(
        transcript.segments.begin(), transcript.segments.end(), [&](const domain::Segment& segment) {
          return segment.speaker == speaker && segment.channel == (speaker == Speaker::caller ? 0 : 1) &&
                 segment.start < end && start < segment.end;
        });
    EXPECT_TRUE(found) << start.count() << " ms";
  }
}

/// Segments and words in order, inside the call, in valid text.
void expect_good_form(const Transcript& transcript) {
  EXPECT_TRUE(
      std::is_sorted(transcript.segments.begin(), transcript.segments.end(),
                     [](const domain::Segment& a, const domain::Segment& b) { return a.start < b.start; }));
  for (const auto& segment : transcript.segments) {
    EXPECT_LE(segment.start, segment.end);
    EXPECT_LE(segment.end, transcript.duration);
    EXPECT_GT(segment.confidence, 0);
    EXPECT_LE(segment.confidence, 1);
    EXPECT_EQ(valid_utf8(segment.text), segment.text);
    auto earliest = segment.start;
    std::string joined;
    for (const auto& word : segment.words) {
      EXPECT_GE(word.start, earliest);
      EXPECT_GE(word.end, word.start);
      EXPECT_LE(word.end, segment.end);
      earliest = word.start;
      joined += (joined.empty() ? "" : " ") + word.text;
    }
    EXPECT_EQ(joined, segment.text);
  }
}

class SampleCall : public ::testing::TestWithParam<const char*> {};

TEST_P(SampleCall, IsHeardInItsLanguageWithServiceCityWordsAndTurns) {
  const std::string call = GetParam();
  const auto said = reference(call);
  const auto transcript = open_demo_model(1, 2)->transcribe(request_for(clip_of(call))).value();
  expect_language(said, transcript);
  expect_in_callers_channel(std::string_view(said.at("service").at("text").as_string()), transcript);
  expect_in_callers_channel(std::string_view(said.at("city").at("text").as_string()), transcript);
  expect_words(said, transcript);
  expect_turns(said, transcript);
  expect_good_form(transcript);
}

INSTANTIATE_TEST_SUITE_P(Demo, SampleCall,
                         ::testing::Values("he-1", "he-2", "he-3", "he-4", "en-1", "en-2", "en-3", "en-4"),
                         [](const auto& call) {
                           std::string name = call.param;
                           std::erase(name, '-');
                           return name;
                         });

class Whisper : public ::testing::Test {
 protected:
  std::unique_ptr<WhisperTranscriber> transcriber_ = open_demo_model(2, 2);
};

audio::Clip first_seconds(audio::Clip clip, std::size_t seconds) {
  for (auto& channel : clip.channels) channel.resize(seconds * 8000);
  return clip;
}

TEST_F(Whisper, CallsTranscribedSideBySideEqualThoseTranscribedAlone) {
  const auto hebrew = request_for(first_seconds(clip_of("he-4"), 12), Language::hebrew);
  const auto english = request_for(first_seconds(clip_of("en-4"), 12), Language::english);
  auto beside = std::async(std::launch::async, [&] { return transcriber_->transcribe(hebrew).value(); });
  const auto heard_english = transcriber_->transcribe(english).value();
  const auto heard_hebrew = beside.get();
  EXPECT_FALSE(heard_hebrew.segments.empty());
  EXPECT_FALSE(heard_english.segments.empty());
  const auto alone = open_demo_model(1, 1);
  EXPECT_EQ(alone->transcribe(hebrew).value(), heard_hebrew);
  EXPECT_EQ(alone->transcribe(english).value(), heard_english);
}

/// Keeps windows in memory.
class Journal final : public WindowJournal {
 public:
  std::optional<WindowText> find(const std::string& window) override {
    const std::lock_guard lock(mutex_);
    const auto found = texts_.find(window);
    if (found == texts_.end()) return std::nullopt;
    ++found_;
    return found->second;
  }
  void save(const std::string& window, const WindowText& text) override {
    const std::lock_guard lock(mutex_);
    texts_[window] = text;
  }
  std::size_t saved() const { return texts_.size(); }
  int found() const { return found_; }

 private:
  std::mutex mutex_;
  std::map<std::string, WindowText> texts_;
  int found_ = 0;
};

TEST_F(Whisper, StoppedHalfwayItGoesOnWithTheWindowsThatWereNotDone) {
  Journal journal;
  std::stop_source stop;
  auto request = request_for(first_seconds(clip_of("he-1"), 20), Language::hebrew);
  request.journal = &journal;
  request.stop = stop.get_token();
  request.on_progress = [&](double share) {
    if (share > 0.4) stop.request_stop();
  };
  ASSERT_FALSE(transcriber_->transcribe(request));
  const auto done = journal.saved();
  ASSERT_GT(done, 0U);
  request.stop = {};
  request.on_progress = {};
  const auto resumed = transcriber_->transcribe(request).value();
  EXPECT_EQ(static_cast<std::size_t>(journal.found()), done);
  EXPECT_GT(journal.saved(), done);
  request.journal = nullptr;
  EXPECT_EQ(transcriber_->transcribe(request).value(), resumed);
}

TEST_F(Whisper, WindowOfAnotherLanguageIsNotTakenFromTheJournal) {
  Journal journal;
  auto request = request_for(first_seconds(clip_of("he-1"), 8), Language::hebrew);
  request.journal = &journal;
  ASSERT_TRUE(transcriber_->transcribe(request));
  request.language = Language::english;
  ASSERT_TRUE(transcriber_->transcribe(request));
  EXPECT_EQ(journal.found(), 0);
}

TEST(WhisperAlignment, WordsGetTheirTimesFromTheAttentionOfALayer) {
  WhisperTranscriber::Settings settings;
  settings.model = kModel;
  settings.handling = known_model(kDemoModel)->handling;
  settings.handling.alignment_layer = 2;
  settings.lanes = 1;
  const auto call = request_for(first_seconds(clip_of("en-1"), 12), Language::english);
  const auto aligned = WhisperTranscriber::open(settings).value()->transcribe(call).value();
  settings.handling.alignment_layer = kNoAlignment;
  const auto shared = WhisperTranscriber::open(settings).value()->transcribe(call).value();
  ASSERT_EQ(domain::plain_text(aligned), domain::plain_text(shared));
  EXPECT_NE(aligned, shared);
  expect_good_form(aligned);
  expect_good_form(shared);
}

TEST(WhisperLanguage, UnsureOfItTheUsualOneIsTaken) {
  WhisperTranscriber::Settings settings;
  settings.model = kModel;
  settings.handling = known_model(kDemoModel)->handling;
  settings.language_threshold = 1.1;  // nothing is that sure
  auto request = request_for(first_seconds(clip_of("en-1"), 8));
  request.language_if_unsure = Language::hebrew;
  const auto transcriber = WhisperTranscriber::open(settings).value();
  EXPECT_EQ(transcriber->transcribe(request).value().language, Language::hebrew);
  request.language_if_unsure = std::nullopt;
  EXPECT_EQ(transcriber->transcribe(request).value().language, Language::english);
}

TEST(WhisperArrangement, IsMeasuredOnceAndRemembered) {
  const testing::TemporaryFolder folder;
  const auto file = folder.path() / "threads.json";
  const auto model = load_whisper_model(kModel, known_model(kDemoModel)->handling).value();
  const auto measured = measured_arrangement(*model, "demo", 2, file).value();
  EXPECT_EQ(measured.lanes * measured.threads, 2);
  ASSERT_TRUE(std::filesystem::exists(file));
  const auto other = measured.lanes == 1 ? 2 : 1;
  auto text = read_file(file);
  text.replace(text.find(":") + 1, 1, std::to_string(other));
  std::ofstream(file, std::ios::binary) << text;
  EXPECT_EQ(measured_arrangement(*model, "demo", 2, file).value().lanes, other);
}

TEST(WhisperArrangement, WhatIsNoArrangementIsMeasuredAgain) {
  const testing::TemporaryFolder folder;
  const auto file = folder.path() / "threads.json";
  const auto model = load_whisper_model(kModel, known_model(kDemoModel)->handling).value();
  for (const auto* text : {"", "[]", "{\"demo\":", "{\"demo\":\"two\"}"}) {
    std::ofstream(file, std::ios::binary) << text;
    EXPECT_EQ(measured_arrangement(*model, "demo", 1, file).value(), (Arrangement{1, 1}));
    EXPECT_TRUE(measured_arrangement(*model, "demo", 2, file)) << text;
  }
}

TEST_F(Whisper, ProgressOnlyGrowsAndEndsAtTheWhole) {
  std::vector<double> progress;
  auto request = request_for(first_seconds(clip_of("en-2"), 12), Language::english);
  request.on_progress = [&](double share) { progress.push_back(share); };
  ASSERT_TRUE(transcriber_->transcribe(request));
  ASSERT_GE(progress.size(), 2U);
  EXPECT_TRUE(std::is_sorted(progress.begin(), progress.end()));
  EXPECT_DOUBLE_EQ(progress.back(), 1.0);
}

TEST_F(Whisper, SilenceAndNoiseHaveNoSegmentsAndNoLanguage) {
  std::mt19937 random(3);
  std::normal_distribution<float> noise(0, 0.02F);
  audio::Clip clip{8000, {std::vector<float>(80'000, 0.0F), std::vector<float>(80'000)}};
  for (float& sample : clip.channels[1]) sample = noise(random);
  const auto transcript = transcriber_->transcribe(request_for(clip)).value();
  EXPECT_TRUE(transcript.segments.empty());
  EXPECT_EQ(transcript.language, std::nullopt);
  EXPECT_EQ(transcript.duration, milliseconds{10'000});
}

TEST_F(Whisper, ClipWithoutChannelsHasNoSegments) {
  EXPECT_TRUE(transcriber_->transcribe(request_for(audio::Clip{})).value().segments.empty());
}

TEST_F(Whisper, CopiedChannelIsTranscribedOnceAndForNobodyInParticular) {
  auto clip = first_seconds(clip_of("en-2"), 8);
  clip.channels[1] = clip.channels[0];
  const auto transcript = transcriber_->transcribe(request_for(clip, Language::english)).value();
  ASSERT_FALSE(transcript.segments.empty());
  for (const auto& segment : transcript.segments) {
    EXPECT_EQ(segment.channel, 0);
    EXPECT_EQ(segment.speaker, Speaker::unknown);
  }
}

TEST_F(Whisper, StoppedWhileItWorksItIsCancelledAndFreesItsPlace) {
  std::stop_source stop;
  auto request = request_for(clip_of("he-1"), Language::hebrew);
  request.stop = stop.get_token();
  request.on_progress = [&](double) { stop.request_stop(); };
  const auto stopped = transcriber_->transcribe(request);
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, ErrorCode::cancelled);
  EXPECT_TRUE(transcriber_->transcribe(request_for(audio::Clip{})));
}

TEST_F(Whisper, StoppedBeforehandItDoesNotStart) {
  std::stop_source stop;
  stop.request_stop();
  auto request = request_for(clip_of("he-1"));
  request.stop = stop.get_token();
  const auto stopped = transcriber_->transcribe(request);
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, ErrorCode::cancelled);
}

TEST(WhisperModel, MissingOrBrokenModelIsAnErrorThatNamesIt) {
  WhisperTranscriber::Settings settings;
  settings.model = "/nowhere/model.bin";
  EXPECT_EQ(WhisperTranscriber::open(settings).error().code, ErrorCode::not_found);
  const auto path =
      std::filesystem::temp_directory_path() / ("kolog-broken-model-" + std::to_string(::getpid()) + ".bin");
  settings.model = path;
  for (const auto& bytes : {std::string("this is no model"), read_file(kModel).substr(0, 1'000'000)}) {
    std::ofstream(path, std::ios::binary) << bytes;
    const auto opened = WhisperTranscriber::open(settings);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::unsupported_media);
    EXPECT_THAT(opened.error().public_message, ::testing::HasSubstr(path.filename().string()));
  }
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace kolog::speech
