// SPDX-License-Identifier: Apache-2.0
#include "insight/llm_summary.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "insight/hebrew.h"
#include "insight/llm_numbers.h"
#include "insight/tokens.h"
#include "insight/word_set.h"

namespace kolog::insight {
namespace {

using domain::Language;

constexpr std::size_t kShortestTelephoneNumber = 7;
constexpr std::size_t kShortestContentWord = 3;  // letters
/// A retelling in other words shares fewer than half of them with the call; another call's fewer still.
constexpr double kLeastShared = 0.2;

struct NameWords {
  /// What stands before a person's or a firm's name.
  WordSet introductions{
      "מר|גברת|גב|אדון|דוקטור|דר|פרופסור|עורך דין|בשם|ושמו|ששמו|ששמה|ושמה|שמו|שמה|משפחת|ד\"ר|mr|mrs|ms|miss|"
      "doctor|dr|named"};
  /// Given names, since Hebrew has no capitals to tell them by.
  WordSet given{
      "אבי|אביב|אבנר|אברהם|אהוד|אהרון|אורי|אורית|אורלי|אורן|איילת|איתי|איתן|אילן|אילנה|אלון|אליהו|אלי|"
      "אלכס|אמיר|אסף|אסתר|אפרת|אריאל|אריה|אריק|בני|בנימין|ברוך|בתיה|גבי|גדי|גיא|גיל|גילה|דב|דבורה|דוד|דודו|"
      "דורון|דורית|דליה|דנה|דני|דניאל|דפנה|הדס|הילה|זאב|זהבה|חגית|חיים|חן|חנה|חנן|טל|טליה|יאיר|יהודה|יהושע|"
      "יהונתן|יובל|יוסי|יוסף|יורם|יחזקאל|יעל|יעקב|יצחק|ירון|ישראל|ליאור|ליאת|לימור|מאיה|מאיר|מוטי|מוחמד|"
      "מיכאל|מיכל|מירי|מרים|מרדכי|מרק|משה|נועה|נועם|נורית|נטע|ניר|נעמה|נתן|סיגל|סיגלית|עדי|עדנה|עופר|עידו|"
      "עידן|עינת|ענת|עפרה|צבי|קרן|רבקה|רונית|רוני|רון|רחל|רינה|רמי|רפי|רות|רותי|שגיא|שולמית|שושנה|שי|"
      "שירה|שירן|שלומית|שלמה|שמואל|שמעון|שרה|שרון|תמר|תומר"};
  WordSet fractions{"חצי|וחצי|רבע|ורבע|half|quarter"};
  WordSet everyday{
      "i|im|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|"
      "july|august|september|october|november|december|caller|agent|customer|next|summary|outcome|topic|"
      "step|the|hebrew|english|israel|whatsapp|sms|email|am|pm|nis|shekels|a|ac|tv"};
};

const NameWords& name_words() {
  static const NameWords words;
  return words;
}

bool has_digit(const Token& token) {
  return std::ranges::any_of(token.text, [](char16_t c) { return c >= u'0' && c <= u'9'; });
}

std::string_view written(std::string_view text, const Token& token) {
  return text.substr(token.begin, token.end - token.begin);
}

bool is_capitalised(std::string_view word) {
  return !word.empty() && word.front() >= 'A' && word.front() <= 'Z';
}

/// The transcript's words, each as it is and without every prefix that it may have.
class SaidWords {
 public:
  explicit SaidWords(const std::vector<Token>& tokens) {
    for (const auto& token : tokens) {
      for (const auto& prefix : token.readings) words_.insert(token.text.substr(prefix.letters));
    }
  }

  bool has_exactly(const std::u16string& word) const { return words_.contains(word); }

  /// Behind any prefix.
  bool has(const Token& token) const {
    return std::ranges::any_of(token.readings, [&](const Prefix& prefix) {
      return words_.contains(token.text.substr(prefix.letters));
    });
  }

 private:
  std::set<std::u16string> words_;
};

class Check {
 public:
  Check(std::string_view summary, const domain::Transcript& transcript, const PlaceLexicon& places)
      : summary_(summary),
        places_(places),
        said_(tokenised(transcript)),
        retold_(tokenised(as_transcript(summary))),
        words_(said_.tokens) {}

  std::optional<std::string> complaint(std::optional<Language> language) const {
    if (retold_.tokens.empty()) return "it is empty";
    if (retold_.tokens.size() > kMostSummaryWords) return "it is too long";
    const auto own = language_of(summary_);
    if (language && own != language) return "it is in another language than the call";
    if (has_new_number()) return "it has a number that was not said";
    if (has_new_place()) return "it has a place that was not said";
    if (has_new_name(own == Language::hebrew)) return "it has a name that was not said";
    if (shares_little()) return "it has little in common with the call";
    return std::nullopt;
  }

 private:
  static domain::Transcript as_transcript(std::string_view text) {
    domain::Transcript transcript;
    transcript.segments.emplace_back().text = std::string(text);
    return transcript;
  }

