// SPDX-License-Identifier: Apache-2.0
// A step that must happen, as a row: named by what it does to what, so that asking twice makes one.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"

namespace kolog::domain {

struct Job {
  std::string name;     // `transcribe:CA…`
  std::string kind;     // `transcribe`
  std::string subject;  // `CA…`, or a delivery's id
  int attempts = 0;     // this one counted
  Timestamp asked_at{};
};

}  // namespace kolog::domain
