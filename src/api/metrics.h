// SPDX-License-Identifier: Apache-2.0
// What /metrics says, in Prometheus's text format. Labels are routes and states, never calls or people. Any
// thread.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include <prometheus/registry.h>

#include "store/job_store.h"

namespace kolog::api {

class Metrics {
 public:
  Metrics();
  ~Metrics();

  /// `route` is the pattern, not the path.
  void count_request(std::string_view method, std::string_view route, int status,
                     std::chrono::duration<double> seconds);

  std::string text(const store::JobStore::Counts& jobs);

 private:
  prometheus::Registry registry_;
  prometheus::Family<prometheus::Counter>& requests_;
  prometheus::Family<prometheus::Histogram>& durations_;
  prometheus::Family<prometheus::Gauge>& jobs_;
};

}  // namespace kolog::api
