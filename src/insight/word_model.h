// SPDX-License-Identifier: Apache-2.0
// What a call's words and pairs of words say about it as a whole: a linear model that tools/insight-model
// learns from labelled calls. Built once; then any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "insight/call_context.h"
#include "insight/purpose_cues.h"

namespace kolog::insight {

/// Each word, stem and pair of words once, with who says it: `c:לבטל`, `a:מתי_נוח`; in capitals those of the
/// last third of the call, where it says how it ends.
std::vector<std::string> word_features(const CallContext& call, const PurposeCues& cues);

class WordModel {
 public:
  /// The first line names the classes, the second is their biases, then `feature<TAB>weight<TAB>weight…`.
  explicit WordModel(std::span<const char* const> lines);

  const std::vector<std::string>& classes() const { return classes_; }

  /// A probability a class.
  std::vector<double> probabilities(const std::vector<std::string>& features) const;

  /// How much a caller's word, or its stem, speaks for the class; 0: it is not known.
  double weight_at(const Token& token, std::string_view name) const;

  /// The class; empty where there are none.
  std::string_view most_probable(const std::vector<std::string>& features) const;

 private:
  std::vector<std::string> classes_;
  std::vector<float> biases_;
  std::unordered_map<std::string, std::vector<float>> weights_;
};

}  // namespace kolog::insight
