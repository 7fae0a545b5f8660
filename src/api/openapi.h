// SPDX-License-Identifier: Apache-2.0
// The API's description, built in from openapi.json. Any thread.
#pragma once

#include <string_view>

namespace kolog::api {

std::string_view openapi_document();

}  // namespace kolog::api
