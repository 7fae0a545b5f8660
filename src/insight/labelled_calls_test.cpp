// SPDX-License-Identifier: Apache-2.0
// The extractor against calls whose service and city people have written down.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "insight/extractive_summariser.h"
#include "insight/insight_score.h"
#include "insight/labelled_call.h"
#include "insight/lexicon_extractor.h"
#include "insight/recogniser_damage.h"
#include "insight/taxonomy.h"

namespace kolog::insight {
namespace {

namespace json = boost::json;
constexpr std::string_view kTimeZone = "Asia/Jerusalem";
constexpr std::uint32_t kSeed = 1;

std::filesystem::path test_data(std::string_view path) {
  return std::filesystem::path(KOLOG_SOURCE_DIR) / "tests/data" / path;
}

std::vector<LabelledCall> labelled_calls(const std::string& part) {
  std::vector<LabelledCall> calls;
  for (const auto* language : {"he.", "en."}) {
    std::ifstream file(test_data("understanding/" + (language + part) + ".jsonl"));
    const std::string lines{std::istreambuf_iterator<char>(file), {}};
    for (auto& call : read_labelled_calls(lines, kTimeZone).value()) calls.push_back(std::move(call));
  }
  return calls;
}

/// With so many of a hundred words damaged as a recogniser does.
InsightScore score(const std::vector<LabelledCall>& calls, double word_errors) {
  LexiconExtractor extractor;
  InsightScore score;
  auto seed = kSeed;
  for (const auto& call : calls) {
    const auto transcript = word_errors > 0 ? damaged(call.transcript, word_errors, ++seed) : call.transcript;
    score.add(call, extractor
                        .extract({.transcript = transcript,
                                  .settings = default_settings(),
                                  .started_at = call.started_at,
                                  .time_zone = std::string(kTimeZone)})
                        .value());
  }
  return score;
}

double share(std::size_t part, std::size_t whole) {
  return static_cast<double>(part) / static_cast<double>(whole);
}

TEST(LabelledCalls, CallsThatNobodyTunedOnAreUnderstood) {
  const auto calls = labelled_calls("test");
  ASSERT_GE(calls.size(), 180U);
  const auto measured = score(calls, 0);
  EXPECT_GE(share(measured.both_right, measured.calls), 0.95);
  const auto calibration = measured.calibration();
  EXPECT_LT(share(calibration.mistakes_from(0.8), calibration.answers_from(0.8)), 0.02);
  EXPECT_LT(calibration.expected_error(), 0.05);
  EXPECT_GE(measured.fields.at("intent").accuracy(), 0.95);
  EXPECT_GE(measured.fields.at("outcome").accuracy(), 0.9);
  EXPECT_GE(measured.fields.at("follow_up").accuracy(), 0.88);
}

TEST(LabelledCalls, ARecognisersMistakesCostLittle) {
  const auto measured = score(labelled_calls("test"), 10);
  EXPECT_GE(share(measured.both_right, measured.calls), 0.85);
  EXPECT_LT(measured.calibration().expected_error(), 0.05);
}

TEST(LabelledCalls, WhatWasLearnedIsKnown) {
  const auto calls = labelled_calls("dev");
  ASSERT_GE(calls.size(), 1300U);
  const auto measured = score(calls, 0);
  EXPECT_GE(share(measured.both_right, measured.calls), 0.94);
}

TEST(LabelledCalls, EvidenceIsTheTranscriptsOwnWords) {
  LexiconExtractor extractor;
  for (const auto& call : labelled_calls("test")) {
    const auto insight = extractor.extract({call.transcript, default_settings()}).value();
    std::vector<domain::Evidence> evidence;
    if (insight.service) evidence.push_back(insight.service->evidence);
    if (insight.city) evidence.push_back(insight.city->evidence);
    if (insight.follow_up) evidence.push_back(insight.follow_up->evidence);
    for (const auto& [name, field] : insight.fields) evidence.push_back(field.evidence);
    for (const auto& words : evidence) {
      const auto& segment = call.transcript.segments.at(words.segment.value());
      EXPECT_NE(segment.text.find(words.text), std::string::npos) << call.id;
      EXPECT_EQ(words.speaker, segment.speaker) << call.id;
    }
  }
}

TEST(LabelledCalls, SummariesAreShortAndSayOnlyWhatWasSaid) {
  LexiconExtractor extractor;
  ExtractiveSummariser summariser;
  for (const auto& call : labelled_calls("test")) {
    const auto insight = extractor.extract({call.transcript, default_settings()});
    ASSERT_TRUE(insight.has_value());
    const auto summary = summariser.summarise(call.transcript, *insight);
    ASSERT_TRUE(summary.has_value());
    EXPECT_LE(std::ranges::count(*summary, ' '), 80) << call.id;
    if (insight->service) {
      EXPECT_NE(summary->find(insight->service->name), std::string::npos) << call.id;
    }
  }
}

domain::Transcript reference_transcript(const json::object& call) {
  domain::Transcript transcript;
  for (const auto& turn : call.at("turns").as_array()) {
    domain::Segment segment;
    segment.speaker = domain::parse_speaker(std::string(turn.at("speaker").as_string()));
    segment.channel = segment.speaker == domain::Speaker::agent ? 1 : 0;
    segment.text = turn.at("text").as_string();
    transcript.segments.push_back(std::move(segment));
  }
  return transcript;
}

TEST(SampleCalls, EveryReferenceTextIsUnderstoodWithConfidence) {
  LexiconExtractor extractor;
  int calls = 0;
  for (const auto& file : std::filesystem::directory_iterator(test_data("calls"))) {
    if (file.path().extension() != ".json") continue;
    std::ifstream input(file.path());
    const std::string text{std::istreambuf_iterator<char>(input), {}};
    const auto sample = json::parse(text).as_object();
    const auto transcript = reference_transcript(sample);
    const auto insight = extractor.extract({transcript, default_settings()});
    ASSERT_TRUE(insight.has_value());
    SCOPED_TRACE(file.path().filename());
    EXPECT_EQ(domain::to_string(insight->language.value()),
              std::string_view(sample.at("language").as_string()));
    ASSERT_TRUE(insight->service && insight->city);
    EXPECT_EQ(insight->service->id, std::string_view(sample.at("service").at("id").as_string()));
    EXPECT_GE(insight->service->confidence, 0.75);
    EXPECT_GE(insight->city->confidence, 0.75);
    EXPECT_EQ(insight->city->name, std::string_view(sample.at("city").at("name").as_string()));
    ++calls;
  }
  EXPECT_EQ(calls, 8);
}

}  // namespace
}  // namespace kolog::insight