  bool has_new_number() const {
    const auto numbers = named_numbers(said_.tokens);
    const auto digits = dictated_digits(said_.tokens);
    for (const auto& token : retold_.tokens) {
      if (!has_digit(token)) continue;
      const auto run = digits_of(written(summary_, token));
      if (run.size() >= kShortestTelephoneNumber && digits.find(run) != digits.npos) continue;
      if (is_part_of_dictated(run, digits)) continue;
      const bool is_time = token.text.find(u':') != token.text.npos;
      for (const auto number : named_numbers({&token, 1})) {
        if (!numbers.contains(number) && !(is_time && is_of_said_time(number, numbers))) return true;
      }
    }
    return has_new_number_word(numbers);
  }

  /// "10:00" was said as ten o'clock, "15:30" as half past three.
  bool is_of_said_time(long long number, const std::set<long long>& numbers) const {
    constexpr long long kNoon = 12;
    if (number == 0 || (number > kNoon && number < 2 * kNoon && numbers.contains(number - kNoon)))
      return true;
    return number % 15 == 0 && std::ranges::any_of(said_.tokens, [](const Token& token) {
             return name_words().fractions.has(token);
           });
  }

  /// "054-1234567" is two words.
  static bool is_part_of_dictated(std::string_view run, std::string_view digits) {
    return run.size() >= 3 && digits.find(run) != digits.npos;
  }

  bool has_new_number_word(const std::set<long long>& numbers) const {
    for (const auto& token : retold_.tokens) {
      if (has_digit(token) || words_.has(token)) continue;
      // "one of", "a second": small numbers are grammar as often as not.
      constexpr long long kSmallest = 3;
      for (const auto number : named_numbers({&token, 1})) {
        if (number >= kSmallest && !numbers.contains(number)) return true;
      }
    }
    return false;
  }

  bool has_new_place() const {
    std::set<std::size_t> said;
    for (const auto& mention : places_.find(said_.tokens)) said.insert(mention.place);
    return std::ranges::any_of(places_.find(retold_.tokens), [&](const PlaceMention& mention) {
      if (said.contains(mention.place)) return false;
      const bool is_name = mention.kind == NameKind::distinctive || mention.kind == NameKind::exact;
      const auto& prefix = mention.match.prefix;
      if (!is_name && !prefix.in && !prefix.to && !prefix.from && !is_capitalised(first_word(mention)))
        return false;
      return !is_all_said(mention.match);
    });
  }

  std::string_view first_word(const PlaceMention& mention) const {
    return written(summary_, retold_.tokens[mention.match.first]);
  }

  bool is_all_said(const PhraseMatch& match) const {
    for (auto at = match.first; at < match.first + match.count; ++at) {
      if (!words_.has(retold_.tokens[at])) return false;
    }
    return true;
  }

  bool has_new_name(bool hebrew) const {
    const auto& tokens = retold_.tokens;
    for (std::size_t at = 0; at < tokens.size(); ++at) {
      const bool is_name = hebrew ? looks_like_hebrew_name(at) : looks_like_english_name(at);
      if ((is_name || follows_introduction(at)) && !words_.has_exactly(tokens[at].text) && !is_place(at)) {
        return true;
      }
    }
    return false;
  }

  bool looks_like_english_name(std::size_t at) const {
    const auto& token = retold_.tokens[at];
    return is_capitalised(written(summary_, token)) && at != retold_.sentence_of(at).first &&
           !name_words().everyday.has(token);
  }

  /// Behind "and" and "to", too; a word in other letters is a name or an abbreviation.
  bool looks_like_hebrew_name(std::size_t at) const {
    const auto& token = retold_.tokens[at];
    if (language_of(written(summary_, token)) == Language::english) return true;
    if (name_words().given.has(token)) return true;
    constexpr std::size_t kShortestStem = 3;
    const bool behind_letter = token.text.starts_with(u'ו') || token.text.starts_with(u'ל');
    if (!behind_letter || token.text.size() <= kShortestStem) return false;
    Token stem = token;
    stem.text.erase(0, 1);
    return name_words().given.has(stem) && !words_.has_exactly(stem.text);
  }

  bool follows_introduction(std::size_t at) const {
    if (at == 0 || retold_.tokens[at - 1].sentence != retold_.tokens[at].sentence) return false;
    const auto& before = retold_.tokens;
    return name_words().introductions.has(before[at - 1]) ||
           (at > 1 && name_words().introductions.length_at(before, at - 2) == 2);
  }

  /// Whether it was said, in the other language say, has been looked at.
  bool is_place(std::size_t at) const {
    return std::ranges::any_of(places_.find(retold_.tokens), [&](const PlaceMention& mention) {
      return mention.match.first <= at && at < mention.match.first + mention.match.count;
    });
  }

  bool shares_little() const {
    std::size_t all = 0;
    std::size_t shared = 0;
    for (const auto& token : retold_.tokens) {
      if (token.text.size() < kShortestContentWord) continue;
      ++all;
      if (words_.has(token)) ++shared;
    }
    return static_cast<double>(shared) < kLeastShared * static_cast<double>(all);
  }

  const std::string_view summary_;
  const PlaceLexicon& places_;
  const TokenisedTranscript said_;
  const TokenisedTranscript retold_;
  const SaidWords words_;
};

}  // namespace

std::optional<std::string> wrong_with_summary(std::string_view summary, const domain::Transcript& transcript,
                                              std::optional<Language> language, const PlaceLexicon& places) {
  return Check(summary, transcript, places).complaint(language);
}

}  // namespace kolog::insight
