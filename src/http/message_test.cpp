// SPDX-License-Identifier: Apache-2.0
#include "http/message.h"

#include <gtest/gtest.h>

namespace kolog::http {
namespace {

TEST(Parameters, FirstOfARepeatedNameIsFound) {
  const Parameters parameters{{"a", "1"}, {"b", ""}, {"a", "2"}};
  EXPECT_EQ(find(parameters, "a"), "1");
  EXPECT_EQ(find(parameters, "b"), "");
  EXPECT_EQ(find(parameters, "c"), std::nullopt);
}

TEST(ErrorResponse, EscapesItsMessage) {
  const auto response = error_response(404, "call_not_found", "No \"call\"");
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.headers.get("Content-Type"), "application/json");
  EXPECT_EQ(std::get<std::string>(response.body),
            R"({"success":false,"error":"No \"call\"","code":"call_not_found"})");
}

}  // namespace
}  // namespace kolog::http
