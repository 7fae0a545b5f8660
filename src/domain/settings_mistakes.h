// SPDX-License-Identifier: Apache-2.0
// Mistakes in what people set, each a sentence that names the item, gathered so that they are told together.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace kolog::domain {

class SettingsMistakes {
 public:
  void add(std::string_view item, std::string_view what) {
    if (++count_ > kMostTold) return;
    if (!sentences_.empty()) sentences_ += ' ';
    sentences_.append(item).append(": ").append(what).append(".");
  }

  bool empty() const { return count_ == 0; }

  Result<void> result() const {
    if (empty()) return {};
    return failure(ErrorCode::invalid_request, sentences_);
  }

 private:
  static constexpr std::size_t kMostTold = 5;

  std::size_t count_ = 0;
  std::string sentences_;
};

/// `Service "plumbing"`, or `Service 3` where the id says nothing.
std::string item_name(std::string_view kind, std::size_t index, std::string_view id);

}  // namespace kolog::domain
