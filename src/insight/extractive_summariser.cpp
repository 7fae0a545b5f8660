// SPDX-License-Identifier: Apache-2.0
#include "insight/extractive_summariser.h"

#include <algorithm>
#include <optional>
#include <span>
#include <vector>

#include "insight/gazetteer.h"
#include "insight/tokens.h"
#include "insight/word_set.h"

namespace kolog::insight {
namespace {

using domain::Language;
using domain::Speaker;

constexpr std::size_t kMostWords = 80;
constexpr std::size_t kMostSentences = 5;
constexpr std::size_t kLongestQuotedSentence = 25;

/// Words that make a sentence worth keeping, by what they are about.
struct SummaryWords {
  WordSet arrangement{
      "קבענו|סיכמנו|נקבע|יגיע|יגיעו|מגיע|להגיע|אגיע|נגיע|יתקשר|נתקשר|בשעה|מחר|היום|מחרתיים|הערב|ביום|"
      "booked|scheduled|see you|come|coming|arrive|call you|tomorrow|today|tonight|oclock|monday|tuesday|"
      "wednesday|thursday|friday|saturday|sunday"};
  WordSet money{
      "שקל|שקלים|ש\"ח|עולה|המחיר|מחיר|הביקור|תקציב|התקציב|יקר|shekel|shekels|nis|price|costs|cost|visit|"
      "budget|expensive|free"};
  WordSet address{"הכתובת|רחוב|ברחוב|שדרות|קומה|דירה|address|street|avenue|road|boulevard|floor|apartment"};
  WordSet decision{"לחשוב|מסכים|מסכימה|מאשר|מאשרת|לבטל|דחוף|urgent|think about|cancel|agree|deal"};
  WordSet greeting{
      "שלום|היי|הלו|תודה|להתראות|בוקר|ערב|צהריים|יום טוב|ביי|hello|hi|thank|thanks|bye|goodbye|"
      "good morning|good evening|good afternoon|have a nice"};
};

const SummaryWords& words() {
  static const SummaryWords set;
  return set;
}

struct Choice {
  std::size_t sentence = 0;
  double score = 0;
  std::size_t length = 0;  // in words
};

std::string sentence_text(const domain::Transcript& transcript, const TokenisedTranscript& text,
                          const Sentence& sentence) {
  return words_between(
      transcript,
      std::span<const Token>(text.tokens).subspan(sentence.first, sentence.last - sentence.first));
}

bool contains(const TokenisedTranscript& text, const Sentence& sentence, const WordSet& set) {
  for (auto at = sentence.first; at < sentence.last; ++at) {
    if (set.length_at(text.tokens, at) > 0) return true;
  }
  return false;
}

double score_of(const TokenisedTranscript& text, const Sentence& sentence) {
  const auto length = sentence.last - sentence.first;
  if (length < 2 || length > kLongestQuotedSentence) return 0;
  double score = 0;
  if (contains(text, sentence, words().arrangement)) score += 2;
  if (contains(text, sentence, words().money)) score += 2;
  if (contains(text, sentence, words().address)) score += 2;
  if (contains(text, sentence, words().decision)) score += 1;
  if (sentence.question) score -= 2;
  if (contains(text, sentence, words().greeting)) score -= 1;
  return score;
}

std::string speaker_label(Speaker speaker, Language language) {
  const bool hebrew = language == Language::hebrew;
  switch (speaker) {
    case Speaker::caller:
      return hebrew ? "הלקוח: " : "Caller: ";
    case Speaker::agent:
      return hebrew ? "הנציג: " : "Agent: ";
    case Speaker::unknown:
      return "";
  }
  return "";
}

/// Why somebody called who asked for nothing.
std::string_view purpose(std::optional<domain::Intent> intent, bool hebrew) {
  if (!intent) return {};
  switch (*intent) {
    case domain::Intent::cancellation:
      return hebrew ? "ביטול." : "A cancellation.";
    case domain::Intent::complaint:
      return hebrew ? "תלונה." : "A complaint.";
    case domain::Intent::thanks:
      return hebrew ? "תודה." : "Thanks.";
    case domain::Intent::wrong_number:
      return hebrew ? "טעות במספר." : "A wrong number.";
    case domain::Intent::solicitation:
      return hebrew ? "פנייה של מי שמציע או מחפש עבודה." : "Somebody offers something, or looks for work.";
    case domain::Intent::request:
    case domain::Intent::other:
      return {};
  }
  return {};
}

/// "The caller asked for plumbing in Haifa." as far as it is known.
std::string opening(const domain::Insight& insight, Language language) {
  const bool hebrew = language == Language::hebrew;
  if (!insight.service && !insight.city) return std::string(purpose(insight.intent, hebrew));
  std::string text = hebrew ? "הלקוח" : "The caller";
  if (insight.service) {
    text += (hebrew ? " ביקש " : " asked for ") + insight.service->name;
    if (insight.city) text += hebrew ? " ב" : " in ";
  } else {
    text += hebrew ? " פנה לגבי עבודה ב" : " called about work in ";
  }
  if (insight.city) text += hebrew ? insight.city->name : std::string(english_place_name(insight.city->name));
  return text + ".";
}

std::size_t count_words(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count(text, ' ')) + (text.empty() ? 0 : 1);
}

/// What was promised is the next step.
bool is_promise(const domain::Transcript& transcript, const TokenisedTranscript& text,
                const Sentence& sentence, const domain::Insight& insight) {
  if (!insight.follow_up || insight.follow_up->evidence.segment != sentence.segment) return false;
  return sentence_text(transcript, text, sentence) == insight.follow_up->task;
}

std::vector<Choice> best_sentences(const domain::Transcript& transcript, const TokenisedTranscript& text,
                                   const domain::Insight& insight, bool topic_known) {
  std::vector<Choice> choices;
  bool caller_spoke = topic_known;
  for (std::size_t i = 0; i < text.sentences.size(); ++i) {
    const auto& sentence = text.sentences[i];
    auto score = score_of(text, sentence);
    // Where the topic is not known, what the caller says first tells it best.
    const bool says_something =
        sentence.last - sentence.first >= 3 && !contains(text, sentence, words().greeting);
    if (!caller_spoke && sentence.speaker != Speaker::agent && says_something) {
      score = std::max(score, 5.0);
      caller_spoke = true;
    }
    if (is_promise(transcript, text, sentence, insight)) score = std::max(score, 4.0);
    if (score > 0) choices.push_back({i, score, sentence.last - sentence.first});
  }
  std::ranges::stable_sort(choices, std::greater{}, &Choice::score);
  return choices;
}

}  // namespace

