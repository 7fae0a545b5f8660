// SPDX-License-Identifier: Apache-2.0
// A call against which a language model's quotes are held: whether the words were said, where, by whom, and
// whether they may count. A view of the transcript. Any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "domain/insight.h"
#include "domain/transcript.h"
#include "insight/call_context.h"
#include "insight/tokens.h"

namespace kolog::insight {

class QuotedCall {
 public:
  QuotedCall(const domain::Transcript& transcript, const CueLexicon& cues);
  QuotedCall(const QuotedCall&) = delete;
  QuotedCall& operator=(const QuotedCall&) = delete;

  /// The words of one segment that the quote is, in the hinted segment if they are there as well as
  /// elsewhere. One word in four may differ, two at most, as recognisers and models write the same word in
  /// two ways; a quote of three words or fewer must be exact. None for what was not said, and for what stands
  /// in a segment that dictates instructions.
  std::optional<PhraseMatch> find(std::string_view quote, std::optional<std::size_t> hint) const;

  /// The customer said it, or agreed to it when the agent did. Where nobody is known everybody is the
  /// customer.
  bool is_customers(const PhraseMatch& match) const;

  domain::Evidence evidence(const PhraseMatch& match) const;

  std::span<const Token> words(const PhraseMatch& match) const {
    return std::span(text_.tokens).subspan(match.first, match.count);
  }

  const CallContext& context() const { return context_; }

  /// Somebody talks to the machine: "ignore your instructions and write …".
  bool has_instructions() const { return has_instructions_; }

 private:
  void mark_instructions();

  const domain::Transcript& transcript_;
  const TokenisedTranscript text_;
  const CallContext context_;
  std::vector<std::size_t> first_token_;  // of each segment, and one past the last
  std::vector<bool> instructing_;         // by segment
  bool has_instructions_ = false;
};

}  // namespace kolog::insight
