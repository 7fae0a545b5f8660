// SPDX-License-Identifier: Apache-2.0
#include "insight/llm_fields.h"

#include <gtest/gtest.h>

#include "insight/llm_fixture.h"

namespace kolog::insight {
namespace {

using domain::FieldType;

std::optional<std::string> borne_out(FieldType type, const std::string& value, const std::string& said,
                                     std::vector<std::string> choices = {}) {
  domain::CustomField field;
  field.id = "field";
  field.type = type;
  field.choices = std::move(choices);
  const auto transcript = testing::call(said);
  const auto words = tokenised(transcript).tokens;
  return borne_out_value(field, value, words, said, std::nullopt);
}

TEST(LlmFields, ATextInOtherWordsBecomesWhatWasSaid) {
  EXPECT_EQ(borne_out(FieldType::text, "third floor", "on the third floor"), "third floor");
  EXPECT_EQ(borne_out(FieldType::text, "penthouse", "on the third floor"), "on the third floor");
  EXPECT_EQ(borne_out(FieldType::text, "קומה שלישית", "אנחנו בקומה שלישית"), "קומה שלישית");
}

TEST(LlmFields, AChoiceIsOneOfTheChoicesInTheirSpelling) {
  EXPECT_EQ(borne_out(FieldType::choice, "villa", "it is a house with a garden", {"Flat", "Villa"}), "Villa");
  EXPECT_EQ(borne_out(FieldType::choice, "castle", "it is a castle", {"Flat", "Villa"}), std::nullopt);
}

TEST(LlmFields, ANumberMustBeNamed) {
  EXPECT_EQ(borne_out(FieldType::number, "4", "ארבעה חדרים"), "4");
  EXPECT_EQ(borne_out(FieldType::number, "350", "three hundred and fifty shekels"), "350");
  EXPECT_EQ(borne_out(FieldType::number, "2.5", "2.5 rooms"), "2.5");
  EXPECT_EQ(borne_out(FieldType::number, "5", "four rooms"), std::nullopt);
  for (const auto* value : {"four", "4 rooms", "", "nan", "1e400", "4.5"}) {
    EXPECT_EQ(borne_out(FieldType::number, value, "four rooms"), std::nullopt) << value;
  }
}

TEST(LlmFields, ATelephoneNumberMustBeDictated) {
  EXPECT_EQ(borne_out(FieldType::phone, "054-123-4567", "054 123 4567"), "0541234567");
  EXPECT_EQ(borne_out(FieldType::phone, "+972541234567", "אפס חמש ארבע 1234567"), "0541234567");
  EXPECT_EQ(borne_out(FieldType::phone, "054-123-4568", "054 123 4567"), std::nullopt);
  EXPECT_EQ(borne_out(FieldType::phone, "054", "054 123 4567"), std::nullopt);
}

TEST(LlmFields, DatesAndTruthsHaveTheirForms) {
  EXPECT_EQ(borne_out(FieldType::date, "2026-12-03", "on the 3.12"), "2026-12-03");
  EXPECT_EQ(borne_out(FieldType::date, "2026-12-04", "on the 3.12"), std::nullopt);
  EXPECT_EQ(borne_out(FieldType::yes_no, "yes", "I have a dog"), "yes");
  EXPECT_EQ(borne_out(FieldType::yes_no, "maybe", "maybe"), std::nullopt);
}

}  // namespace
}  // namespace kolog::insight
