// SPDX-License-Identifier: Apache-2.0
#include "api/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/text_serializer.h>

namespace kolog::api {
namespace {

const prometheus::Histogram::BucketBoundaries kSeconds = {0.001, 0.005, 0.01, 0.025, 0.05, 0.1,
                                                          0.25,  0.5,   1,    2.5,   5,    15};

}  // namespace

Metrics::Metrics()
    : requests_(prometheus::BuildCounter()
                    .Name("kolog_http_requests_total")
                    .Help("HTTP requests answered")
                    .Register(registry_)),
      durations_(prometheus::BuildHistogram()
                     .Name("kolog_http_request_duration_seconds")
                     .Help("Time from a request to its response, without sending it")
                     .Register(registry_)),
      jobs_(prometheus::BuildGauge().Name("kolog_jobs").Help("Jobs by state").Register(registry_)) {}

Metrics::~Metrics() = default;

void Metrics::count_request(std::string_view method, std::string_view route, int status,
                            std::chrono::duration<double> seconds) {
  const std::string name(route);
  requests_.Add({{"method", std::string(method)}, {"route", name}, {"status", std::to_string(status)}})
      .Increment();
  durations_.Add({{"route", name}}, kSeconds).Observe(seconds.count());
}

std::string Metrics::text(const store::JobStore::Counts& jobs) {
  jobs_.Add({{"state", "ready"}}).Set(static_cast<double>(jobs.ready));
  jobs_.Add({{"state", "leased"}}).Set(static_cast<double>(jobs.leased));
  jobs_.Add({{"state", "dead"}}).Set(static_cast<double>(jobs.dead));
  return prometheus::TextSerializer().Serialize(registry_.Collect());
}

}  // namespace kolog::api
