// SPDX-License-Identifier: Apache-2.0
// Which of the things that a call mentions is meant, or none: a conditional logit over the mentions
// (McFadden, 1974, "Conditional Logit Analysis of Qualitative Choice Behavior"). Mentions of one thing add
// up. The weights are learned by tools/insight-model. Built once; then any thread.
#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kolog::insight {

/// By name; one that the model does not know counts nothing.
class Features {
 public:
  void set(std::string_view name, double value = 1) {
    if (value != 0) values_.emplace_back(name, value);
  }
  void set_if(bool holds, std::string_view name) {
    if (holds) values_.emplace_back(name, 1);
  }

  const std::vector<std::pair<std::string_view, double>>& values() const { return values_; }

 private:
  std::vector<std::pair<std::string_view, double>> values_;  // the names are constants
};

struct Option {
  std::size_t thing = 0;
  Features features;
};

struct Choice {
  std::size_t thing = 0;
  std::size_t option = 0;  // the mention that speaks most for it
  double probability = 0;
};

struct Choices {
  std::vector<Choice> things;  // the most probable first
  double none = 1;             // probability
};

class ChoiceModel {
 public:
  /// Lines `feature<TAB>weight`.
  explicit ChoiceModel(std::span<const char* const> weights);

  Choices choose(const std::vector<Option>& options, const Features& none) const;

 private:
  double score(const Features& features) const;

  std::map<std::string, double, std::less<>> weights_;
};

}  // namespace kolog::insight
