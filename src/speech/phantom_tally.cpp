// SPDX-License-Identifier: Apache-2.0
#include "speech/phantom_tally.h"

#include <algorithm>
#include <cmath>

#include "speech/plain_words.h"

namespace kolog::speech {
namespace {

/// A confidence is the geometric mean of the tokens' probabilities; of none at all there is no logarithm.
constexpr double kSmallestConfidence = 1e-9;

}  // namespace

void PhantomTally::add(const domain::Transcript& transcript) {
  for (const auto& segment : transcript.segments) add(segment, std::nullopt);
  for (const auto& [segment, reason] : transcript.dropped) add(segment, reason);
}

void PhantomTally::add(const domain::Segment& segment, std::optional<domain::DropReason> reason) {
  std::string key;
  for (const auto& word : plain_words(segment.text)) key += word + " ";
  if (key.empty()) return;
  auto& phantom = by_words_[key];
  if (phantom.count == 0) phantom.text = segment.text;
  ++phantom.count;
  const auto log_probability = std::log(std::max(segment.confidence, kSmallestConfidence));
  phantom.mean_log_probability +=
      (log_probability - phantom.mean_log_probability) / static_cast<double>(phantom.count);
  if (!reason) return;
  ++phantom.dropped;
  ++phantom.reasons[*reason];
}

std::vector<Phantom> PhantomTally::by_frequency() const {
  std::vector<Phantom> phantoms;
  for (const auto& [words, phantom] : by_words_) phantoms.push_back(phantom);
  std::stable_sort(phantoms.begin(), phantoms.end(),
                   [](const Phantom& a, const Phantom& b) { return a.count > b.count; });
  return phantoms;
}

}  // namespace kolog::speech
