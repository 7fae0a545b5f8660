// SPDX-License-Identifier: Apache-2.0
#include "insight/hebrew.h"

#include <array>
#include <utility>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "insight/utf8.h"

namespace kolog::insight {
namespace {

constexpr char16_t kAlef = u'א';
constexpr char16_t kTav = u'ת';

bool is_hebrew_letter(char16_t c) {
  return c >= kAlef && c <= kTav;
}

char16_t without_final_form(char16_t c) {
  switch (c) {
    case u'ך':
      return u'כ';
    case u'ם':
      return u'מ';
    case u'ן':
      return u'נ';
    case u'ף':
      return u'פ';
    case u'ץ':
      return u'צ';
    default:
      return c;
  }
}

bool is_gershayim(UChar32 c) {
  return c == u'"' || c == 0x05F4 || c == 0x201C || c == 0x201D || c == 0x201E || c == 0x2033;
}

bool is_geresh(UChar32 c) {
  return c == u'\'' || c == 0x05F3 || c == 0x2018 || c == 0x2019 || c == u'`' || c == 0x00B4 || c == 0x2032;
}

bool is_dropped(UChar32 c) {
  const auto type = u_charType(c);
  return type == U_NON_SPACING_MARK || type == U_FORMAT_CHAR || type == U_CONTROL_CHAR;
}

/// Almost every word of a call: letters that no normalisation changes.
bool is_plain(const icu::UnicodeString& text) {
  for (std::int32_t i = 0; i < text.length(); ++i) {
    const auto c = text[i];
    if (!is_hebrew_letter(c) && (c >= 0x80 || c < u'#')) return false;
  }
  return true;
}

icu::UnicodeString normalised(icu::UnicodeString text) {
  if (is_plain(text)) return text;
  UErrorCode status = U_ZERO_ERROR;
  const auto* nfkc = icu::Normalizer2::getNFKCInstance(status);
  if (U_FAILURE(status)) return text;
  auto result = nfkc->normalize(text, status);
  return U_FAILURE(status) ? text : result;
}

}  // namespace

std::u16string folded(std::string_view utf8_word) {
  const auto text = normalised(
      icu::UnicodeString::fromUTF8({utf8_word.data(), static_cast<std::int32_t>(utf8_word.size())}));
  std::u16string word;
  for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const auto c = text.char32At(i);
    const bool doubled_geresh = is_geresh(c) && i + 1 < text.length() && is_geresh(text[i + 1]);
    if (is_gershayim(c) || doubled_geresh) {
      word += u'"';
      if (doubled_geresh) ++i;
      continue;
    }
    if (is_geresh(c) || is_dropped(c) || c > 0xFFFF) continue;
    const auto letter = without_final_form(static_cast<char16_t>(u_foldCase(c, U_FOLD_CASE_DEFAULT)));
    const bool doubled = (letter == u'י' || letter == u'ו') && !word.empty() && word.back() == letter;
    if (!doubled) word += letter;
  }
  return word;
}

std::u16string by_sound(std::u16string_view folded_word) {
  std::u16string sound(folded_word);
  for (auto& c : sound) {
    if (c == u'ט') c = u'ת';
    if (c == u'ק' || c == u'ח') c = u'כ';
    if (c == u'ע') c = u'א';
  }
  return sound;
}

std::vector<Prefix> prefix_readings(std::u16string_view word) {
  constexpr std::size_t kShortestStem = 2;
  std::vector<Prefix> readings{Prefix{}};
  if (word.empty() || !is_hebrew_letter(word[0])) return readings;
  // The order of the letters is fixed: and, (when) that, in / to / from, the.
  const auto starts = [&](std::size_t at, std::u16string_view letters) {
    return word.substr(at).starts_with(letters) && word.size() - at - letters.size() >= kShortestStem;
  };
  constexpr std::array<std::u16string_view, 2> kConjunctions = {u"", u"ו"};
  constexpr std::array<std::u16string_view, 4> kRelatives = {u"", u"ש", u"כש", u"מש"};
  constexpr std::array<std::u16string_view, 4> kPrepositions = {u"", u"ב", u"ל", u"מ"};
  constexpr std::array<std::u16string_view, 2> kArticles = {u"", u"ה"};
  for (const auto conjunction : kConjunctions) {
    if (!starts(0, conjunction)) continue;
    for (const auto relative : kRelatives) {
      const auto after_conjunction = conjunction.size();
      if (!starts(after_conjunction, relative)) continue;
      for (const auto preposition : kPrepositions) {
        const auto after_relative = after_conjunction + relative.size();
        if (!starts(after_relative, preposition)) continue;
        for (const auto article : kArticles) {
          const auto after_preposition = after_relative + preposition.size();
          const auto letters = after_preposition + article.size();
          if (letters == 0 || !starts(after_preposition, article)) continue;
          readings.push_back(
              {letters, preposition == u"ב", preposition == u"ל", preposition == u"מ", !article.empty()});
        }
      }
    }
  }
  return readings;
}

std::optional<domain::Language> language_of(std::string_view utf8_text) {
  std::size_t hebrew = 0;
  std::size_t latin = 0;
  for (std::size_t position = 0; position < utf8_text.size();) {
    const auto c = next_code_point(utf8_text, position);
    if ((c >= kAlef && c <= kTav) || (c >= 0xFB1D && c <= 0xFB4F)) ++hebrew;
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) ++latin;
  }
  if (hebrew == 0 && latin == 0) return std::nullopt;
  return hebrew >= latin ? domain::Language::hebrew : domain::Language::english;
}

}  // namespace kolog::insight
