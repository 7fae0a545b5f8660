// SPDX-License-Identifier: Apache-2.0
#include "insight/phrase_patterns.h"

#include <algorithm>
#include <array>
#include <utility>

namespace kolog::insight {
namespace {

constexpr std::array<std::pair<char, std::string_view>, 4> kSigns = {{
    {'@', "(/לי/לנו/לה/לו/להם/אצלי/אצלנו)"},
    {'&', "(/שלי/שלנו/שלה/שלו/אצלי/אצלנו)"},
    {'$', "(/my/our/the/a/an/his/her/their/this/that/some)"},
    {'%', "(/is/are/was/were/got/gets/keeps/just)"},
}};

constexpr std::array<std::u16string_view, 6> kPrefixes = {u"ב", u"ל", u"מ", u"ש", u"כש", u"מה"};

std::string with_signs_spelt_out(std::string_view pattern) {
  std::string text;
  for (const char c : pattern) {
    const auto* const sign = std::ranges::find(kSigns, c, &std::pair<char, std::string_view>::first);
    if (sign == kSigns.end()) {
      text += c;
    } else {
      text += sign->second;
    }
  }
  return text;
}

template <class Visitor>
void for_each_alternative(std::string_view group, Visitor visit) {
  for (;;) {
    const auto slash = group.find('/');
    visit(group.substr(0, slash));
    if (slash == group.npos) return;
    group.remove_prefix(slash + 1);
  }
}

/// The pattern's groups in their order; words outside brackets are a group of one.
template <class Visitor>
void for_each_group(std::string_view pattern, Visitor visit) {
  while (!pattern.empty()) {
    const bool bracket = pattern[0] == '(';
    const auto end = std::min(pattern.find(bracket ? ')' : '('), pattern.size());
    visit(pattern.substr(bracket ? 1 : 0, end - (bracket ? 1 : 0)));
    pattern.remove_prefix(std::min(end + (bracket ? 1 : 0), pattern.size()));
  }
}

/// Takes the prefixes off the end of an alternative's words.
std::u16string waiting_prefix(std::vector<std::u16string>& words) {
  std::u16string prefix;
  while (!words.empty()) {
    const auto& last = words.back();
    if (last != u"ה") {
      if (std::ranges::find(kPrefixes, last) == kPrefixes.end()) break;
      prefix.insert(0, last);
    }
    words.pop_back();
  }
  return prefix;
}

void add_once(std::vector<std::uint32_t>& list, std::uint32_t value) {
  if (std::ranges::find(list, value) == list.end()) list.push_back(value);
}

}  // namespace

std::uint32_t PhrasePatterns::new_node() {
  nodes_.emplace_back();
  return static_cast<std::uint32_t>(nodes_.size() - 1);
}

void PhrasePatterns::connect(std::uint32_t from, const std::u16string& word, std::uint32_t to) {
  const auto id = words_.try_emplace(word, static_cast<std::uint32_t>(words_.size())).first->second;
  add_once(nodes_[from].next[id], to);
}

void PhrasePatterns::append(const std::vector<OpenEnd>& from, std::string_view alternative,
                            std::uint32_t joint, std::vector<OpenEnd>& ends) {
  const auto open = [&ends](OpenEnd end) {
    if (std::ranges::find(ends, end) == ends.end()) ends.push_back(std::move(end));
  };
  auto words = folded_words(alternative);
  const auto prefix = waiting_prefix(words);
  if (words.empty()) {
    for (const auto& end : from) open({end.node, end.prefix + prefix});
    return;
  }
  // All that follows the first word is the same whatever came before it.
  const auto second = words.size() == 1 ? joint : new_node();
  for (const auto& end : from) {
    connect(end.node, end.prefix + words[0], second);
    // "From the roof" is one word with מ and with מה.
    if (end.prefix == u"מ") connect(end.node, u"מה" + words[0], second);
  }
  auto node = second;
  for (std::size_t i = 1; i < words.size(); ++i) {
    const auto next = i + 1 == words.size() ? joint : new_node();
    connect(node, words[i], next);
    node = next;
  }
  open({joint, prefix});
}

void PhrasePatterns::add(std::string_view utf8_pattern, std::uint32_t phrase) {
  const auto pattern = with_signs_spelt_out(utf8_pattern);
  std::vector<OpenEnd> ends = {{}};
  for_each_group(pattern, [&](std::string_view group) {
    const auto joint = new_node();
    std::vector<OpenEnd> next;
    for_each_alternative(group,
                         [&](std::string_view alternative) { append(ends, alternative, joint, next); });
    ends = std::move(next);
  });
  for (const auto& end : ends) {
    if (end.node != 0 && end.prefix.empty()) add_once(nodes_[end.node].phrases, phrase);
  }
}

void PhrasePatterns::step(const std::vector<std::uint32_t>& from, std::u16string_view word,
                          std::vector<std::uint32_t>& to) const {
  const auto id = words_.find(word);
  if (id == words_.end()) return;
  for (const auto node : from) {
    const auto next = nodes_[node].next.find(id->second);
    if (next == nodes_[node].next.end()) continue;
    for (const auto target : next->second) add_once(to, target);
  }
}

void PhrasePatterns::find_at(std::span<const Token> tokens, std::size_t first, std::size_t letters_skipped,
                             std::vector<PatternMatch>& found) const {
  std::vector<std::uint32_t> nodes = {0};
  std::vector<std::uint32_t> next;
  std::size_t letters = 0;
  for (auto at = first; at < tokens.size(); ++at) {
    std::u16string_view text = tokens[at].text;
    if (at == first) text.remove_prefix(letters_skipped);
    next.clear();
    step(nodes, text, next);
    // The article inside, the English plural: as PhraseIndex forgives them.
    if (at > first && text.starts_with(u'ה')) step(nodes, text.substr(1), next);
    if (next.empty() && text.size() > 3 && text[0] < 0x80 && text.ends_with(u's')) {
      step(nodes, text.substr(0, text.size() - 1), next);
    }
    if (next.empty()) return;
    nodes = next;
    letters += text.size();
    for (const auto node : nodes) {
      for (const auto phrase : nodes_[node].phrases) found.push_back({phrase, at - first + 1, letters});
    }
    if (tokens[at].after == Boundary::sentence) return;
  }
}

}  // namespace kolog::insight
