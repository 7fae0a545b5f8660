// SPDX-License-Identifier: Apache-2.0
// Whether what a business wants to set makes sense, and is not too much of it. Any thread.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/result.h"
#include "domain/insight_settings.h"

namespace kolog::domain {

/// How many at most, and how many characters.
struct InsightLimits {
  std::size_t services = 200;
  std::size_t keywords = 400;  // of one service
  std::size_t examples = 20;   // of one service
  std::size_t fields = 30;
  std::size_t choices = 50;  // of one field
  std::size_t rules = 100;
  std::size_t conditions = 10;        // of one rule
  std::size_t phrases = 50;           // of one condition
  std::size_t phrase_length = 100;    // of a keyword, a choice, a rule's phrase or value
  std::size_t name_length = 80;       // of a service, a field, a rule
  std::size_t sentence_length = 500;  // of an example, a description
};

/// `invalid_request` with a sentence for each of the first mistakes, which names the item.
Result<void> check(const InsightSettings& settings, const InsightLimits& limits);

/// A field that any call may have, whatever its business has set: `name`, `phone`, `address`, …
bool is_standard_field(std::string_view id);

/// What a rule's `field` may name beside fields: `service`, `city`, `intent`, …
bool is_part_of_every_call(std::string_view name);

}  // namespace kolog::domain
