// SPDX-License-Identifier: Apache-2.0
#include "speech/phantom_filter.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>
#include <zlib.h>

namespace kolog::speech {
namespace {

// The first two are the thresholds of OpenAI's own decoder (whisper/transcribe.py).
constexpr double kNoSpeech = 0.6;
constexpr double kLowLogProbability = -1.0;
constexpr double kUnsureLogProbability = -0.5;
constexpr double kUnsureNoSpeech = 0.3;
// whisper.cpp drops a segment only when both of the first two fail; each of these is enough by itself.
constexpr double kSureSilence = 0.9;
constexpr double kHopelessLogProbability = -1.6;

/// OpenAI's decoder takes 2.4 of a text in UTF-8. Of two bytes a Hebrew letter's first is always the same, so
/// letters are counted as one byte here, and speech in either language stays well below.
constexpr double kHighestCompression = 2.4;
constexpr std::size_t kShortestCompressed = 100;  // letters; below it the repetitions are counted

constexpr std::size_t kFewestWords = 8;
constexpr std::size_t kLongestPhrase = 6;  // words
constexpr std::size_t kRepetitions = 4;
constexpr std::size_t kSameCharacter = 24;  // bytes

/// What models trained on subtitles write over silence, noise and music, in lower case, without punctuation.
/// From OpenAI's models: Koenecke and others, "Careless Whisper" (2024), and Baranski and others,
/// "Investigation of Whisper ASR Hallucinations Induced by Non-Speech Audio" (2025), and their Hebrew
/// counterparts. `kolog evaluate phantoms` shows what another model writes.
constexpr std::array kPhrases = std::to_array<std::string_view>({
    "תודה שצפיתם",
    "תודה על הצפייה",
    "תודה רבה על הצפייה",
    "תודה רבה שצפיתם",
    "תודה לכם שצפיתם",
    "תודה על ההקשבה",
    "תודה רבה על ההקשבה",
    "נתראה בסרטון הבא",
    "נתראה בפעם הבאה",
    "אל תשכחו להירשם לערוץ",
    "הירשמו לערוץ",
    "כתוביות",
    "תרגום כתוביות",
    "מוזיקה",
    "מחיאות כפיים",
    "נגמר",
    "thank you",
    "thank you for watching",
    "thanks for watching",
    "thank you so much for watching",
    "thank you very much for watching",
    "thanks for listening",
    "thank you for listening",
    "please subscribe",
    "please subscribe to my channel",
    "like and subscribe",
    "dont forget to subscribe",
    "see you next time",
    "see you in the next video",
    "ill see you in the next video",
    "bye",
    "bye bye",
    "the end",
    "music",
    "applause",
    "you",
    "so",
    "subtitles",
    "captions",
});
/// Followed by a name.
constexpr std::array kBeginnings = std::to_array<std::string_view>({
    "subtitles by",
    "subtitle by",
    "captions by",
    "captioning by",
    "transcribed by",
    "transcription by",
    "translated by",
    "translation by",
    "כתוביות על ידי",
    "תורגם על ידי",
    "תרגום על ידי",
    "תמלול על ידי",
});

bool is_separator(char c) {
  return std::string_view(" \t\n.,!?:;\"()[]-").find(c) != std::string_view::npos;
}

/// Words in lower case (ASCII; Hebrew has none) without punctuation.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    if (c == '\'') continue;  // don't, I'll
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

/// How many times smaller deflate makes the text.
double compression_of(std::string_view text) {
  std::string letters;
  for (const char c : text) {
    // A continuation byte stands for its letter; the alphabets are small enough for that.
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0xC0) letters += c;
  }
  if (letters.size() < kShortestCompressed) return 0;
  auto size = compressBound(static_cast<uLong>(letters.size()));
  std::vector<Bytef> compressed(size);
  if (compress2(compressed.data(), &size, reinterpret_cast<const Bytef*>(letters.data()),
                static_cast<uLong>(letters.size()), Z_DEFAULT_COMPRESSION) != Z_OK) {
    return 0;
  }
  return static_cast<double>(letters.size()) / static_cast<double>(size);
}

}  // namespace

bool goes_in_circles(std::string_view text) {
  if (one_character_runs_on(text) || compression_of(text) > kHighestCompression) return true;
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

std::optional<domain::DropReason> phantom_in(const Evidence& evidence) {
  using domain::DropReason;
  if (words_of(evidence.text).empty()) return DropReason::no_speech;
  if (goes_in_circles(evidence.text)) return DropReason::repetition;
  const double sure = evidence.mean_log_probability;
  const double silence = evidence.no_speech_probability;
  if (silence > kNoSpeech && sure < kLowLogProbability) return DropReason::no_speech;
  if (silence > kSureSilence && sure < kUnsureLogProbability) return DropReason::no_speech;
  if (sure < kHopelessLogProbability) return DropReason::unsure;
  const bool unsure = sure < kUnsureLogProbability || silence > kUnsureNoSpeech;
  if (unsure && is_known_phrase(evidence.text)) return DropReason::known_phrase;
  return std::nullopt;
}

}  // namespace kolog::speech
