// SPDX-License-Identifier: Apache-2.0
// A transcript cut into words that can be compared, each with its place in the transcript.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "domain/transcript.h"
#include "insight/hebrew.h"

namespace kolog::insight {

/// What stands between a word and the next one.
enum class Boundary { none, clause, sentence };

struct Token {
  std::u16string text;           // folded
  std::vector<Prefix> readings;  // of `text`
  std::size_t segment = 0;
  std::size_t begin = 0;  // bytes within the segment's text
  std::size_t end = 0;
  Boundary after = Boundary::none;
  std::size_t sentence = 0;  // counted through the transcript
};

struct Sentence {
  std::size_t first = 0;  // token
  std::size_t last = 0;   // one past the last token
  std::size_t segment = 0;
  domain::Speaker speaker = domain::Speaker::unknown;
  bool question = false;
};

struct TokenisedTranscript {
  std::vector<Token> tokens;
  std::vector<Sentence> sentences;

  const Sentence& sentence_of(std::size_t token) const { return sentences[tokens[token].sentence]; }
};

/// Segments end sentences. Invalid UTF-8 separates words.
TokenisedTranscript tokenised(const domain::Transcript& transcript);

/// The words of one phrase, folded.
std::vector<std::u16string> folded_words(std::string_view utf8_text);

/// The transcript's own words from one token to another, both within one segment.
std::string words_between(const domain::Transcript& transcript, std::span<const Token> tokens);

}  // namespace kolog::insight
