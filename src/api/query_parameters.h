// SPDX-License-Identifier: Apache-2.0
// A request's query, read name by name. Every mistake is an `invalid_request` that names the parameter. Any
// thread.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "http/message.h"

namespace kolog::api {

/// Refuses names that are not in `names`, repeated ones, and values that are not UTF-8: a misspelt filter
/// must not look like no filter.
Result<void> check_names(const http::Parameters& query, std::initializer_list<std::string_view> names);

/// Empty where it is missing. At most `longest` bytes.
Result<std::string> text_parameter(const http::Parameters& query, std::string_view name, std::size_t longest);
Result<std::optional<Timestamp>> time_parameter(const http::Parameters& query, std::string_view name);
Result<std::optional<bool>> flag_parameter(const http::Parameters& query, std::string_view name);

/// `limit`, from 1 to 100; 50 where it is missing.
Result<int> limit_parameter(const http::Parameters& query);

}  // namespace kolog::api
