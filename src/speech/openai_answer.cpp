// SPDX-License-Identifier: Apache-2.0
#include "speech/openai_answer.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include <boost/json.hpp>

#include "base/utf8.h"

namespace kolog::speech {
namespace {

namespace json = boost::json;
using std::chrono::milliseconds;

/// Of an answer's lists: an hour of speech has some ten thousand words.
constexpr std::size_t kMostSegments = 20'000;
constexpr std::size_t kMostWords = 200'000;

/// A finite number; servers write some as text ("duration":"17.6").
std::optional<double> number_in(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (value == nullptr) return std::nullopt;
  double number = 0;
  if (value->is_number()) {
    number = value->to_number<double>();
  } else if (const auto* text = value->if_string()) {
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (error != std::errc{} || end != text->data() + text->size()) return std::nullopt;
  } else {
    return std::nullopt;
  }
  return std::isfinite(number) ? std::optional(number) : std::nullopt;
}

std::string_view text_in(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  const auto* text = value != nullptr ? value->if_string() : nullptr;
  return text != nullptr ? std::string_view(*text) : std::string_view{};
}

const json::array* list_in(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr ? value->if_array() : nullptr;
}

bool begins_with_space(std::string_view text) {
  return text.starts_with(' ') || text.starts_with('\n') || text.starts_with('\t');
}

std::string tidy(std::string_view text) {
  auto valid = valid_utf8(text);
  const auto first = valid.find_first_not_of(" \t\n");
  if (first == valid.npos) return {};
  return valid.substr(first, valid.find_last_not_of(" \t\n") - first + 1);
}

std::optional<milliseconds> time_in(const json::object& object, std::string_view name,
                                    milliseconds duration) {
  const auto seconds = number_in(object, name);
  if (!seconds) return std::nullopt;
  const auto longest = static_cast<double>(duration.count());
  return milliseconds{std::llround(std::clamp(*seconds * 1000, 0.0, longest))};
}

double probability_of(double log_probability) {
  return std::exp(std::min(log_probability, 0.0));
}

/// Text that goes on from what stands before it, or begins anew.
struct Raw {
  bool goes_on = false;
  std::string text;
};

/// Whisper's own texts begin with a space where a word begins. Where a list has such, what begins without one
/// is the rest of a word: a token of whisper.cpp's, or a segment that it cut off in the middle of a word.
bool marks_beginnings(const json::array& list, std::string_view name) {
  return std::any_of(list.begin(), list.end(), [&](const json::value& item) {
    const auto* object = item.if_object();
    return object != nullptr && begins_with_space(text_in(*object, name));
  });
}

Raw raw_text(std::string_view text, bool beginnings_are_marked) {
  return {beginnings_are_marked && !begins_with_space(text), tidy(text)};
}

/// Words that have both their times; where the server does not tell how sure it is, `confidence`.
std::vector<domain::Word> words_of(const json::array& list, milliseconds duration, double confidence) {
  std::vector<domain::Word> words;
  const bool marked = marks_beginnings(list, "word");
  for (const auto& item : list) {
    const auto* object = item.if_object();
    if (object == nullptr || words.size() == kMostWords) continue;
    auto [goes_on, text] = raw_text(text_in(*object, "word"), marked);
    const auto start = time_in(*object, "start", duration);
    const auto end = time_in(*object, "end", duration);
    if (text.empty() || !start || !end) continue;
    const auto probability = number_in(*object, "probability");
    const auto sure = probability ? std::clamp(*probability, 0.0, 1.0) : confidence;
    if (goes_on && !words.empty()) {
      auto& word = words.back();
      word.text += text;
      word.end = std::max(word.end, *end);
      word.confidence = std::min(word.confidence, sure);
    } else {
      words.push_back({std::move(text), *start, std::max(*start, *end), sure});
    }
  }
  return words;
}

double confidence_of(const json::object& segment, double mean_log_probability) {
  if (number_in(segment, "avg_logprob")) return probability_of(mean_log_probability);
  return 1;  // nobody doubts it
}

OpenAiAnswer::Piece piece_of(const json::object& object, milliseconds after, milliseconds duration) {
  OpenAiAnswer::Piece piece;
  piece.mean_log_probability = std::min(0.0, number_in(object, "avg_logprob").value_or(0));
  piece.no_speech_probability = std::clamp(number_in(object, "no_speech_prob").value_or(0), 0.0, 1.0);
  auto& segment = piece.segment;
  segment.start = time_in(object, "start", duration).value_or(after);
  segment.end = std::max(segment.start, time_in(object, "end", duration).value_or(duration));
  segment.confidence = confidence_of(object, piece.mean_log_probability);
  if (const auto* words = list_in(object, "words"))
    segment.words = words_of(*words, duration, segment.confidence);
  return piece;
}

/// Makes one segment of two that one word lies over.
void go_on(OpenAiAnswer::Piece& piece, OpenAiAnswer::Piece&& rest, const std::string& text) {
  auto& segment = piece.segment;
  segment.text += text;
  segment.end = std::max(segment.end, rest.segment.end);
  segment.confidence = std::min(segment.confidence, rest.segment.confidence);
  piece.mean_log_probability = std::min(piece.mean_log_probability, rest.mean_log_probability);
  piece.no_speech_probability = std::max(piece.no_speech_probability, rest.no_speech_probability);
  auto& words = segment.words;
  auto& more = rest.segment.words;
  if (!words.empty() && !more.empty()) {
    words.back().text += more.front().text;
    words.back().end = std::max(words.back().end, more.front().end);
    more.erase(more.begin());
  }
  std::move(more.begin(), more.end(), std::back_inserter(words));
}

std::vector<OpenAiAnswer::Piece> pieces_of(const json::array& list, milliseconds duration) {
  std::vector<OpenAiAnswer::Piece> pieces;
  const bool marked = marks_beginnings(list, "text");
  for (const auto& item : list) {
    const auto* object = item.if_object();
    if (object == nullptr || pieces.size() == kMostSegments) continue;
    auto [goes_on, text] = raw_text(text_in(*object, "text"), marked);
    if (text.empty()) continue;
    auto piece = piece_of(*object, pieces.empty() ? milliseconds{0} : pieces.back().segment.end, duration);
    if (goes_on && !pieces.empty()) {
      go_on(pieces.back(), std::move(piece), text);
    } else {
      piece.segment.text = std::move(text);
      pieces.push_back(std::move(piece));
    }
  }
  return pieces;
}

/// OpenAI's words stand beside the segments and not in them: each goes to the last segment that begins before
/// the word's middle, and is as sure as that.
void give_words(std::vector<OpenAiAnswer::Piece>& pieces, const json::array& list, milliseconds duration) {
  std::size_t index = 0;
  constexpr double kNotTold = -1;
  for (auto& word : words_of(list, duration, kNotTold)) {
    const auto middle = (word.start + word.end) / 2;
    while (index + 1 < pieces.size() && pieces[index + 1].segment.start <= middle) ++index;
    auto& segment = pieces[index].segment;
    if (word.confidence == kNotTold) word.confidence = segment.confidence;
    segment.words.push_back(std::move(word));
  }
}

/// The whole text as one segment, over its words where there are some, else over everything.
OpenAiAnswer::Piece single_piece(std::string text, const json::object& object, milliseconds duration) {
  OpenAiAnswer::Piece piece;
  piece.segment.end = duration;
  piece.segment.text = std::move(text);
  piece.segment.confidence = 1;
  const auto* list = list_in(object, "words");
  if (list == nullptr) return piece;
  piece.segment.words = words_of(*list, duration, 1);
  const auto& words = piece.segment.words;
  if (words.empty()) return piece;
  piece.segment.start = words.front().start;
  piece.segment.end = std::max(words.front().start, words.back().end);
  return piece;
}

std::optional<domain::Language> language_in(const json::object& object) {
  std::string name(text_in(object, "language"));
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  if (name == "hebrew") return domain::Language::hebrew;
  if (name == "english") return domain::Language::english;
  return domain::parse_language(name.substr(0, name.find_first_of("-_")));
}

std::optional<json::value> parsed(std::string_view body) {
  boost::system::error_code error;
  auto value = json::parse(body, error);
  return error ? std::nullopt : std::optional(std::move(value));
}

}  // namespace

Result<OpenAiAnswer> parse_openai_answer(std::string_view body, milliseconds duration) {
  const auto value = parsed(body);
  const auto* object = value ? value->if_object() : nullptr;
  const auto* segments = object != nullptr ? list_in(*object, "segments") : nullptr;
  const bool has_text = object != nullptr && object->contains("text");
  if (segments == nullptr && !has_text) {
    return failure(ErrorCode::unavailable, "The speech server's answer is not a transcript.",
                   openai_error_message(body, 100));
  }
  OpenAiAnswer answer;
  answer.language = language_in(*object);
  if (segments != nullptr) answer.pieces = pieces_of(*segments, duration);
  if (answer.pieces.empty()) {
    auto text = tidy(text_in(*object, "text"));
    if (!text.empty()) answer.pieces.push_back(single_piece(std::move(text), *object, duration));
    return answer;
  }
  const bool have_words = std::any_of(answer.pieces.begin(), answer.pieces.end(),
                                      [](const auto& piece) { return !piece.segment.words.empty(); });
  const auto* words = list_in(*object, "words");
  if (!have_words && words != nullptr) give_words(answer.pieces, *words, duration);
  return answer;
}

std::string openai_error_message(std::string_view body, std::size_t longest) {
  std::string_view message = body;
  const auto value = parsed(body);
  if (const auto* object = value ? value->if_object() : nullptr) {
    const auto* error = object->if_contains("error");
    const auto* inner = error != nullptr ? error->if_object() : nullptr;
    for (const auto said :
         {inner != nullptr ? text_in(*inner, "message") : std::string_view{}, text_in(*object, "error"),
          text_in(*object, "detail"), text_in(*object, "message")}) {
      if (said.empty()) continue;
      message = said;
      break;
    }
  }
  auto line = tidy(message.substr(0, longest));
  // A broken character becomes a longer one.
  while (line.size() > longest) {
    do line.pop_back();
    while (line != valid_utf8(line));
  }
  std::replace_if(
      line.begin(), line.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
  return line;
}

std::optional<domain::Language> language_of_letters(std::string_view text) {
  std::size_t hebrew = 0;
  std::size_t latin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    latin += (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
    // U+05D0 to U+05EA are D7 90 to D7 AA.
    if (byte != 0xD7 || i + 1 == text.size()) continue;
    const auto next = static_cast<unsigned char>(text[i + 1]);
    hebrew += next >= 0x90 && next <= 0xAA;
  }
  if (hebrew + latin == 0) return std::nullopt;
  return hebrew >= latin ? domain::Language::hebrew : domain::Language::english;
}

}  // namespace kolog::speech
