// SPDX-License-Identifier: Apache-2.0
#include "insight/llm_evidence.h"

#include <algorithm>

#include "insight/evidence.h"
#include "insight/word_set.h"

namespace kolog::insight {
namespace {

constexpr std::size_t kLongestQuote = 80;  // words

/// What people say to machines and not to each other.
const WordSet& instruction_phrases() {
  static const WordSet set{
      "ignore your instructions|ignore the instructions|ignore all instructions|ignore previous instructions|"
      "ignore all previous instructions|ignore the previous instructions|ignore all your instructions|"
      "ignore any instructions|ignore all of your instructions|ignore everything above|ignore your rules|"
      "disregard your instructions|disregard the instructions|disregard all instructions|"
      "disregard previous instructions|disregard all previous instructions|forget your instructions|"
      "forget the instructions|forget all instructions|forget your previous instructions|"
      "override your instructions|new instructions|your instructions are|previous instructions|system prompt|"
      "system message|you are an ai|you are a language model|youre an ai|language model|as an ai|"
      "say that the service is|write that the service is|set the service to|set the city to|"
      "the summary must say|summary should say|output json|in json|"
      "תתעלם מההוראות|תתעלמי מההוראות|תתעלמו מההוראות|התעלם מההוראות|התעלמי מההוראות|להתעלם מההוראות|"
      "תתעלם מכל ההוראות|התעלם מכל ההוראות|תתעלם מההנחיות|התעלם מההנחיות|תתעלמי מההנחיות|"
      "תתעלם מכל ההנחיות|התעלם מכל ההנחיות|תשכח מההוראות|תשכחי מההוראות|שכח מההוראות|שכח את ההוראות|"
      "תשכח את ההוראות|ההוראות שלך|ההנחיות שלך|ההוראות הקודמות|ההנחיות הקודמות|הוראות חדשות|"
      "הנחיות חדשות|הוראות המערכת|הנחיות המערכת|מודל שפה|אתה בינה מלאכותית|את בינה מלאכותית|"
      "תגיד שהשירות הוא|תגידי שהשירות הוא|תכתוב שהשירות הוא|תכתבי שהשירות הוא|תרשום שהשירות הוא|"
      "כתוב שהשירות הוא|רשום שהשירות הוא|בסיכום תכתוב|תכתוב בסיכום|בפורמט ג'ייסון"};
  return set;
}

/// Behind an "and" as well.
bool begins_instruction(const std::vector<Token>& tokens, std::size_t at) {
  const auto& phrases = instruction_phrases();
  if (phrases.length_at(tokens, at) > 0) return true;
  if (!tokens[at].text.starts_with(u'ו')) return false;
  constexpr std::size_t kLongestPhrase = 6;
  const auto end = std::min(at + kLongestPhrase, tokens.size());
  std::vector<Token> words(tokens.begin() + static_cast<std::ptrdiff_t>(at),
                           tokens.begin() + static_cast<std::ptrdiff_t>(end));
  words.front().text.erase(0, 1);
  return phrases.length_at(words, 0) > 0;
}

std::size_t forgiven_words(std::size_t words) {
  return std::min<std::size_t>(2, words / 4);
}

/// "And", "that" and "the" are written on to a word that is quoted without them.
bool is_same_word(std::u16string_view quoted, const Token& said) {
  if (said.text == quoted) return true;
  if (!said.text.ends_with(quoted)) return false;
  return std::ranges::any_of(said.readings, [&](const Prefix& prefix) {
    return !prefix.in && !prefix.to && !prefix.from && said.text.size() - prefix.letters == quoted.size();
  });
}

struct Alignment {
  std::size_t errors = 0;
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// The stretch of `said` that is fewest words put in, left out or exchanged away from the quote.
Alignment best_alignment(std::span<const std::u16string> quote, std::span<const Token> said) {
  struct Cell {
    std::size_t errors;
    std::size_t begin;
  };
  std::vector<Cell> above(said.size() + 1);
  for (std::size_t j = 0; j <= said.size(); ++j) above[j] = {0, j};
  std::vector<Cell> row(said.size() + 1);
  for (std::size_t i = 1; i <= quote.size(); ++i) {
    row[0] = {i, 0};
    for (std::size_t j = 1; j <= said.size(); ++j) {
      const std::size_t differs = is_same_word(quote[i - 1], said[j - 1]) ? 0 : 1;
      row[j] = {above[j - 1].errors + differs, above[j - 1].begin};
      if (above[j].errors + 1 < row[j].errors) row[j] = {above[j].errors + 1, above[j].begin};
      if (row[j - 1].errors + 1 < row[j].errors) row[j] = {row[j - 1].errors + 1, row[j - 1].begin};
    }
    std::swap(above, row);
  }
  Alignment best{quote.size() + 1, 0, 0};
  for (std::size_t j = 0; j <= said.size(); ++j) {
    if (above[j].errors < best.errors) best = {above[j].errors, above[j].begin, j};
  }
  return best;
}

}  // namespace

QuotedCall::QuotedCall(const domain::Transcript& transcript, const CueLexicon& cues)
    : transcript_(transcript),
      text_(tokenised(transcript)),
      context_(transcript, text_, cues.marked(text_.tokens)) {
  std::size_t at = 0;
  for (std::size_t segment = 0; segment <= transcript.segments.size(); ++segment) {
    while (at < text_.tokens.size() && text_.tokens[at].segment < segment) ++at;
    first_token_.push_back(at);
  }
  mark_instructions();
}

/// The rest of the speaker's turn belongs to it: recognisers cut sentences anywhere.
void QuotedCall::mark_instructions() {
  instructing_.resize(transcript_.segments.size());
  for (std::size_t at = 0; at < text_.tokens.size(); ++at) {
    if (begins_instruction(text_.tokens, at)) instructing_[text_.tokens[at].segment] = true;
  }
  for (std::size_t segment = 0; segment < instructing_.size(); ++segment) {
    const bool goes_on = segment > 0 && instructing_[segment - 1] &&
                         transcript_.segments[segment].speaker != domain::Speaker::unknown &&
                         transcript_.segments[segment].speaker == transcript_.segments[segment - 1].speaker;
    if (goes_on) instructing_[segment] = true;
    has_instructions_ |= instructing_[segment];
  }
}

std::optional<PhraseMatch> QuotedCall::find(std::string_view quote, std::optional<std::size_t> hint) const {
  const auto words = folded_words(quote);
  if (words.empty() || words.size() > kLongestQuote) return std::nullopt;
  const auto forgiven = forgiven_words(words.size());
  std::optional<PhraseMatch> best;
  auto fewest = forgiven + 1;
  const auto look_in = [&](std::size_t segment) {
    if (instructing_[segment]) return;
    const auto first = first_token_[segment];
    const auto said = std::span(text_.tokens).subspan(first, first_token_[segment + 1] - first);
    const auto found = best_alignment(words, said);
    if (found.errors >= fewest || found.begin == found.end) return;
    fewest = found.errors;
    best = PhraseMatch{};
    best->first = first + found.begin;
    best->count = found.end - found.begin;
    best->exact = found.errors == 0;
  };
  if (hint && *hint < instructing_.size()) look_in(*hint);
  for (std::size_t segment = 0; segment < instructing_.size() && fewest > 0; ++segment) look_in(segment);
  return best;
}

bool QuotedCall::is_customers(const PhraseMatch& match) const {
  if (context_.sentence(match.first).speaker != domain::Speaker::agent) return true;
  // The quote's last sentence is what is answered.
  PhraseMatch last = match;
  last.first = match.first + match.count - 1;
  last.count = 1;
  return context_.answer_to(last) == Answer::agreed;
}

domain::Evidence QuotedCall::evidence(const PhraseMatch& match) const {
  const auto& first = text_.tokens[match.first];
  return evidence_at(transcript_,
                     {first.segment, first.begin, text_.tokens[match.first + match.count - 1].end});
}

}  // namespace kolog::insight
