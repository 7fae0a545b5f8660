// SPDX-License-Identifier: Apache-2.0
// A call's words with their cues, and the questions that judging a mention asks about its surroundings. A
// view: the tokens outlive it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "domain/transcript.h"
#include "insight/cues.h"
#include "insight/tokens.h"

namespace kolog::insight {

/// What the other side answered to a sentence.
enum class Answer { none, agreed, refused };

class CallContext {
 public:
  CallContext(const domain::Transcript& transcript, const TokenisedTranscript& text,
              std::vector<CueSet> cues);

  const domain::Transcript& transcript() const { return transcript_; }
  const std::vector<Token>& tokens() const { return text_.tokens; }
  const std::vector<Sentence>& sentences() const { return text_.sentences; }
  const Sentence& sentence(std::size_t token) const { return text_.sentence_of(token); }

  /// How many turns the caller had before the one that the token is in, or follows.
  std::size_t caller_turn(std::size_t token) const { return caller_turns_[text_.tokens[token].sentence]; }
  bool caller_spoke_before(std::size_t token) const { return token >= first_caller_token_; }

  bool cue_at(std::size_t token, Cue cue) const { return has(cues_[token], cue); }
  bool cue_between(std::size_t first, std::size_t last, Cue cue) const;

  /// Within so many tokens before, or after, the match and within its sentence.
  bool cue_before(const PhraseMatch& match, Cue cue, std::size_t distance) const;
  bool cue_after(const PhraseMatch& match, Cue cue, std::size_t distance) const;

  /// The token just before the match, in its sentence, has the cue.
  bool preceded_by(const PhraseMatch& match, Cue cue) const { return cue_before(match, cue, 1); }

  /// A negation reaches the match: nothing but the given cues stands between them.
  bool negated(const PhraseMatch& match, CueSet transparent) const;

  /// What the other side says right after the match's sentence; where nobody is known, the next sentence.
  Answer answer_to(const PhraseMatch& match) const;

  /// The other side asked "where to?" just before.
  bool answers_where_to(const PhraseMatch& match) const;

  /// How sure the recogniser was of the words, as a factor.
  double recognition(const PhraseMatch& match) const;

 private:
  const domain::Transcript& transcript_;
  const TokenisedTranscript& text_;
  std::vector<CueSet> cues_;
  std::vector<std::size_t> caller_turns_;  // by sentence
  std::size_t first_caller_token_ = 0;
};

}  // namespace kolog::insight
