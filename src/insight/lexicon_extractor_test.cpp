// SPDX-License-Identifier: Apache-2.0
#include "insight/lexicon_extractor.h"

#include <algorithm>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "insight/extractive_summariser.h"
#include "insight/gazetteer.h"
#include "insight/taxonomy.h"

namespace kolog::insight {
namespace {

using domain::Insight;
using domain::Language;

Insight understood(std::string_view text, const domain::Taxonomy& taxonomy = default_taxonomy()) {
  static LexiconExtractor extractor;
  const auto transcript = domain::parse_plain_text(text);
  return extractor.extract({transcript, {.services = taxonomy}}).value();
}

std::string service(const Insight& insight) {
  return insight.service ? insight.service->id : "";
}

std::string city(const Insight& insight) {
  return insight.city ? insight.city->name : "";
}

TEST(Extraction, EvidenceIsTheTranscriptsOwnWordsInTheirSegment) {
  const auto insight = understood("נציג: שלום.\nלקוח: אני צריך מדביר בקרית-גת, דחוף.");
  EXPECT_EQ(insight.service->evidence.text, "מדביר");
  EXPECT_EQ(insight.service->evidence.segment, 1U);
  EXPECT_EQ(insight.city->evidence.text, "בקרית-גת");
  EXPECT_EQ(insight.city->name, "קריית גת");
}

TEST(Extraction, ConfirmedRequestIsSurerThanABareOne) {
  const auto bare = understood("אינסטלטור");
  const auto asked = understood("לקוח: אני צריך אינסטלטור.");
  const auto confirmed = understood("לקוח: אני צריך אינסטלטור.\nנציג: אז אינסטלטור, נכון?\nלקוח: כן.");
  EXPECT_LT(bare.service->confidence, asked.service->confidence);
  EXPECT_LT(asked.service->confidence, confirmed.service->confidence);
  EXPECT_GE(confirmed.service->confidence, 0.9);
}

TEST(Extraction, MisspelledWordIsLessSure) {
  const auto right = understood("לקוח: אני צריך חשמלאי באשקלון.");
  const auto wrong = understood("לקוח: אני צריך חשמלעי באשקלום.");
  EXPECT_EQ(service(wrong), "electrical");
  EXPECT_EQ(city(wrong), "אשקלון");
  EXPECT_LT(wrong.service->confidence, right.service->confidence);
  EXPECT_LT(wrong.city->confidence, right.city->confidence);
}

TEST(Extraction, TwoWishesLowerTheConfidenceAndTheSecondIsKept) {
  const auto insight = understood("לקוח: אני צריך צבעי בחולון. אחר כך אני צריך גם אינסטלטור.");
  EXPECT_EQ(service(insight), "painting");
  EXPECT_LT(insight.service->confidence, 0.8);
  EXPECT_EQ(insight.fields.at("also_requested").value, "plumbing");
}

TEST(Extraction, MoveBeginsWhereTheJobIsAndEndsAtTheDestination) {
  const auto insight = understood("לקוח: אני צריך הובלה מחיפה לתל אביב.");
  EXPECT_EQ(city(insight), "חיפה");
  EXPECT_EQ(insight.fields.at("destination").value, "תל אביב");
}

TEST(Extraction, WordsThatAreAlsoTownsNeedASign) {
  EXPECT_EQ(city(understood("לקוח: שמי עומר ואני צריך צבעי.")), "");
  EXPECT_EQ(city(understood("לקוח: אני גר בעומר וצריך צבעי.")), "עומר");
  EXPECT_EQ(city(understood("לקוח: יש לי רהיטים באזור של הסלון, צריך ניקוי.")), "");
  EXPECT_EQ(city(understood("Caller: This is Ariel, I need a painter.")), "");
}

TEST(Extraction, StreetsAreNoTowns) {
  EXPECT_EQ(city(understood("לקוח: הכתובת היא רחוב ירושלים 8, חולון. צריך חשמלאי.")), "חולון");
  EXPECT_EQ(city(understood("Caller: I need a plumber at 8 Haifa Road in Netanya.")), "נתניה");
}

TEST(Extraction, NothingAskedForIsNothingFound) {
  const auto insight = understood("נציג: מוקד השירות, מדברת רונית.\nלקוח: סליחה, טעות במספר.");
  EXPECT_FALSE(insight.service);
  EXPECT_FALSE(insight.city);
  EXPECT_EQ(insight.language, Language::hebrew);
}

TEST(Extraction, ABusinessesOwnServicesReplaceTheDefaults) {
  const domain::Taxonomy taxonomy = {
      {"piano_tuning", "כיוון פסנתרים", "piano tuning", {"מכוון פסנתרים", "פסנתר"}}};
  EXPECT_EQ(service(understood("לקוח: אני צריך מכוון פסנתרים בחיפה.", taxonomy)), "piano_tuning");
  EXPECT_EQ(service(understood("לקוח: אני צריך אינסטלטור בחיפה.", taxonomy)), "");
  EXPECT_EQ(service(understood("לקוח: אני צריך אינסטלטור בחיפה.")), "plumbing");
}

TEST(Extraction, NamesServicesInTheCallsLanguage) {
  EXPECT_EQ(understood("Caller: I need a plumber.").service->name, "plumbing");
  EXPECT_EQ(understood("לקוח: אני צריך אינסטלטור.").service->name, "אינסטלציה");
}

TEST(Fields, HoldWhatTheCallerSaid) {
  const auto insight = understood(
      "נציג: מה השם והטלפון?\nלקוחה: קוראים לי רונית כהן. הטלפון שלי 052-731-9768.\n"
      "לקוחה: הכתובת היא רחוב ויצמן 11. ביום שלישי בשעה שתיים.\nנציג: המחיר הוא 700 שקלים.");
  EXPECT_EQ(insight.fields.at("name").value, "רונית כהן");
  EXPECT_EQ(insight.fields.at("phone").value, "0527319768");
  EXPECT_EQ(insight.fields.at("address").value, "ויצמן 11");
  EXPECT_EQ(insight.fields.at("time").value, "ביום שלישי בשעה שתיים");
  EXPECT_EQ(insight.fields.at("price").value, "700 שקלים");
}

TEST(Fields, AreAbsentWhereNothingWasSaid) {
  EXPECT_TRUE(understood("לקוח: אני צריך אינסטלטור בחולון.").fields.empty());
  EXPECT_FALSE(understood("Agent: My number is 0527319768.").fields.contains("phone"));
  EXPECT_FALSE(understood("Caller: My budget is 800 shekels.").fields.contains("price"));
}

TEST(Summary, SaysTheTopicAndWhatWasArranged) {
  const auto transcript = domain::parse_plain_text(
      "Agent: Hello, how can I help you?\nCaller: I need a plumber in Tel Aviv.\nAgent: The visit costs 300 "
      "shekels.\n"
      "Agent: We will see you tomorrow at nine.\nCaller: Thank you, goodbye.");
  auto insight = understood(domain::plain_text(transcript));
  const auto summary = ExtractiveSummariser().summarise(transcript, insight).value();
  EXPECT_EQ(summary,
            "The caller asked for plumbing in Tel Aviv. Agent: The visit costs 300 shekels. We will see you "
            "tomorrow "
            "at nine.");
}

TEST(Summary, OfACallWithoutWordsIsEmpty) {
  EXPECT_EQ(ExtractiveSummariser().summarise({}, {}).value(), "");
}

TEST(Gazetteer, EveryRowHasNamesAndNoTwoShareOne) {
  std::vector<std::string_view> names;
  for (const auto& row : gazetteer_rows()) {
    EXPECT_FALSE(std::string_view(row.english).empty());
    EXPECT_NE(std::string_view(row.spellings).find(row.name), std::string_view::npos);
    names.push_back(row.name);
  }
  std::ranges::sort(names);
  EXPECT_GE(names.size(), 500U);
  EXPECT_EQ(std::ranges::adjacent_find(names), names.end());
}

TEST(Gazetteer, LargeTownsAreFoundByEverySpelling) {
  for (const auto& row : gazetteer_rows().first(100)) {
    std::string_view spellings = row.spellings;
    while (!spellings.empty()) {
      const auto bar = std::min(spellings.find('|'), spellings.size());
      std::string spelling(spellings.substr(0, bar));
      spellings.remove_prefix(std::min(bar + 1, spellings.size()));
      if (spelling.starts_with('?') || spelling.starts_with('!')) continue;
      const bool latin = static_cast<unsigned char>(spelling[0]) < 0x80;
      const auto text =
          latin ? "Caller: I need a painter in " + spelling : "לקוח: אני צריך צבעי ב" + spelling;
      EXPECT_EQ(city(understood(text)), row.name) << text;
    }
  }
}

TEST(Extraction, SurvivesHostileTranscripts) {
  EXPECT_NO_THROW(understood(std::string(200'000, '\'')));
  EXPECT_NO_THROW(understood(std::string("\xD7\xFF\xD7\x90\0\xED\xA0\x80", 8)));
  std::string prefixes;
  for (int i = 0; i < 20'000; ++i) prefixes += "ושבלמה";
  EXPECT_NO_THROW(understood(prefixes));
  std::string mentions;
  for (int i = 0; i < 100'000; ++i) mentions += "אינסטלטור בשדרות ";
  EXPECT_NO_THROW(understood(mentions));
  EXPECT_NO_THROW(understood("Agent: " + mentions));
  std::string lines;
  for (int i = 0; i < 20'000; ++i) lines += "לקוח: ב\nנציג: ?\n";
  EXPECT_NO_THROW(understood(lines));
}

TEST(Extraction, ManyThreadsMayShareOneExtractor) {
  LexiconExtractor extractor;
  const domain::InsightSettings other{.services = {{"only", "אחד", "only", {"יחיד"}}}};
  const auto transcript = domain::parse_plain_text("לקוח: אני צריך אינסטלטור בחולון.");
  std::vector<std::thread> threads;
  std::vector<int> wrong(4);
  for (std::size_t i = 0; i < wrong.size(); ++i) {
    threads.emplace_back([&, i] {
      for (int round = 0; round < 20; ++round) {
        const auto insight = extractor.extract({transcript, i % 2 == 0 ? default_settings() : other}).value();
        if (insight.service.has_value() != (i % 2 == 0)) ++wrong[i];
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, std::vector<int>(4));
}

}  // namespace
}  // namespace kolog::insight
