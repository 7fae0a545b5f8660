// SPDX-License-Identifier: Apache-2.0
#include "speech/token_words.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/utf8.h"

namespace kolog::speech {
namespace {

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\n");
  if (first == text.npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\n") - first + 1));
}

}  // namespace

void set_times(std::span<Token> tokens, std::chrono::milliseconds begin, std::chrono::milliseconds end) {
  std::size_t bytes = 0;
  for (const auto& token : tokens) bytes += token.bytes.size();
  const bool timed =
      std::any_of(tokens.begin(), tokens.end(), [&](const Token& token) { return token.end > begin; });
  auto earliest = begin;
  std::size_t before = 0;
  for (auto& token : tokens) {
    before += token.bytes.size();
    if (!timed) token.end = begin + (end - begin) * before / std::max<std::size_t>(1, bytes);
    token.start = earliest;
    token.end = std::clamp(token.end, earliest, std::max(earliest, end));
    earliest = token.end;
  }
}

std::vector<domain::Word> join_tokens(std::span<const Token> tokens) {
  std::vector<domain::Word> words;
  for (const auto& token : tokens) {
    const bool begins = words.empty() || (!token.bytes.empty() && token.bytes.front() == ' ');
    if (begins) {
      words.push_back({token.bytes, token.start, token.end, token.probability});
      continue;
    }
    auto& word = words.back();
    word.text += token.bytes;
    word.end = std::max(word.end, token.end);
    word.confidence = std::min(word.confidence, token.probability);
  }
  auto earliest = std::chrono::milliseconds::min();
  for (auto& word : words) {
    word.text = trimmed(valid_utf8(word.text));
    word.start = std::max(word.start, earliest);
    word.end = std::max(word.end, word.start);
    earliest = word.start;
  }
  std::erase_if(words, [](const domain::Word& word) { return word.text.empty(); });
  return words;
}

std::string text_of(std::span<const domain::Word> words) {
  std::string text;
  for (const auto& word : words) {
    if (!text.empty()) text += ' ';
    text += word.text;
  }
  return text;
}

}  // namespace kolog::speech