Result<std::string> ExtractiveSummariser::summarise(const domain::Transcript& transcript,
                                                    const domain::Insight& insight) {
  const auto text = tokenised(transcript);
  const auto language = insight.language.value_or(transcript.language.value_or(Language::hebrew));
  auto summary = opening(insight, language);
  auto words_left = kMostWords - count_words(summary);
  std::vector<Choice> chosen;
  std::vector<std::string> said;
  for (const auto& choice : best_sentences(transcript, text, insight, insight.service || insight.city)) {
    if (chosen.size() == kMostSentences) break;
    // One more for the label.
    if (choice.length + 1 > words_left) continue;
    auto quoted = sentence_text(transcript, text, text.sentences[choice.sentence]);
    if (std::ranges::find(said, quoted) != said.end()) continue;
    words_left -= choice.length + 1;
    said.push_back(std::move(quoted));
    chosen.push_back(choice);
  }
  std::ranges::sort(chosen, {}, &Choice::sentence);
  auto speaker = Speaker::unknown;
  for (const auto& choice : chosen) {
    const auto& sentence = text.sentences[choice.sentence];
    if (!summary.empty()) summary += ' ';
    if (sentence.speaker != speaker) summary += speaker_label(sentence.speaker, language);
    speaker = sentence.speaker;
    summary += sentence_text(transcript, text, sentence) + (sentence.question ? "?" : ".");
  }
  return summary;
}

}  // namespace kolog::insight
