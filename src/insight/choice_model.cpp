// SPDX-License-Identifier: Apache-2.0
#include "insight/choice_model.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace kolog::insight {

ChoiceModel::ChoiceModel(std::span<const char* const> weights) {
  for (const std::string_view line : weights) {
    const auto tab = line.find('\t');
    if (tab == line.npos) continue;
    weights_.emplace(line.substr(0, tab), std::strtod(line.data() + tab + 1, nullptr));
  }
}

double ChoiceModel::score(const Features& features) const {
  double sum = 0;
  for (const auto& [name, value] : features.values()) {
    const auto weight = weights_.find(name);
    if (weight != weights_.end()) sum += weight->second * value;
  }
  return sum;
}

Choices ChoiceModel::choose(const std::vector<Option>& options, const Features& none) const {
  std::vector<double> scores;
  scores.reserve(options.size());
  const auto none_score = score(none);
  auto greatest = none_score;
  for (const auto& option : options) {
    scores.push_back(score(option.features));
    greatest = std::max(greatest, scores.back());
  }
  // Shifted by the greatest, so that no exponential overflows.
  Choices choices;
  choices.none = std::exp(none_score - greatest);
  auto total = choices.none;
  std::map<std::size_t, Choice> by_thing;
  std::map<std::size_t, double> best;
  for (std::size_t i = 0; i < options.size(); ++i) {
    const auto mass = std::exp(scores[i] - greatest);
    total += mass;
    const auto [choice, added] = by_thing.try_emplace(options[i].thing, Choice{options[i].thing, i, 0});
    choice->second.probability += mass;
    if (added || scores[i] > best[options[i].thing]) {
      best[options[i].thing] = scores[i];
      choice->second.option = i;
    }
  }
  choices.none /= total;
  for (auto& [thing, choice] : by_thing) {
    choice.probability /= total;
    choices.things.push_back(choice);
  }
  std::ranges::stable_sort(choices.things, std::greater{}, &Choice::probability);
  return choices;
}

}  // namespace kolog::insight
