// SPDX-License-Identifier: Apache-2.0
#include "insight/recogniser_damage.h"

#include <array>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace kolog::insight {
namespace {

using Letters = std::u16string;

struct Exchange {
  std::u16string_view heard;
  std::u16string_view written;
};

// What sounds the same in today's Hebrew, and what is written with a vowel letter or without one.
constexpr std::array kHebrew = {
    Exchange{u"ט", u"ת"},  Exchange{u"ת", u"ט"},  Exchange{u"ק", u"כ"}, Exchange{u"כ", u"ק"},
    Exchange{u"ח", u"כ"},  Exchange{u"כ", u"ח"},  Exchange{u"ך", u"ח"}, Exchange{u"ע", u"א"},
    Exchange{u"א", u"ע"},  Exchange{u"ש", u"ס"},  Exchange{u"ס", u"ש"}, Exchange{u"ב", u"ו"},
    Exchange{u"וו", u"ו"}, Exchange{u"יי", u"י"}, Exchange{u"י", u""},  Exchange{u"ו", u""},
    Exchange{u"ה", u"א"},  Exchange{u"צ", u"ס"},  Exchange{u"מ", u"נ"}, Exchange{u"ן", u"ם"},
    Exchange{u"ם", u"ן"},  Exchange{u"ד", u"ת"},  Exchange{u"פ", u"ב"}, Exchange{u"ז", u"ס"}};
constexpr std::array kEnglish = {
    Exchange{u"ee", u"ea"}, Exchange{u"ea", u"ee"}, Exchange{u"c", u"k"},  Exchange{u"k", u"c"},
    Exchange{u"s", u"z"},   Exchange{u"z", u"s"},   Exchange{u"ph", u"f"}, Exchange{u"f", u"ph"},
    Exchange{u"th", u"t"},  Exchange{u"d", u"t"},   Exchange{u"b", u"p"},  Exchange{u"p", u"b"},
    Exchange{u"m", u"n"},   Exchange{u"n", u"m"},   Exchange{u"v", u"b"},  Exchange{u"i", u"e"},
    Exchange{u"e", u"i"},   Exchange{u"a", u"e"},   Exchange{u"o", u"u"},  Exchange{u"u", u"o"},
    Exchange{u"er", u"a"},  Exchange{u"ou", u"o"},  Exchange{u"y", u"i"},  Exchange{u"ll", u"l"}};

Letters letters_of(std::string_view utf8) {
  const auto text = icu::UnicodeString::fromUTF8({utf8.data(), static_cast<std::int32_t>(utf8.size())});
  return {text.getBuffer(), static_cast<std::size_t>(text.length())};
}

std::string utf8_of(const Letters& letters) {
  std::string text;
  icu::UnicodeString(letters.data(), static_cast<std::int32_t>(letters.size())).toUTF8String(text);
  return text;
}

bool has_digit(const Letters& word) {
  for (const auto c : word) {
    if (u_isdigit(c)) return true;
  }
  return false;
}

class Recogniser {
 public:
  Recogniser(double word_errors, std::uint32_t seed) : word_errors_(word_errors), random_(seed) {}

  std::string hear(std::string_view text) {
    const auto letters = letters_of(text);
    Letters heard;
    std::size_t at = 0;
    while (at < letters.size()) {
      auto end = at;
      while (end < letters.size() && letters[end] != u' ') ++end;
      append(heard, letters.substr(at, end - at));
      at = end + 1;
    }
    return utf8_of(heard);
  }

 private:
  bool chance(double of_hundred) {
    return std::uniform_real_distribution<double>(0, 100)(random_) < of_hundred;
  }

  std::size_t one_of(std::size_t count) { return random_() % count; }

  void append(Letters& heard, Letters word) {
    if (word.empty()) return;
    bool joined = false;
    if (chance(word_errors_)) {
      const auto kind = one_of(100);
      if (kind < 15) return;  // not heard at all
      if (kind < 22) {
        joined = true;  // with the word before
      } else if (kind < 28 && word.size() > 4) {
        word.insert(2 + one_of(word.size() - 3), u" ");
      } else if (kind < 34) {
        word += u" " + word;
      } else {
        word = misheard(std::move(word));
      }
    }
    if (!heard.empty() && !joined) heard += u' ';
    heard += word;
  }

  Letters misheard(Letters word) {
    // A number that is misheard is another number.
    if (has_digit(word)) {
      for (auto& c : word) {
        if (c >= u'0' && c <= u'9' && one_of(3) == 0) c = static_cast<char16_t>(u'0' + one_of(10));
      }
      return word;
    }
    const bool hebrew = word[0] >= u'א' && word[0] <= u'ת';
    return hebrew ? exchanged(std::move(word), kHebrew) : exchanged(std::move(word), kEnglish);
  }

  /// One exchange that fits the word, wherever it fits first from a random letter on.
  template <std::size_t size>
  Letters exchanged(Letters word, const std::array<Exchange, size>& exchanges) {
    const auto offset = one_of(size);
    for (std::size_t i = 0; i < size; ++i) {
      const auto& [heard, written] = exchanges[(offset + i) % size];
      auto at = word.find(heard, one_of(word.size()));
      if (at == word.npos) at = word.find(heard);
      // A vowel letter is left out within the word only.
      if (at == word.npos || (written.empty() && (at == 0 || at + 1 >= word.size()))) continue;
      word.replace(at, heard.size(), written);
      return word;
    }
    if (word.size() > 2) word.pop_back();
    return word;
  }

  double word_errors_;
  std::mt19937 random_;
};

}  // namespace

domain::Transcript damaged(const domain::Transcript& transcript, double word_errors, std::uint32_t seed) {
  Recogniser recogniser(word_errors, seed);
  auto heard = transcript;
  for (auto& segment : heard.segments) {
    segment.text = recogniser.hear(segment.text);
    segment.words.clear();
  }
  return heard;
}

}  // namespace kolog::insight
