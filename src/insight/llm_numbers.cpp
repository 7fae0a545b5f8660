// SPDX-License-Identifier: Apache-2.0
#include "insight/llm_numbers.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>

#include "insight/phrase_list.h"

namespace kolog::insight {
namespace {

constexpr std::size_t kMostDigits = 15;  // of one number; longer runs are no amounts

struct NumberRow {
  long long number;
  std::string_view words;
};

constexpr NumberRow kNumbers[] = {
    {0, "אפס|zero|oh"},
    {1, "אחד|אחת|one"},
    {2, "שתיים|שניים|שני|שתי|two"},
    {3, "שלוש|שלושה|שלושת|three"},
    {4, "ארבע|ארבעה|ארבעת|four"},
    {5, "חמש|חמישה|חמשת|five"},
    {6, "שש|שישה|ששת|six"},
    {7, "שבע|שבעה|שבעת|seven"},
    {8, "שמונה|שמונת|eight"},
    {9, "תשע|תשעה|תשעת|nine"},
    {10, "עשר|עשרה|עשרת|ten"},
    {11, "אחת עשרה|אחד עשר|eleven"},
    {12, "שתים עשרה|שנים עשר|twelve"},
    {13, "thirteen"},
    {14, "fourteen"},
    {15, "fifteen"},
    {16, "sixteen"},
    {17, "seventeen"},
    {18, "eighteen"},
    {19, "nineteen"},
    {20, "עשרים|twenty"},
    {30, "שלושים|thirty"},
    {40, "ארבעים|forty"},
    {50, "חמישים|fifty"},
    {60, "שישים|sixty"},
    {70, "שבעים|seventy"},
    {80, "שמונים|eighty"},
    {90, "תשעים|ninety"},
    {100, "מאה|מאות|hundred"},
    {200, "מאתיים"},
    {1000, "אלף|אלפים|thousand"},
    {2000, "אלפיים"},
};

const std::map<std::u16string, long long>& number_words() {
  static const auto words = [] {
    std::map<std::u16string, long long> all;
    for (const auto& row : kNumbers) {
      for_each_phrase(row.words, [&](std::string_view phrase) {
        const auto parts = folded_words(phrase);
        if (parts.size() == 1) all.emplace(parts.front(), row.number);
      });
    }
    return all;
  }();
  return words;
}

bool is_digit(char16_t c) {
  return c >= u'0' && c <= u'9';
}

/// `1,500` is one number, `10:30` two.
std::vector<long long> numbers_in_digits(std::u16string_view text) {
  std::vector<long long> numbers;
  std::string run;
  const auto flush = [&] {
    if (!run.empty() && run.size() <= kMostDigits) numbers.push_back(std::stoll(run));
    run.clear();
  };
  for (const auto c : text) {
    if (is_digit(c)) {
      run += static_cast<char>(c);
    } else if (c != u',') {
      flush();
    }
  }
  flush();
  return numbers;
}

std::optional<long long> word_number(const Token& token) {
  const auto& words = number_words();
  for (const auto& prefix : token.readings) {
    const auto found = words.find(token.text.substr(prefix.letters));
    if (found != words.end()) return found->second;
  }
  return std::nullopt;
}

bool is_and(const Token& token) {
  return token.text == u"and";
}

/// Puts number words that follow each other together.
class Composer {
 public:
  void add(long long number) {
    if (number == 1000) {
      total_ += std::max(current_, 1LL) * 1000;
      current_ = 0;
    } else if (number == 100 && current_ < 10) {
      current_ = std::max(current_, 1LL) * 100;
    } else if (fits(number)) {
      current_ += number;
    } else {
      (void)take();
      current_ = number;
    }
    open_ = true;
    numbers_.insert(total_ + current_);
  }
  /// Ends what is being put together.
  std::set<long long>& take() {
    total_ = current_ = 0;
    open_ = false;
    return numbers_;
  }
  std::set<long long>& numbers() { return numbers_; }

 private:
  /// Units after tens, ten after units ("three-ten" is Hebrew's thirteen), anything after hundreds.
  bool fits(long long number) const {
    if (!open_) return true;
    if (current_ == 0) return total_ > 0;
    if (current_ % 100 == 0) return number < 100;
    if (number == 10) return current_ % 100 < 10;
    return number < 10 && current_ % 10 == 0 && current_ % 100 >= 20;
  }

  long long total_ = 0;
  long long current_ = 0;
  bool open_ = false;
  std::set<long long> numbers_;
};

}  // namespace

std::set<long long> named_numbers(std::span<const Token> tokens) {
  std::set<long long> numbers;
  Composer composer;
  for (const auto& token : tokens) {
    if (const auto number = word_number(token)) {
      numbers.insert(*number);
      composer.add(*number);
      continue;
    }
    if (!is_and(token)) (void)composer.take();
    for (const auto number : numbers_in_digits(token.text)) numbers.insert(number);
  }
  numbers.merge(composer.numbers());
  return numbers;
}

std::string dictated_digits(std::span<const Token> tokens) {
  std::string digits;
  for (const auto& token : tokens) {
    bool has_digits = false;
    for (const auto c : token.text) {
      if (!is_digit(c)) continue;
      digits += static_cast<char>(c);
      has_digits = true;
    }
    const auto word = has_digits ? std::nullopt : word_number(token);
    if (word && *word < 10) digits += static_cast<char>('0' + *word);
  }
  return digits;
}

std::string digits_of(std::string_view text) {
  std::string digits;
  std::ranges::copy_if(text, std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
  return digits;
}

}  // namespace kolog::insight
