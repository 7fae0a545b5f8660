// SPDX-License-Identifier: Apache-2.0
#include "speech/phantom_filter.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

namespace kolog::speech {
namespace {

// The first two are the thresholds of OpenAI's own decoder (whisper/transcribe.py).
constexpr double kNoSpeech = 0.6;
constexpr double kLowLogProbability = -1.0;
constexpr double kUnsureLogProbability = -0.5;
constexpr double kUnsureNoSpeech = 0.3;

constexpr std::size_t kFewestWords = 8;
constexpr std::size_t kLongestPhrase = 6;  // words
constexpr std::size_t kRepetitions = 4;
constexpr std::size_t kSameCharacter = 24;  // bytes

/// What models trained on subtitles write over silence, in lower case, without punctuation. `begins` are
/// followed by a name.
constexpr std::array<std::string_view, 14> kPhrases = {
    "תודה שצפיתם",
    "תודה על הצפייה",
    "תודה רבה שצפיתם",
    "תודה לכם שצפיתם",
    "כתוביות",
    "תרגום כתוביות",
    "נגמר",
    "thank you for watching",
    "thanks for watching",
    "thank you so much for watching",
    "please subscribe",
    "like and subscribe",
    "you",
    "subtitles",
};
constexpr std::array<std::string_view, 8> kBeginnings = {
    "subtitles by",  "subtitle by",    "captions by",  "transcribed by",
    "translated by", "כתוביות על ידי", "תורגם על ידי", "תמלול על ידי",
};

bool is_separator(char c) {
  return std::string_view(" \t\n.,!?:;\"'()[]-").find(c) != std::string_view::npos;
}

/// Words in lower case (ASCII; Hebrew has none) without punctuation.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    if (!is_separator(c)) {
      words.back() += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

bool is_known_phrase(std::string_view text) {
  std::string plain;
  for (const auto& word : words_of(text)) plain += (plain.empty() ? "" : " ") + word;
  return std::find(kPhrases.begin(), kPhrases.end(), plain) != kPhrases.end() ||
         std::any_of(kBeginnings.begin(), kBeginnings.end(),
                     [&](std::string_view beginning) { return plain.starts_with(beginning); });
}

/// How many words from `start` on repeat the `length` words there, themselves included.
std::size_t repeated_words(std::span<const std::string> words, std::size_t start, std::size_t length) {
  std::size_t end = start + length;
  while (end < words.size() && words[end] == words[end - length]) ++end;
  return (end - start) / length * length;
}

bool one_character_runs_on(std::string_view text) {
  // Two bytes back: a Hebrew letter is two bytes.
  std::size_t run = 0;
  for (std::size_t i = 2; i < text.size(); ++i) {
    run = text[i] == text[i - 2] && !is_separator(text[i]) ? run + 1 : 0;
    if (run >= kSameCharacter) return true;
  }
  return false;
}

}  // namespace

bool goes_in_circles(std::string_view text) {
  if (one_character_runs_on(text)) return true;
  const auto words = words_of(text);
  if (words.size() < kFewestWords) return false;
  for (std::size_t start = 0; start < words.size(); ++start) {
    for (std::size_t length = 1; length <= kLongestPhrase && start + length <= words.size(); ++length) {
      const auto repeated = repeated_words(words, start, length);
      if (repeated >= kRepetitions * length && repeated * 2 > words.size()) return true;
    }
  }
  return false;
}

bool is_phantom(const Evidence& evidence) {
  if (words_of(evidence.text).empty()) return true;
  if (evidence.no_speech_probability > kNoSpeech && evidence.mean_log_probability < kLowLogProbability) {
    return true;
  }
  if (goes_in_circles(evidence.text)) return true;
  const bool unsure = evidence.mean_log_probability < kUnsureLogProbability ||
                      evidence.no_speech_probability > kUnsureNoSpeech;
  return unsure && is_known_phrase(evidence.text);
}

}  // namespace kolog::speech
