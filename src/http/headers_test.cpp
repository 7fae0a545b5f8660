// SPDX-License-Identifier: Apache-2.0
#include "http/headers.h"

#include <gtest/gtest.h>

namespace kolog::http {
namespace {

TEST(Headers, AreFoundWithoutRegardToCase) {
  const Headers headers{{"Content-Type", "audio/mpeg"}};
  EXPECT_EQ(headers.get("content-TYPE"), "audio/mpeg");
  EXPECT_FALSE(headers.contains("Content"));
  EXPECT_EQ(headers.get("Content"), "");
}

TEST(Headers, AddKeepsWhatIsThereAndSetReplacesAllOfIt) {
  Headers headers;
  headers.add("Set-Cookie", "a=1");
  headers.add("set-cookie", "b=2");
  EXPECT_EQ(headers.get("Set-Cookie"), "a=1");
  EXPECT_EQ(headers.count("SET-COOKIE"), 2u);
  headers.set("Set-cookie", "c=3");
  EXPECT_EQ(headers.count("Set-Cookie"), 1u);
  EXPECT_EQ(headers.get("Set-Cookie"), "c=3");
}

}  // namespace
}  // namespace kolog::http
