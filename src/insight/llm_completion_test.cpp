// SPDX-License-Identifier: Apache-2.0
#include "insight/llm_completion.h"

#include <string>

#include <gtest/gtest.h>

namespace kolog::insight {
namespace {

std::string with_message(const std::string& message, const std::string& rest = "") {
  return R"({"choices":[{"message":)" + message + R"(,"finish_reason":"stop"}])" + rest + "}";
}

TEST(Completion, ContentAndUseAreRead) {
  const auto read = parse_completion(with_message(
      R"({"role":"assistant","content":"{}"})", R"(,"usage":{"prompt_tokens":812,"completion_tokens":64})"));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->content, "{}");
  EXPECT_EQ(read->ending, Ending::complete);
  EXPECT_EQ(read->use, (TokenUse{812, 64}));
}

TEST(Completion, ContentInPartsIsPutTogether) {
  const auto read = parse_completion(
      with_message(R"({"content":[{"type":"text","text":"{\"a\""},{"type":"other"},7,{"text":":1}"}]})"));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->content, R"({"a":1})");
}

TEST(Completion, NullAndMissingContentIsEmpty) {
  for (const auto* message : {R"({"content":null})", "{}", R"({"content":7})"}) {
    const auto read = parse_completion(with_message(message));
    ASSERT_TRUE(read) << message;
    EXPECT_EQ(read->content, "");
  }
}

TEST(Completion, ARefusalAndAFilterDecline) {
  EXPECT_EQ(parse_completion(with_message(R"({"content":null,"refusal":"I cannot."})"))->ending,
            Ending::declined);
  EXPECT_EQ(parse_completion(R"({"choices":[{"message":{},"finish_reason":"content_filter"}]})")->ending,
            Ending::declined);
  EXPECT_EQ(parse_completion(with_message(R"({"content":"{}","refusal":null})"))->ending, Ending::complete);
}

TEST(Completion, TheLimitOfTokensCutsOff) {
  EXPECT_EQ(parse_completion(R"({"choices":[{"message":{"content":"{"},"finish_reason":"length"}]})")->ending,
            Ending::cut_off);
}

TEST(Completion, UseThatIsNoCountIsNotKnown) {
  for (const auto* usage :
       {"null", "7", "{}", R"({"prompt_tokens":1})", R"({"prompt_tokens":-5,"completion_tokens":1})",
        R"({"prompt_tokens":"9","completion_tokens":1.5})"}) {
    EXPECT_FALSE(parse_completion(with_message("{}", std::string(R"(,"usage":)") + usage))->use) << usage;
  }
  const auto huge = parse_completion(
      with_message("{}", R"(,"usage":{"prompt_tokens":18446744073709551615,"completion_tokens":1})"));
  EXPECT_LE(huge->use->input, 100'000'000);
}

TEST(Completion, AnythingElseIsNone) {
  for (const auto* body : {"", "null", "[]", "{}", "<html>", R"({"choices":[]})", R"({"choices":[null]})",
                           R"({"choices":[{"message":"x"}]})", R"({"choices":{"message":{}}})",
                           "{\"choices\":[{\"message\":{\"content\":\"\xFF\"}}]}"}) {
    const auto read = parse_completion(body);
    ASSERT_FALSE(read) << body;
    EXPECT_EQ(read.error().code, ErrorCode::unavailable);
  }
}

TEST(Completion, OnlyAShortWordOfARefusalIsRepeated) {
  EXPECT_EQ(refusal_code(R"({"error":{"code":"context_length_exceeded","message":"my phone is 054"}})"),
            "context_length_exceeded");
  EXPECT_EQ(refusal_code(R"({"error":{"code":null,"type":"invalid_request_error"}})"),
            "invalid_request_error");
  for (const auto* body : {R"({"error":{"code":"my phone is 054"}})", R"({"error":"my phone"})", "my phone",
                           R"({"error":{"code":400}})"}) {
    EXPECT_EQ(refusal_code(body), "") << body;
  }
}

}  // namespace
}  // namespace kolog::insight
