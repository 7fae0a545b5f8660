// SPDX-License-Identifier: Apache-2.0
// The extractor against calls whose service and city people have written down.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <random>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "insight/extractive_summariser.h"
#include "insight/lexicon_extractor.h"
#include "insight/taxonomy.h"

namespace kolog::insight {
namespace {

namespace json = boost::json;
using domain::Language;

struct LabelledCall {
  std::string name;
  domain::Transcript transcript;
  std::optional<std::string> service;
  std::optional<std::string> city;
};

struct Score {
  int right = 0;
  int asked = 0;

  double rate() const { return static_cast<double>(right) / asked; }
};

std::optional<std::string> optional_text(const json::value& value) {
  if (value.is_null()) return std::nullopt;
  return std::string(value.as_string());
}

std::filesystem::path test_data(std::string_view path) {
  return std::filesystem::path(KOLOG_SOURCE_DIR) / "tests/data" / path;
}

std::vector<LabelledCall> labelled_calls(const std::string& file) {
  std::vector<LabelledCall> calls;
  std::ifstream lines(test_data("understanding/" + file));
  for (std::string line; std::getline(lines, line);) {
    const auto call = json::parse(line);
    calls.push_back({file + ":" + std::to_string(calls.size() + 1),
                     domain::parse_plain_text(std::string(call.at("text").as_string())),
                     optional_text(call.at("service")), optional_text(call.at("city"))});
  }
  return calls;
}

std::optional<std::string> service_of(const domain::Insight& insight) {
  return insight.service ? std::optional(insight.service->id) : std::nullopt;
}

std::optional<std::string> city_of(const domain::Insight& insight) {
  return insight.city ? std::optional(insight.city->name) : std::nullopt;
}

Score score(const std::vector<LabelledCall>& calls) {
  LexiconExtractor extractor;
  Score score;
  for (const auto& call : calls) {
    const auto insight = extractor.extract({call.transcript, default_settings()});
    EXPECT_TRUE(insight.has_value());
    const bool service = service_of(*insight) == call.service;
    const bool city = city_of(*insight) == call.city;
    score.asked += 2;
    score.right += (service ? 1 : 0) + (city ? 1 : 0);
    if (!service || !city) {
      std::cout << call.name << ": " << service_of(*insight).value_or("-") << ", "
                << city_of(*insight).value_or("-") << " for " << call.service.value_or("-") << ", "
                << call.city.value_or("-") << "\n";
    }
  }
  std::cout << score.right << " of " << score.asked << " right\n";
  return score;
}

/// One letter of a long word in so many is exchanged for another, as a recogniser mishears.
std::string misheard(std::string_view text, std::mt19937& random) {
  constexpr std::size_t kFewestLetters = 6;
  constexpr unsigned kOneWordIn = 4;
  std::string result;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const auto end = std::min(text.find_first_of(" ,.?\n", begin), text.size());
    std::string word(text.substr(begin, end - begin));
    const bool hebrew = !word.empty() && static_cast<unsigned char>(word[0]) == 0xD7;
    if (hebrew && word.size() / 2 >= kFewestLetters && random() % kOneWordIn == 0) {
      // U+05D0 and on: the letters are the second bytes from 0x90 to 0xAA.
      word[2 * (random() % (word.size() / 2)) + 1] = static_cast<char>(0x90 + random() % 27);
    }
    result += word;
    if (end < text.size()) result += text[end];
    begin = end + 1;
  }
  return result;
}

TEST(LabelledCalls, HebrewServicesAndCitiesAreFound) {
  const auto calls = labelled_calls("he.jsonl");
  ASSERT_GE(calls.size(), 60U);
  EXPECT_GE(score(calls).rate(), 0.97);
}

TEST(LabelledCalls, EnglishServicesAndCitiesAreFound) {
  const auto calls = labelled_calls("en.jsonl");
  ASSERT_GE(calls.size(), 30U);
  EXPECT_GE(score(calls).rate(), 0.97);
}

TEST(LabelledCalls, MisheardLettersCostLittle) {
  auto calls = labelled_calls("he.jsonl");
  std::mt19937 random(20260228);
  for (auto& call : calls) {
    for (auto& segment : call.transcript.segments) segment.text = misheard(segment.text, random);
  }
  EXPECT_GE(score(calls).rate(), 0.9);
}

TEST(LabelledCalls, SummariesAreShortAndSayOnlyWhatWasSaid) {
  LexiconExtractor extractor;
  ExtractiveSummariser summariser;
  for (const auto* file : {"he.jsonl", "en.jsonl"}) {
    for (const auto& call : labelled_calls(file)) {
      const auto insight = extractor.extract({call.transcript, default_settings()});
      ASSERT_TRUE(insight.has_value());
      const auto summary = summariser.summarise(call.transcript, *insight);
      ASSERT_TRUE(summary.has_value());
      EXPECT_LE(std::ranges::count(*summary, ' '), 80) << call.name;
      if (insight->service) {
        EXPECT_NE(summary->find(insight->service->name), std::string::npos) << call.name;
      }
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
