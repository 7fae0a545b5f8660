// SPDX-License-Identifier: Apache-2.0
// A speech model's tokens to words. A token is a piece of bytes, not of characters: one Hebrew letter may lie
// in two tokens. Any thread.
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <vector>

#include "domain/transcript.h"

namespace kolog::speech {

struct Token {
  std::string bytes;
  std::chrono::milliseconds start{};
  std::chrono::milliseconds end{};
  double probability = 0;  // 0 to 1
};

/// Gives each token the time from the end of the one before it to its own, all of them between `begin` and
/// `end` and never going back. Where no token has an end of its own (all are at or before `begin`), they
/// share the time by their length.
void set_times(std::span<Token> tokens, std::chrono::milliseconds begin, std::chrono::milliseconds end);

/// A word begins where a token begins with a space. It is as sure as its least sure token, never ends before
/// it starts, and never starts before the word before it.
std::vector<domain::Word> join_tokens(std::span<const Token> tokens);

/// The words with a space between them.
std::string text_of(std::span<const domain::Word> words);

}  // namespace kolog::speech
