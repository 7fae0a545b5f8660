// SPDX-License-Identifier: Apache-2.0
#include "insight/word_model.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <unordered_set>

#include <unicode/unistr.h>

namespace kolog::insight {
namespace {

std::string utf8(std::u16string_view text) {
  std::string result;
  icu::UnicodeString(text.data(), static_cast<std::int32_t>(text.size())).toUTF8String(result);
  return result;
}

std::vector<std::string_view> cells_of(std::string_view line) {
  std::vector<std::string_view> cells;
  while (true) {
    const auto tab = line.find('\t');
    cells.push_back(line.substr(0, tab));
    if (tab == line.npos) return cells;
    line.remove_prefix(tab + 1);
  }
}

std::vector<float> numbers(std::span<const std::string_view> cells) {
  std::vector<float> result;
  for (const auto cell : cells) result.push_back(std::strtof(std::string(cell).c_str(), nullptr));
  return result;
}

class FeatureSet {
 public:
  void add(std::string feature) {
    if (seen_.insert(feature).second) features_.push_back(std::move(feature));
  }
  std::vector<std::string> take() { return std::move(features_); }

 private:
  std::unordered_set<std::string> seen_;
  std::vector<std::string> features_;
};

bool is_number(std::u16string_view text) {
  return !text.empty() && text[0] >= u'0' && text[0] <= u'9';
}

}  // namespace

std::vector<std::string> word_features(const CallContext& call, const PurposeCues& cues) {
  constexpr std::size_t kShortestStem = 3;
  FeatureSet features;
  std::vector<std::string_view> families;
  const auto late_from = call.tokens().size() * 2 / 3;
  for (const auto& sentence : call.sentences()) {
    const bool agent = sentence.speaker == domain::Speaker::agent;
    const std::string who = agent ? "a:" : "c:";
    const std::string who_late = agent ? "A:" : "C:";
    std::string before;
    for (auto at = sentence.first; at < sentence.last; ++at) {
      const auto& token = call.tokens()[at];
      const auto word = is_number(token.text) ? std::string("0") : utf8(token.text);
      features.add(who + word);
      if (!before.empty()) features.add(who + before + "_" + word);
      if (at >= late_from) {
        features.add(who_late + word);
        if (!before.empty()) features.add(who_late + before + "_" + word);
      }
      for (const auto& reading : token.readings) {
        if (reading.letters != 1 || token.text.size() < kShortestStem + 1) continue;
        features.add(who + utf8(std::u16string_view(token.text).substr(1)));
      }
      before = word;
      families.clear();
      cues.find_at(call.tokens(), at, families);
      for (const auto family : families) {
        const auto name = "<" + std::string(family) + ">";
        features.add(who + name);
        if (at >= late_from) features.add(who_late + name);
      }
    }
  }
  return features.take();
}

WordModel::WordModel(std::span<const char* const> lines) {
  if (lines.size() < 2) return;
  for (const auto name : cells_of(lines[0])) classes_.emplace_back(name);
  biases_ = numbers(cells_of(lines[1]));
  for (const auto* line : lines.subspan(2)) {
    const auto cells = cells_of(line);
    weights_.emplace(cells[0], numbers(std::span(cells).subspan(1)));
  }
}

std::vector<double> WordModel::probabilities(const std::vector<std::string>& features) const {
  std::vector<double> scores(biases_.begin(), biases_.end());
  for (const auto& feature : features) {
    const auto found = weights_.find(feature);
    if (found == weights_.end()) continue;
    for (std::size_t i = 0; i < scores.size() && i < found->second.size(); ++i) scores[i] += found->second[i];
  }
  if (scores.empty()) return scores;
  const auto greatest = *std::ranges::max_element(scores);
  double total = 0;
  for (auto& score : scores) total += score = std::exp(score - greatest);
  for (auto& score : scores) score /= total;
  return scores;
}

std::string_view WordModel::most_probable(const std::vector<std::string>& features) const {
  const auto probabilities = this->probabilities(features);
  const auto greatest = std::ranges::max_element(probabilities);
  if (greatest == probabilities.end()) return {};
  return classes_[static_cast<std::size_t>(greatest - probabilities.begin())];
}

double WordModel::weight_at(const Token& token, std::string_view name) const {
  const auto place = std::ranges::find(classes_, name);
  if (place == classes_.end()) return 0;
  const auto column = static_cast<std::size_t>(place - classes_.begin());
  double most = 0;
  for (const auto& reading : token.readings) {
    if (reading.letters > 1) continue;
    const auto found = weights_.find("c:" + utf8(std::u16string_view(token.text).substr(reading.letters)));
    if (found != weights_.end() && column < found->second.size()) {
      most = std::max(most, static_cast<double>(found->second[column]));
    }
  }
  return most;
}

}  // namespace kolog::insight
