// SPDX-License-Identifier: Apache-2.0
// What `kolog evaluate insight` found, as a table for people and as JSON for programs. Any thread.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include <boost/json/value.hpp>

#include "insight/insight_score.h"

namespace kolog::app {

struct InsightReport {
  insight::InsightScore score;
  std::vector<std::chrono::duration<double>> times;  // of one extraction each
};

std::string to_table(const InsightReport& report, bool with_mistakes);
boost::json::object to_json(const InsightReport& report);

}  // namespace kolog::app
