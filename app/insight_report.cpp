// SPDX-License-Identifier: Apache-2.0
#include "app/insight_report.h"

#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "app/aligned_table.h"

namespace kolog::app {
namespace {

namespace json = boost::json;
using insight::Calibration;
using insight::FieldScore;

constexpr double kSure = 0.8;

double share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

std::string percentage(double part) {
  return fmt::format("{:.1f} %", part * 100);
}

double milliseconds_at(std::vector<std::chrono::duration<double>> times, double quantile) {
  if (times.empty()) return 0;
  const auto place = static_cast<std::size_t>(quantile * static_cast<double>(times.size() - 1));
  std::ranges::nth_element(times, times.begin() + static_cast<std::ptrdiff_t>(place));
  return times[place].count() * 1000;
}

std::string fields_table(const InsightReport& report) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& [name, field] : report.score.fields) {
    rows.push_back({name, std::to_string(field.calls), std::to_string(field.labelled),
                    std::to_string(field.answered), percentage(field.accuracy()),
                    percentage(field.precision()), percentage(field.recall())});
  }
  return aligned_table(
      {{"field", Side::left}, {"calls"}, {"labelled"}, {"answered"}, {"accuracy"}, {"precision"}, {"recall"}},
      rows);
}

std::string calibration_table(const Calibration& calibration) {
  std::vector<std::vector<std::string>> rows;
  for (std::size_t i = 0; i < calibration.bins.size(); ++i) {
    const auto& bin = calibration.bins[i];
    if (bin.answers == 0) continue;
    rows.push_back(
        {fmt::format("{:.1f}-{:.1f}", static_cast<double>(i) / 10, static_cast<double>(i + 1) / 10),
         std::to_string(bin.answers), fmt::format("{:.2f}", bin.mean_confidence()),
         fmt::format("{:.2f}", bin.accuracy())});
  }
  return aligned_table({{"confidence", Side::left}, {"answers"}, {"mean"}, {"right"}}, rows);
}

std::string traps_table(const InsightReport& report) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& [name, trap] : report.score.traps) {
    rows.push_back({name, std::to_string(trap.calls), percentage(trap.accuracy())});
  }
  return aligned_table({{"trap", Side::left}, {"calls"}, {"both right"}}, rows);
}

std::string mistakes_table(const InsightReport& report) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& mistake : report.score.mistakes) {
    rows.push_back({mistake.id, mistake.field, mistake.label.empty() ? "-" : mistake.label,
                    mistake.answer.empty() ? "-" : mistake.answer,
                    fmt::format("{:.2f}", mistake.confidence)});
  }
  return aligned_table({{"call", Side::left},
                        {"field", Side::left},
                        {"label", Side::left},
                        {"answer", Side::left},
                        {"confidence"}},
                       rows);
}

json::array bins_json(const Calibration& calibration) {
  json::array bins;
  for (std::size_t i = 0; i < calibration.bins.size(); ++i) {
    const auto& bin = calibration.bins[i];
    bins.push_back({{"from", static_cast<double>(i) / 10},
                    {"answers", bin.answers},
                    {"confidence", bin.mean_confidence()},
                    {"right", bin.accuracy()}});
  }
  return bins;
}

json::object field_json(const FieldScore& field) {
  return {{"calls", field.calls},
          {"labelled", field.labelled},
          {"answered", field.answered},
          {"accuracy", field.accuracy()},
          {"precision", field.precision()},
          {"recall", field.recall()},
          {"expected_calibration_error", field.calibration.expected_error()},
          {"calibration", bins_json(field.calibration)}};
}

}  // namespace

std::string to_table(const InsightReport& report, bool with_mistakes) {
  const auto& score = report.score;
  const auto calibration = score.calibration();
  const auto sure = calibration.answers_from(kSure);
  const auto wrong = calibration.mistakes_from(kSure);
  std::string text = fields_table(report);
  for (const auto* name : {"service", "city"}) {
    const auto field = score.fields.find(name);
    if (field != score.fields.end()) {
      text += fmt::format("\n{}: how sure, and how often right\n", name) +
              calibration_table(field->second.calibration);
    }
  }
  if (!score.traps.empty()) text += "\n" + traps_table(report);
  if (with_mistakes && !score.mistakes.empty()) text += "\n" + mistakes_table(report);
  text += fmt::format(
      "\n{} calls: service and city both right in {} ({}); of {} answers at {} or more {} wrong ({}); "
      "expected "
      "calibration error {:.3f}; {:.2f} ms a call (median), {:.2f} ms (99 of 100)\n",
      score.calls, score.both_right, percentage(share(score.both_right, score.calls)), sure, kSure, wrong,
      percentage(share(wrong, sure)), calibration.expected_error(), milliseconds_at(report.times, 0.5),
      milliseconds_at(report.times, 0.99));
  return text;
}

json::object to_json(const InsightReport& report) {
  const auto& score = report.score;
  const auto calibration = score.calibration();
  json::object fields;
  for (const auto& [name, field] : score.fields) fields[name] = field_json(field);
  json::object traps;
  for (const auto& [name, trap] : score.traps) {
    traps[name] = json::object{{"calls", trap.calls}, {"both_right", trap.right}};
  }
  json::array mistakes;
  for (const auto& mistake : score.mistakes) {
    mistakes.push_back({{"id", mistake.id},
                        {"field", mistake.field},
                        {"label", mistake.label},
                        {"answer", mistake.answer},
                        {"confidence", mistake.confidence}});
  }
  return {{"calls", score.calls},
          {"both_right", share(score.both_right, score.calls)},
          {"confident_answers", calibration.answers_from(kSure)},
          {"confident_mistakes", share(calibration.mistakes_from(kSure), calibration.answers_from(kSure))},
          {"expected_calibration_error", calibration.expected_error()},
          {"milliseconds_median", milliseconds_at(report.times, 0.5)},
          {"milliseconds_99th", milliseconds_at(report.times, 0.99)},
          {"fields", std::move(fields)},
          {"traps", std::move(traps)},
          {"mistakes", std::move(mistakes)}};
}

}  // namespace kolog::app
