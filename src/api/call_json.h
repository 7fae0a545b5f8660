// SPDX-License-Identifier: Apache-2.0
// A call's JSON form, once for all routes. Any thread.
#pragma once

#include <chrono>

#include <boost/json/object.hpp>

#include "api/call_view.h"
#include "base/clock.h"
#include "domain/insight.h"

namespace kolog::api {

boost::json::object call_item_json(const CallItem& item, const domain::Taxonomy& taxonomy);

struct CallJsonContext {
  const domain::Taxonomy& taxonomy;
  Timestamp now;
  std::chrono::days retention;
};

boost::json::object call_json(const CallDetail& detail, const CallJsonContext& context);

/// `{"applied","pending","spans","unredacted","masks":[{"segment","kind"}]}`, a mask of the transcript each.
boost::json::object redaction_json(const RedactionView& redaction);

boost::json::object delivery_json(const store::Delivery& delivery);

}  // namespace kolog::api
